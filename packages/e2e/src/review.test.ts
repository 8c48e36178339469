import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { startBrowser } from "./browser.ts";
import { type RunningCommand, shotlist, startShotlist, temporaryFolder } from "./command-line.ts";

/** Each look starts the command line anew, on machines that may be busy. */
const PATIENT = { timeout: 20_000 };

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
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("request", (request) => requests.push(request.url()));
});
afterEach(async () => {
  await context.close();
  expect(faults).toEqual([]);
});

const TABLE =
  "id,prompt,resolution\nfog,A lighthouse in fog. Camera static,540p\nrain,Rain on glass. Camera static,540p\n";

async function made(cwd: string): Promise<void> {
  await writeFile(join(cwd, "shots.csv"), TABLE);
  const run = await shotlist(["run", "shots.csv", "--simulate", "--yes", "--speed", "600"], { cwd });
  expect(run, run.stderr).toMatchObject({ code: 0 });
}

/** Starts `shotlist review`, and gives the address that it prints. It does not outlive its test, which may fail. */
async function startReview(cwd: string): Promise<RunningCommand & { readonly url: string }> {
  const running = startShotlist(["review", "shots.csv", "--simulate", "--no-open"], { cwd });
  onTestFinished(() => void running.child.kill("SIGKILL"));
  let text = "";
  running.child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString("utf8");
  });
  await running.until("Ctrl-C ends it.");
  return { ...running, url: /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(text)?.[0] ?? "" };
}

test("clips are judged by keys, another command's verdicts appear, and the next plan knows them all", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const simulated = async (...words: readonly string[]): Promise<string> =>
    (await shotlist([...words, "--simulate"], { cwd })).stdout;
  await made(cwd);
  const review = await startReview(cwd);
  const { origin } = new URL(review.url);
  await page.goto(review.url);
  await expect.poll(() => page.getByTestId("card").count(), PATIENT).toBe(2);
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect
    .poll(() => simulated("status", "shots.csv", "--json"), PATIENT)
    .toMatch(/"verdict":\{"verdict":"approved"/);

  await page.keyboard.press("t");
  await expect
    .poll(() => simulated("plan", "shots.csv"), PATIENT)
    .toContain("another take was asked for beside take 1");
  await page.keyboard.press("u");
  await expect.poll(() => simulated("plan", "shots.csv"), PATIENT).not.toContain("another take");

  const rejected = page.getByTestId("verdict").filter({ hasText: /reject/i });
  expect(await rejected.count()).toBe(0);
  await writeFile(join(cwd, "decisions.json"), JSON.stringify([await rejection(simulated)]));
  expect(await simulated("review", "apply", "shots.csv", "decisions.json")).toContain("1 stored, 0 refused");
  await expect
    .poll(
      () =>
        page
          .getByTestId("card")
          .allInnerTexts()
          .then((texts) => texts.join(" ")),
      PATIENT,
    )
    .toMatch(/rejected/i);

  expect(requests.filter((url) => !url.startsWith(origin) && !/^(data|blob):/.test(url))).toEqual([]);
  await page.goto("about:blank");
  review.child.kill("SIGINT");
  expect(await review.ended).toMatchObject({ code: 0 });
});

/** A rejection of the clip that nobody has judged yet, as a static sheet would export it. */
async function rejection(simulated: (...words: readonly string[]) => Promise<string>): Promise<object> {
  const shots = (await simulated("status", "shots.csv", "--json"))
    .split("\n")
    .filter((line) => line.startsWith('{"type":"shot"'))
    .map(
      (line) => JSON.parse(line) as { id: string; takes: { verdict?: object; clip: { sha256: string } }[] },
    );
  const shot = shots.find(({ takes }) => takes[0]?.verdict === undefined);
  const at = new Date().toISOString();
  return {
    shotId: shot?.id,
    take: 1,
    sha256: shot?.takes[0]?.clip.sha256,
    verdict: "rejected",
    note: "grey",
    at,
  };
}

test("a run that begins later is followed as it goes, and a verdict during it does not stop it", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const rows = Array.from(
    { length: 8 },
    (_, index) => `s${index},Rain on glass ${index}. Camera static,540p\n`,
  );
  await writeFile(join(cwd, "shots.csv"), `id,prompt,resolution\n${rows.join("")}`);
  const review = await startReview(cwd);
  await page.goto(review.url);
  await expect.poll(() => page.getByTestId("card").count(), PATIENT).toBe(8);
  const words = ["run", "shots.csv", "--simulate", "--yes", "--speed", "20", "--concurrency", "2"];
  const run = startShotlist(words, { cwd });
  const done = (): Promise<number> => page.locator('[data-testid="card"][data-state="done"]').count();
  await page.getByTestId("progress").waitFor(PATIENT);
  await expect.poll(done, PATIENT).toBeGreaterThan(0);
  await page
    .locator('[data-testid="card"][data-state="done"]')
    .first()
    .getByTestId("open-shot")
    .first()
    .focus();
  await page.keyboard.press("a");
  const ended = await run.ended;
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  await expect.poll(done, PATIENT).toBe(8);
  await expect.poll(() => page.getByTestId("progress").count(), PATIENT).toBe(0);
  const { stdout } = await shotlist(["status", "shots.csv", "--simulate", "--json"], { cwd });
  expect(stdout.match(/"verdict":"approved"/g)).toHaveLength(1);
  await page.goto("about:blank");
  review.child.kill("SIGINT");
  expect(await review.ended).toMatchObject({ code: 0 });
}, 60_000);

test("a sheet with its clips in it plays them where there is nothing else", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  await made(cwd);
  const report = await shotlist(["report", "shots.csv", "--simulate", "--embed"], { cwd });
  expect(report, report.stderr).toMatchObject({ code: 0 });
  await rm(join(cwd, "renders-simulated"), { recursive: true });
  await page.goto(pathToFileURL(join(cwd, "report-simulated/index.html")).href);
  const card = page.getByTestId("card").first();
  await card.getByTestId("open-shot").first().click();
  const player = page.getByTestId("focus-view").getByTestId("player");
  await player.waitFor();
  await expect
    .poll(() => player.evaluate((one) => (one as HTMLVideoElement).duration), PATIENT)
    .toBeCloseTo(5, 1);
  expect(requests.filter((url) => /renders/.test(url))).toEqual([]);
});
