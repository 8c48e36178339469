import { readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { sampleReadModel } from "@shotlist/core/testing";
import { renderContactSheet } from "@shotlist/reporter";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBrowser } from "./browser.ts";
import { shotlist, temporaryFolder } from "./command-line.ts";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[] = [];
let requests: string[] = [];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  faults = [];
  requests = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // Clips of samples are not on disk; that a file is missing is no fault of the page.
    if (message.type() === "error" && !message.text().includes("ERR_FILE_NOT_FOUND"))
      faults.push(message.text());
  });
  page.on("request", (request) => requests.push(request.url()));
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
  expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
});

async function openSample(folder: string, shots: number): Promise<void> {
  const reporter = findPackageJSON("@shotlist/reporter", import.meta.url) ?? "";
  const template = await readFile(join(dirname(reporter), "dist/page/index.html"), "utf8");
  const file = join(folder, "index.html");
  await writeFile(file, renderContactSheet(sampleReadModel({ shots, seed: 1 }), template));
  await page.goto(pathToFileURL(file).href);
  await page.getByTestId("totals").waitFor();
}

test("a real run's sheet shows every clip, plays on hover, and opens a shot", async () => {
  await using folder = await temporaryFolder();
  await writeFile(
    join(folder.path, "shots.csv"),
    "id,prompt,aspect_ratio,loop\nfog,A lighthouse in fog. Camera static,16:9,true\nrain,Rain on glass. Camera static,9:16,false\n",
  );
  const run = await shotlist(["run", "shots.csv", "--simulate", "--yes"], { cwd: folder.path });
  expect(run, run.stderr).toMatchObject({ code: 0 });
  await page.goto(pathToFileURL(join(folder.path, "report-simulated/index.html")).href);
  await expect.poll(() => page.getByTestId("card").count()).toBe(2);
  expect(await page.getByTestId("simulated").count()).toBe(1);

  const card = page.locator('[data-testid="card"][data-shot="fog"]');
  await card.getByTestId("stage").hover();
  const video = card.getByTestId("hover-video");
  await video.waitFor();
  await expect.poll(() => video.evaluate((one) => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0);
  expect(await video.evaluate((one) => (one as HTMLVideoElement).muted)).toBe(true);
  expect(await video.evaluate((one) => (one as HTMLVideoElement).loop)).toBe(true);

  await card.getByTestId("open-shot").first().click();
  const player = page.getByTestId("focus-view").getByTestId("player");
  await player.waitFor();
  await expect.poll(() => player.evaluate((one) => (one as HTMLVideoElement).duration)).toBeCloseTo(5, 1);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByTestId("focus-view").count()).toBe(0);
});

test("the search narrows, says what it does not know, and keeps its state in the address", async () => {
  await using folder = await temporaryFolder();
  await openSample(folder.path, 200);
  const all = Number(/\d+/.exec((await page.getByTestId("count").textContent()) ?? "")?.[0]);
  await page.keyboard.press("/");
  await page.keyboard.type("s:failed");
  await expect
    .poll(async () => Number(/\d+/.exec((await page.getByTestId("count").textContent()) ?? "")?.[0]))
    .toBeLessThan(all);
  const states = await page
    .getByTestId("card")
    .evaluateAll((cards) => cards.map((one) => one.getAttribute("data-state")));
  expect(new Set(states)).toEqual(new Set(["failed"]));
  await expect.poll(() => decodeURIComponent(page.url())).toContain("s:failed");
  await page.getByTestId("search").fill("nosuch:thing");
  await page.getByTestId("unknown-field").waitFor();
});

test("hostile texts stay texts", async () => {
  await using folder = await temporaryFolder();
  await openSample(folder.path, 200);
  expect(await page.locator("script[src], iframe, object, embed").count()).toBe(0);
  expect(
    await page.evaluate(
      () => document.querySelectorAll("main b, main img[onerror], main svg[onload]").length,
    ),
  ).toBe(0);
});

test("5,000 shots: only the cards near the window exist, and the last one is reached by scrolling", async () => {
  await using folder = await temporaryFolder();
  await openSample(folder.path, 5000);
  expect(await page.getByTestId("card").count()).toBeLessThan(150);
  const first = await page.getByTestId("card").first().getAttribute("data-shot");
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect.poll(() => page.getByTestId("card").first().getAttribute("data-shot")).not.toBe(first);
  expect(await page.getByTestId("card").count()).toBeLessThan(150);
});

test("a phone shows one column without scrolling sideways", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await using folder = await temporaryFolder();
  await openSample(folder.path, 12);
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(client);
});
