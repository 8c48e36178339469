import { type Bench, type Figure, median } from "./figure.ts";

/** What a bench gave. */
export interface BenchResult {
  readonly bench: Bench;
  readonly figures: readonly Figure[];
}

/** A figure as cells: what, its median, its spread, the target, and whether it is met. */
export function cellsOf({ what, values, atMost, unit = "×" }: Figure): readonly string[] {
  const middle = median(values);
  const spread = `${written(Math.min(...values))}–${written(Math.max(...values))}`;
  return [
    what,
    `${written(middle)} ${unit}`,
    spread,
    atMost === undefined ? "" : `≤ ${atMost} ${unit}`,
    atMost === undefined ? "" : middle <= atMost ? "met" : "**missed**",
  ];
}

function written(value: number): string {
  return value >= 100
    ? value.toFixed(0)
    : value >= 10
      ? value.toFixed(1)
      : value.toFixed(3).replace(/0$/, "");
}

/** `docs/benchmarks.md`: a table for each bench, with the machine that it ran on. */
export function benchmarksPage(results: readonly BenchResult[], machine: string): string {
  const sections = results.map(({ bench, figures }) => {
    const rows = figures.map((figure) => `| ${cellsOf(figure).join(" | ")} |`);
    return [
      `## ${bench.title}`,
      "",
      bench.how,
      "",
      "| What | Median | Least–most | Target | |",
      "| --- | --- | --- | --- | --- |",
      ...rows,
      "",
    ].join("\n");
  });
  return [
    "# Benchmarks",
    "",
    "Written by `npm run bench`; edits are lost. Every figure is a ratio against a bound or a peer that ran in the same rounds, so that it means the same on another machine; the figures below are of this one:",
    "",
    machine,
    "",
    ...sections,
  ].join("\n");
}
