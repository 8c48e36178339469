import { join } from "node:path";
import type { ReadModel } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { startBrowser } from "../browser.ts";
import { temporaryFolder } from "../command-line.ts";
import { makeSampleMedia, type SampleMedia } from "./sample-media.ts";
import { withMedia, writeSheet } from "./sample-sheet.ts";

/** Looks at a page that other processes change, on machines that may be busy. */
export const PATIENT = { timeout: 20_000 };

/** What every test of the sheet has. */
export interface SheetBench {
  /** A folder for all tests of the file. */
  readonly folder: () => string;
  readonly media: () => SampleMedia;
  /** Opens a page in a context of its own. What goes wrong in it fails the test. */
  readonly open: (url: string, options?: BrowserContextOptions) => Promise<Page>;
  /** The same, for a page that something is meant to go wrong in. */
  readonly openUnwatched: (url: string) => Promise<Page>;
  /** A sheet of so many sample shots whose clips play; written once. */
  readonly sample: (shots: number) => Promise<{ readonly url: string; readonly model: ReadModel }>;
  /** A sheet of this read-model, in a folder of its own. */
  readonly write: (model: ReadModel, name: string) => Promise<string>;
}

/** One browser and one set of clips for a file of tests; each test gets pages without a past. */
export function sheetBench(): SheetBench {
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let media: SampleMedia;
  let contexts: BrowserContext[] = [];
  let faults: string[] = [];
  const written = new Map<number, Promise<{ readonly url: string; readonly model: ReadModel }>>();
  beforeAll(async () => {
    folder = await temporaryFolder();
    [browser, media] = await Promise.all([startBrowser(), makeSampleMedia(join(folder.path, "media"))]);
  });
  afterAll(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    const all = faults;
    faults = [];
    expect(all).toEqual([]);
  });
  const write: SheetBench["write"] = (model, name) => writeSheet(join(folder.path, name), model);
  const newPage = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  };
  return {
    folder: () => folder.path,
    media: () => media,
    write,
    open: async (url, options = {}) => {
      const page = await newPage(options);
      watch(page, faults);
      await page.goto(url);
      return page;
    },
    openUnwatched: async (url) => {
      const page = await newPage({});
      await page.goto(url);
      return page;
    },
    sample: (shots) => {
      const known = written.get(shots) ?? writeSample(shots, folder.path, media);
      written.set(shots, known);
      return known;
    },
  };
}

async function writeSample(
  shots: number,
  folder: string,
  media: SampleMedia,
): Promise<{ readonly url: string; readonly model: ReadModel }> {
  const place = join(folder, `sample-${shots}`);
  const made = { ...sampleReadModel({ shots, seed: 1 }), lineage: `sample-${shots}` };
  const model = await withMedia(made, media, place, { posters: true });
  return { url: await writeSheet(place, model), model };
}

/** A sheet that is a file speaks with nobody, throws nothing, logs nothing and asks nothing by itself. */
function watch(page: Page, faults: string[]): void {
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // What cannot be loaded is told below, by its name.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") faults.push(`${why}: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    faults.push(`asked: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(file|data|blob|about):/.test(request.url())) faults.push(`requested ${request.url()}`);
  });
}

/** The address of a sheet with something in its hash. */
export function at(url: string, hash: Readonly<Record<string, string>>): string {
  return `${url}#${new URLSearchParams(hash)}`;
}

/** The card of a shot. */
export function cardOf(page: Page, shotId: string): Locator {
  return page.locator(`[data-testid="card"][data-shot="${shotId.replaceAll('"', '\\"')}"]`);
}

/** How many shots the sheet says that it shows. */
export async function shownCount(page: Page): Promise<number> {
  const text = (await page.getByTestId("count").textContent()) ?? "";
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", ""));
}

/** What a `<video>` says of itself. */
export function videoFacts(video: Locator): Promise<{
  readonly atS: number;
  readonly lengthS: number;
  readonly rate: number;
  readonly paused: boolean;
  readonly ended: boolean;
  readonly loop: boolean;
  readonly muted: boolean;
}> {
  return video.evaluate((element) => {
    const one = element as HTMLVideoElement;
    const { currentTime: atS, duration: lengthS, playbackRate: rate, paused, ended, loop, muted } = one;
    return { atS, lengthS, rate, paused, ended, loop, muted };
  });
}
