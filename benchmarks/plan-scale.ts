import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLI, moduleOf, ratios, runNodeForPeak, timesInTurn } from "./child-process.ts";
import type { Bench } from "./figure.ts";
import { finishState } from "./finished-state.ts";

const SHOTS = 100_000;
const THINGS = ["ceramic mug", "linen shirt", "oak table", "glass vase", "wool scarf", "leather bag"];
const MOTIONS = ["slow orbit left", "gentle push in", "dolly out", "crane up", "pan right", "static camera"];

/** Planning a large table, against reading it with the CSV library alone. */
export const planScale: Bench = {
  name: "plan-scale",
  title: "Planning 100,000 shots",
  how: "`shotlist plan` of a CSV of 100,000 rows (id, prompt, aspect_ratio, loop, frame0) without a state, and with one in which every shot is done and has its clip on disk, over a script that parses the file with `csv-parse/sync` into objects, in the same round. Memory is the peak of resident memory.",
  async run({ rounds, folder }) {
    const table = join(folder, "shots.csv");
    const parser = join(folder, "parse.mjs");
    await writeFile(table, [...rowsOfShots()].join("\n"));
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
    ];
  },
};

async function peaksOf(rounds: number, table: string): Promise<readonly number[]> {
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    peaks.push((await runNodeForPeak(CLI, "plan", table)).peakMb);
  }
  return peaks;
}

function* rowsOfShots(): Generator<string> {
  yield "id,prompt,aspect_ratio,loop,frame0";
  for (let row = 0; row < SHOTS; row += 1) {
    const prompt = `A ${THINGS[row % 6]} number ${row} on a table, ${MOTIONS[(row * 7) % 6]}, soft light from the window`;
    const shape = row % 2 === 0 ? "16:9" : "9:16";
    yield `shot-${row},"${prompt}",${shape},${row % 3 === 0},https://cdn.example.com/pictures/${row}.jpg`;
  }
}
