import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sampleReadModel } from "@shotlist/core/testing";
import { launchChromium, unpackChromium } from "../packages/e2e/src/chromium.ts";
import { makeSampleMedia } from "../packages/e2e/src/sheet/sample-media.ts";
import { withMedia, writeSheet } from "../packages/e2e/src/sheet/sample-sheet.ts";
import { measureScroll, type ScrollFigures } from "../packages/e2e/src/sheet/scroll-figures.ts";
import { CLI } from "./child-process.ts";
import type { Bench, Figure } from "./figure.ts";
import { finishState } from "./finished-state.ts";
import { runMeasured } from "./measured-process.ts";

const SHOTS = 10_000;
const EMPTY_LIST = join(import.meta.dirname, "../packages/e2e/src/sheet/empty-list.html");

/** Writing, opening and scrolling the contact sheet of 10,000 shots. */
export const contactSheet: Bench = {
  name: "contact-sheet",
  title: "The contact sheet of 10,000 shots",
  how: "`shotlist report` of a CSV of 10,000 rows that are all done, from start to exit. A sheet of 10,000 sample shots in every state, each clip a file of its own, opened from disk by Chromium without a graphics processor, in a window of 1440 × 900, and scrolled by 120, 600 and 5,000 pixels a frame. The page's thread and its longest task are in the processor's time; frames are counted by the clock, so whatever else runs on the machine is in them, and those of an empty list of rows stand beside them.",
  async run({ rounds, folder }) {
    const report = await reportFigures(rounds, join(folder, "report"));
    return [...report, ...(await pageFigures(rounds, folder))];
  },
};

async function reportFigures(rounds: number, folder: string): Promise<readonly Figure[]> {
  await mkdir(folder);
  const table = join(folder, "shots.csv");
  await writeFile(table, [...rowsOfShots()].join("\n"));
  await finishState(table);
  const wallMs: number[] = [];
  const cpuMs: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const taken = await runMeasured([CLI, "report", table]);
    if (taken.code !== 0) throw new Error(`The report ended with ${taken.code}.`);
    if (round < 0) continue;
    wallMs.push(taken.wallMs);
    cpuMs.push(taken.cpuMs);
  }
  const { size } = await stat(join(folder, "report/index.html"));
  return [
    { what: "`report`, by the clock", values: wallMs, atMost: 1_500, unit: "ms" },
    { what: "`report`, in the processor's time of all threads", values: cpuMs, unit: "ms" },
    {
      what: "bytes of the sheet / (300 KB + 1 KB a shot)",
      values: [size / (300_000 + 1_000 * SHOTS)],
      atMost: 1,
    },
  ];
}

async function pageFigures(rounds: number, folder: string): Promise<readonly Figure[]> {
  const media = await makeSampleMedia(join(folder, "media"));
  const sample = sampleReadModel({ shots: SHOTS, seed: 1 });
  const further = sample.shots.reduce((sum, { takes }) => sum + Math.max(0, takes.length - 1), 0);
  const urls: Record<string, string> = { "an empty list": pathToFileURL(EMPTY_LIST).href };
  for (const posters of [true, false]) {
    const name = posters ? "with posters" : "without posters";
    const place = join(folder, posters ? "posters" : "bare");
    const model = await withMedia(sample, media, place, { posters, distinct: true });
    urls[name] = await writeSheet(place, model);
  }
  const { length: size } = await readFile(join(folder, "posters/index.html"));
  const seen = await seenIn(rounds, urls);
  const of = (name: string, fact: keyof ScrollFigures): readonly number[] =>
    (seen[name] ?? []).map((figures) => figures[fact]);
  const sheets = ["with posters", "without posters"];
  return [
    {
      what: "bytes of a sheet with several takes / (300 KB + 1 KB a shot + 0.5 KB a further take)",
      values: [size / (300_000 + 1_000 * SHOTS + 500 * further)],
      atMost: 1,
    },
    ...sheets.map(
      (name): Figure => ({
        what: `first content, ${name}`,
        values: of(name, "firstContentMs"),
        atMost: 1_000,
        unit: "ms",
      }),
    ),
    ...sheets.map(
      (name): Figure => ({
        what: `the page's thread until the first card, ${name}`,
        values: of(name, "openedMs"),
        atMost: 1_000,
        unit: "ms",
      }),
    ),
    ...sheets.map(
      (name): Figure => ({
        what: `longest task while it scrolls, ${name}`,
        values: of(name, "longestTaskMs"),
        atMost: 50,
        unit: "ms",
      }),
    ),
    { what: "longest frame, an empty list", values: of("an empty list", "longestFrameMs"), unit: "ms" },
    ...sheets.map(
      (name): Figure => ({
        what: `longest frame, ${name}`,
        values: of(name, "longestFrameMs"),
        atMost: 50,
        unit: "ms",
      }),
    ),
    ...["an empty list", ...sheets].map(
      (name): Figure => ({
        what: `frames over 50 ms of 240, ${name}`,
        values: of(name, "slowFrames"),
        unit: "frames",
      }),
    ),
  ];
}

/** Measures every page in each round, in turn, so that whatever else the machine does meets them all. */
async function seenIn(
  rounds: number,
  urls: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly ScrollFigures[]>>> {
  const browser = await launchChromium(await unpackChromium());
  const seen: Record<string, ScrollFigures[]> = {};
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, url] of Object.entries(urls)) {
        seen[name] = [...(seen[name] ?? []), await measureScroll(browser, url)];
      }
    }
  } finally {
    await browser.close();
  }
  return seen;
}

function* rowsOfShots(): Generator<string> {
  yield "id,prompt,aspect_ratio,loop,frame0";
  for (let row = 0; row < SHOTS; row += 1) {
    const prompt = `A mug number ${row} on a table, slow orbit left, soft light from the window`;
    const shape = row % 2 === 0 ? "16:9" : "9:16";
    yield `shot-${row},"${prompt}",${shape},${row % 3 === 0},https://cdn.example.com/pictures/${row}.jpg`;
  }
}
