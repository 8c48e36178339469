import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keepInput, readCorpus } from "./corpus-file.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { runOrders } from "./run-orders.ts";
import { TARGETS, targetOf } from "./targets/index.ts";
import { inputOf, tryInput } from "./try-input.ts";
import type { WorkOrder } from "./work-order.ts";

const HELP = `npm run fuzz -- [options]: feeds made-up inputs to everything that reads what others wrote

  --inputs N     how many in all; 1000000 unless said
  --seed N       another seed makes other inputs; 1 unless said
  --target NAME  only this one: ${TARGETS.map(({ name }) => name).join(", ")}
  --only N       only the input of this number, with --target
  --keep FOLDER  writes each input that found something there, in the corpus's form
`;

const ORDER_SIZE = 2_000;
/** Of findings in the same words, this many are shown. */
const SHOWN = 3;

interface Row {
  inputs: number;
  findings: number;
  slowestMs: number;
  slowest: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean" },
      inputs: { type: "string", default: "1000000" },
      seed: { type: "string", default: "1" },
      target: { type: "string" },
      only: { type: "string" },
      keep: { type: "string" },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const seed = Number(values.seed);
  const targets = values.target === undefined ? TARGETS : [targetOf(values.target)];
  if (values.only !== undefined) return tryOne(targets, seed, Number(values.only), values.keep);
  const startedMs = performance.now();
  const rows = new Map(
    targets.map(({ name }): [string, Row] => [name, { inputs: 0, findings: 0, slowestMs: 0, slowest: 0 }]),
  );
  const corpusFindings = await replay(targets);
  const shown = new Map<string, number>();
  await runOrders(ordersOf(targets, Number(values.inputs), seed), availableParallelism(), {
    finding(name, index, words) {
      rowOf(rows, name).findings += 1;
      const kind = `${name} ${words
        .replace(/\d+|"[^"]*"/g, "#")
        .split("\n")[0]
        ?.slice(0, 60)}`;
      const count = (shown.get(kind) ?? 0) + 1;
      shown.set(kind, count);
      if (count > SHOWN) return;
      process.stdout.write(`\nfound ${name} ${index}: ${words}\n`);
      if (values.keep !== undefined) keep(values.keep, targetOf(name), seed, index, words);
    },
    ended({ target, from, to }, slowestMs, slowest) {
      const row = rowOf(rows, target);
      row.inputs += to - from;
      if (slowestMs > row.slowestMs) Object.assign(row, { slowestMs, slowest });
    },
  });
  process.stdout.write(table(rows, seed, performance.now() - startedMs));
  for (const [kind, count] of shown) process.stdout.write(`${String(count).padStart(6)} × ${kind}\n`);
  return corpusFindings + shown.size === 0 ? 0 : 1;
}

async function tryOne(
  targets: readonly FuzzTarget[],
  seed: number,
  index: number,
  folder: string | undefined,
): Promise<number> {
  const [target] = targets;
  if (target === undefined || targets.length > 1) throw new TypeError("--only needs --target.");
  const { finding, cpuMs } = await tryInput(target, inputOf(target, seed, index));
  process.stdout.write(`${finding ?? "nothing found"} (${cpuMs.toFixed(1)} ms)\n`);
  if (folder !== undefined) keep(folder, target, seed, index, finding ?? "nothing found");
  return finding === undefined ? 0 : 1;
}

/** Feeds the corpus first: what was found once must never come back. */
async function replay(targets: readonly FuzzTarget[]): Promise<number> {
  const names = new Set(targets.map(({ name }) => name));
  const corpus = readCorpus().filter(({ target }) => names.has(target));
  let findings = 0;
  for (const { name, target, input, limitMs } of corpus) {
    const { finding } = await tryInput(targetOf(target), input, limitMs);
    if (finding === undefined) continue;
    findings += 1;
    process.stdout.write(`\nfound corpus/${name}: ${finding}\n`);
  }
  process.stdout.write(`corpus: ${corpus.length} inputs, ${findings} findings\n`);
  return findings;
}

function ordersOf(targets: readonly FuzzTarget[], inputs: number, seed: number): WorkOrder[] {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.flatMap(({ name, share }) => {
    const own = Math.ceil((inputs * share) / shares);
    return Array.from({ length: Math.ceil(own / ORDER_SIZE) }, (_, order) => ({
      target: name,
      seed,
      from: order * ORDER_SIZE,
      to: Math.min(own, (order + 1) * ORDER_SIZE),
    }));
  });
}

function keep(folder: string, target: FuzzTarget, seed: number, index: number, words: string): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${target.name}-${seed}-${index}.json`);
  keepInput(path, target.name, inputOf(target, seed, index), words);
}

function rowOf(rows: ReadonlyMap<string, Row>, name: string): Row {
  const row = rows.get(name);
  if (row === undefined) throw new TypeError(`There is no target ${name}.`);
  return row;
}

function table(rows: ReadonlyMap<string, Row>, seed: number, tookMs: number): string {
  const lines = [...rows].map(([name, row]) => [
    name.padEnd(10),
    row.inputs.toLocaleString("en").padStart(10),
    String(row.findings).padStart(10),
    `${row.slowestMs.toFixed(1)} ms (${row.slowest})`.padStart(20),
  ]);
  const inputs = [...rows.values()].reduce((sum, row) => sum + row.inputs, 0);
  const head = `${"target".padEnd(10)}${"inputs".padStart(10)}${"findings".padStart(10)}${"slowest (its number)".padStart(20)}`;
  const sum = `${inputs.toLocaleString("en")} inputs, seed ${seed}, ${Math.round(tookMs / 1000)} s`;
  return `\n${[head, ...lines.map((cells) => cells.join("")), sum].join("\n")}\n`;
}

process.exitCode = await main();
