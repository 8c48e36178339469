import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BENCHES } from "./benches.ts";
import type { Bench, BenchContext, Figure } from "./figure.ts";
import { realTime } from "./real-time.ts";
import { type BenchResult, benchmarksPage, cellsOf } from "./write-figures.ts";

const { values } = parseArgs({
  options: {
    /** Names of benches; all of them unless said. The page is only written when all have run. */
    only: { type: "string", multiple: true },
    rounds: { type: "string", default: "5" },
    /** Base of a Dream Machine API to run whole batches against; its key is in LUMA_API_KEY. Nothing else is run then. */
    server: { type: "string" },
    /** How many times as fast as life that server is. */
    speed: { type: "string", default: "1" },
  },
});

async function measure(bench: Bench): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), `shotlist-bench-${bench.name}-`));
  try {
    return await bench.run({ rounds: Number(values.rounds), folder, ...serverOf() });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function serverOf(): Pick<BenchContext, "server"> {
  if (values.server === undefined) return {};
  const { LUMA_API_KEY: key } = process.env;
  if (key === undefined)
    throw new Error("--server needs LUMA_API_KEY in the environment. Clips cost money there.");
  return { server: { url: values.server, key, speed: Number(values.speed) } };
}

function isChosen({ name }: Bench): boolean {
  return values.server === undefined ? (values.only?.includes(name) ?? true) : name === realTime.name;
}

function machineNow(): string {
  const [first, ...others] = cpus();
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${first?.model.trim()}, ${others.length + 1} cores, ${memory} GB, Node ${process.version}, ${process.platform}; load when it began: ${load}.`;
}

const machine = machineNow();
const results: BenchResult[] = [];
for (const bench of BENCHES.filter(isChosen)) {
  const figures = await measure(bench);
  results.push({ bench, figures });
  console.log(`\n${bench.title}`);
  for (const figure of figures) console.log(`  ${cellsOf(figure).join("  ")}`);
}
if (values.only === undefined && values.server === undefined) {
  const page = join(import.meta.dirname, "../docs/benchmarks.md");
  await writeFile(page, benchmarksPage(results, machine));
  console.log("\nWritten to docs/benchmarks.md.");
}
