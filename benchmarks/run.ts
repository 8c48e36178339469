import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BENCHES } from "./benches.ts";
import type { Bench, Figure } from "./figure.ts";
import { type BenchResult, benchmarksPage, cellsOf } from "./write-figures.ts";

const { values } = parseArgs({
  options: {
    /** Names of benches; all of them unless said. The page is only written when all have run. */
    only: { type: "string", multiple: true },
    rounds: { type: "string", default: "5" },
  },
});

async function measure(bench: Bench): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), `shotlist-bench-${bench.name}-`));
  try {
    return await bench.run({ rounds: Number(values.rounds), folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function machineNow(): string {
  const [first, ...others] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim()}, ${others.length + 1} cores, ${memory} GB, Node ${process.version}, ${process.platform}; load when it began: ${load}.`;
}

const machine = machineNow();
const results: BenchResult[] = [];
for (const bench of BENCHES.filter(({ name }) => values.only?.includes(name) ?? true)) {
  const figures = await measure(bench);
  results.push({ bench, figures });
  console.log(`\n${bench.title}`);
  for (const figure of figures) console.log(`  ${cellsOf(figure).join("  ")}`);
}
if (values.only === undefined) {
  const page = join(import.meta.dirname, "../docs/benchmarks.md");
  await writeFile(page, benchmarksPage(results, machine));
  console.log("\nWritten to docs/benchmarks.md.");
}
