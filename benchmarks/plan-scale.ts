import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLI, moduleOf, ratios, runNodeForPeak, timesInTurn } from "./child-process.ts";
import type { Bench, Figure } from "./figure.ts";
import { finishState } from "./finished-state.ts";
import { tableOfShots } from "./large-table.ts";
import { runMeasured } from "./measured-process.ts";
import { startWaitingServer } from "./waiting-server.ts";

/** Planning a large table, against reading it with the CSV library alone. */
export const planScale: Bench = {
  name: "plan-scale",
  title: "Planning 100,000 shots",
  how: "`shotlist plan` of a CSV of 100,000 rows (id, prompt, aspect_ratio, loop, frame0) without a state, and with one in which every shot is done and has its clip on disk, over a script that parses the file with `csv-parse/sync` into objects, in the same round. Then the finished manifest is run again: each clip is looked for and its length checked. Memory is the peak of resident memory.",
  async run({ rounds, folder }) {
    const table = join(folder, "shots.csv");
    const parser = join(folder, "parse.mjs");
    await writeFile(table, tableOfShots());
    await writeFile(
      parser,
      `import { readFileSync } from "node:fs";
import { parse } from "${moduleOf("manifest", "csv-parse/sync")}";
parse(readFileSync(process.argv[2]), { columns: true });`,
    );
    const [bare = [], plan = []] = await timesInTurn(rounds, [
      [parser, table],
      [CLI, "plan", table],
    ]);
    const peaks = await peaksOf(rounds, table);
    await finishState(table);
    const [bareAgain = [], finished = []] = await timesInTurn(rounds, [
      [parser, table],
      [CLI, "plan", table],
    ]);
    const again = await runAgain(rounds, table);
    return [
      { what: "`plan` / bare `csv-parse`, on an empty state", values: ratios(plan, bare), atMost: 2 },
      { what: "peak memory of `plan`", values: peaks, atMost: 300, unit: "MB" },
      {
        what: "`plan` / bare `csv-parse`, when all is done",
        values: ratios(finished, bareAgain),
        atMost: 2.5,
      },
      {
        what: "peak memory of `plan`, when all is done",
        values: await peaksOf(rounds, table),
        atMost: 300,
        unit: "MB",
      },
      ...again,
    ];
  },
};

/** Runs a finished manifest again, beside its plan. Its first run is not counted: it writes the report. */
async function runAgain(rounds: number, table: string): Promise<readonly Figure[]> {
  const server = await startWaitingServer();
  const figures = { ratios: [] as number[], peaks: [] as number[], requests: [] as number[] };
  let whole = 0;
  try {
    for (let round = -1; round < rounds; round += 1) {
      const plan = await runMeasured([CLI, "plan", table]);
      const run = await runMeasured([CLI, "run", table, "--yes"], server.env);
      if (run.code !== 0) throw new Error(`The run ended with ${run.code}: ${run.stderr}`);
      if (round < 0) {
        whole = run.peakMb;
        continue;
      }
      figures.ratios.push(run.wallMs / plan.wallMs);
      figures.peaks.push(run.peakMb);
      figures.requests.push(server.requests());
    }
  } finally {
    await server.close();
  }
  return [
    { what: "`run` again when all is done / its `plan`", values: figures.ratios, atMost: 1.2 },
    { what: "requests of it", values: figures.requests, atMost: 0, unit: "requests" },
    { what: "peak memory of it", values: figures.peaks, atMost: 300, unit: "MB" },
    { what: "peak memory of the run that writes the report of all 100,000", values: [whole], unit: "MB" },
  ];
}

async function peaksOf(rounds: number, table: string): Promise<readonly number[]> {
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    peaks.push((await runNodeForPeak(CLI, "plan", table)).peakMb);
  }
  return peaks;
}
