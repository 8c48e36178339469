import { readFile } from "node:fs/promises";
import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { type DecisionsFile, readDecisions } from "@shotlist/reporter";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, cardOf, sheetBench, shownCount } from "./sheet/sheet-bench.ts";

const bench = sheetBench();

const verdictOn = (page: Page, shot: ShotView): Promise<string | null> =>
  cardOf(page, shot.id).getAttribute("data-verdict");

const marksOn = (page: Page, shot: ShotView): Promise<readonly (string | null)[]> =>
  cardOf(page, shot.id)
    .getByTestId("marks")
    .getByRole("img")
    .evaluateAll((marks) => marks.map((mark) => mark.getAttribute("aria-label")));

const pendingText = async (page: Page): Promise<string> =>
  (await page.getByTestId("pending").textContent()) ?? "";

/** Takes the file that the page hands out. */
async function exported(page: Page): Promise<DecisionsFile> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export").click()]);
  expect(download.suggestedFilename()).toBe("decisions.json");
  return JSON.parse(await readFile(await download.path(), "utf8")) as DecisionsFile;
}

test("a sheet that is a file is decided by keys alone, remembers it, and hands it out as decisions.json", async () => {
  const { url, model } = await bench.sample(20);
  const [first, approved, pair] = model.shots as [ShotView, ShotView, ShotView];
  const page = await bench.open(url);
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect.poll(() => verdictOn(page, first)).toBe("approved");
  await page.keyboard.press("j");
  await page.keyboard.press("r");
  await page.getByTestId("judge-dialog").waitFor();
  await page.keyboard.type("Too dark, a for apple");
  await page.keyboard.press("Enter");
  await expect.poll(() => verdictOn(page, approved)).toBe("rejected");
  const mark = cardOf(page, approved.id).getByRole("img", { name: "Rejected" });
  expect(await mark.getAttribute("title")).toBe("Too dark, a for apple");
  await page.keyboard.press("j");
  await page.keyboard.press("t");
  await expect.poll(() => marksOn(page, pair)).toEqual(["Retake wanted"]);
  await expect.poll(() => pendingText(page)).toContain("3 decisions");

  await page.reload();
  await expect.poll(() => verdictOn(page, first)).toBe("approved");
  expect(await verdictOn(page, approved)).toBe("rejected");
  const file = await exported(page);
  const read = readDecisions(file);
  expect(read).not.toHaveProperty("problem");
  const shaOf = (shot: ShotView): string | undefined =>
    shot.takes.find(({ number }) => number === shot.shownTake)?.clip?.sha256;
  expect(file.decisions.map(({ at: _, ...decision }) => decision)).toEqual([
    { shotId: first.id, take: 1, sha256: shaOf(first), verdict: "approved", note: "", retake: false },
    {
      shotId: approved.id,
      take: 1,
      sha256: shaOf(approved),
      verdict: "rejected",
      note: "Too dark, a for apple",
      retake: false,
    },
    { shotId: pair.id, take: 2, sha256: shaOf(pair), verdict: "none", note: "", retake: true },
  ]);
});

test("every step is taken back, with U and with Ctrl-Z, and N makes a clip neutral", async () => {
  const { url, model } = await bench.sample(20);
  const [first, approved] = model.shots as [ShotView, ShotView];
  const page = await bench.open(url);
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.keyboard.press("j");
  await page.keyboard.press("n");
  await expect.poll(() => verdictOn(page, approved)).toBe("none");
  await page.keyboard.press("u");
  await expect.poll(() => verdictOn(page, approved)).toBe("approved");
  await expect
    .poll(() => page.getByRole("status").allTextContents())
    .toContain(`Undone: No verdict on take 1 of ${approved.id}`);
  await page.keyboard.press("Control+z");
  await expect.poll(() => verdictOn(page, first)).toBe("none");
  await expect.poll(() => page.getByTestId("pending").count()).toBe(0);
  await page.keyboard.press("u");
  await page.getByText("There is nothing to undo").first().waitFor();
});

test("a retake in other words is recorded with them, and costs what it says", async () => {
  const { url, model } = await bench.sample(20);
  const [first] = model.shots as [ShotView];
  const page = await bench.open(url);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  const dialog = page.getByTestId("judge-dialog");
  expect(await dialog.textContent()).toContain("A run can buy it for about $0.7078");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("A red jacket, slow orbit");
  await page.keyboard.press("Enter");
  await expect.poll(() => marksOn(page, first)).toEqual(["Retake wanted"]);
  const { decisions } = await exported(page);
  expect(decisions).toMatchObject([{ retake: true, prompt: "A red jacket, slow orbit" }]);
});

test("one of several takes is picked, and the one that was approved before gives way", async () => {
  const { url, model } = await bench.sample(20);
  const shot = model.shots.find(({ takes }) => takes.length === 5)!;
  const page = await bench.open(at(url, { shot: shot.id, view: "compare" }));
  await page.keyboard.press("4");
  await expect.poll(() => page.locator(".is-chosen").textContent()).toContain("Take 4");
  await page.keyboard.press("p");
  const taken = page.getByTestId("take");
  await expect.poll(() => taken.nth(3).textContent()).toContain("approved");
  expect(await taken.nth(4).textContent()).not.toContain("approved");
  expect(await page.getByTestId("buys").textContent()).toContain("no run buys this shot again");
  const { decisions } = await exportedFromSheet(page);
  expect(decisions.map(({ take, verdict }) => [take, verdict])).toEqual([
    [4, "approved"],
    [5, "none"],
  ]);
});

async function exportedFromSheet(page: Page): Promise<DecisionsFile> {
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByTestId("focus-view").count()).toBe(0);
  return exported(page);
}

test("what a filter shows is decided in one step, said beforehand and taken back in one", async () => {
  const { url, model } = await bench.sample(200);
  const fitting = model.shots.filter(
    (shot) =>
      shot.state === "done" &&
      shot.takes.find(({ number }) => number === shot.shownTake)?.verdict === undefined,
  );
  const page = await bench.open(at(url, { q: "s:done v:none" }));
  expect(await shownCount(page)).toBe(fitting.length);
  await page.keyboard.press("b");
  const dialog = page.getByTestId("bulk-dialog");
  await dialog.getByRole("radio", { name: "Reject" }).check();
  await dialog.getByRole("textbox").fill("all too dark");
  await dialog.getByTestId("ask-retake").check();
  const cost = fitting.reduce((sum, { priceUsdE4 }) => sum + (priceUsdE4 ?? 0), 0) / 10_000;
  expect(await dialog.textContent()).toContain(
    `Ask for ${fitting.length} retakes · about $${cost.toFixed(4).replace(/0+$/, "")}`,
  );
  await dialog.getByTestId("bulk-submit").click();
  await expect.poll(() => pendingText(page)).toContain(`${fitting.length} decisions`);
  // Where another take is left to look at, that one stands for the shot now.
  const left = fitting.filter(({ takes }) => takes.filter(({ clip }) => clip).length > 1);
  await expect.poll(() => shownCount(page)).toBe(left.length);
  await page.keyboard.press("u");
  await expect.poll(() => shownCount(page)).toBe(fitting.length);
  expect(await page.getByTestId("pending").count()).toBe(0);
});

test("a verdict belongs to the file that was looked at: a new clip never inherits one", async () => {
  const { model } = await bench.sample(20);
  const [first, second] = model.shots as [ShotView, ShotView];
  const sheet = (shots: readonly ShotView[]): Promise<string> =>
    bench.write({ ...model, lineage: "inherit", shots } satisfies ReadModel, "sample-inherit");
  const page = await bench.open(await sheet([first, second]));
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await page.keyboard.press("j");
  await page.keyboard.press("n");
  await expect.poll(() => pendingText(page)).toContain("2 decisions");

  const anew = (take: TakeView): TakeView =>
    take.clip ? { ...take, clip: { ...take.clip, sha256: "ab".repeat(32) } } : take;
  await sheet([{ ...first, takes: first.takes.map(anew) }, second]);
  await page.reload();
  await expect.poll(() => verdictOn(page, second)).toBe("none");
  expect(await verdictOn(page, first)).toBe("none");
  await expect.poll(() => pendingText(page)).toContain("1 decision in");
});

test("pointer and finger decide too, and decisions are discarded and brought back", async () => {
  const { url, model } = await bench.sample(20);
  const [first, , , rejected] = model.shots as [ShotView, ShotView, ShotView, ShotView];
  const page = await bench.open(url);
  const card = cardOf(page, first.id);
  await card.getByTestId("stage").hover();
  await card.getByRole("button", { name: "Approve (A)" }).click();
  await expect.poll(() => verdictOn(page, first)).toBe("approved");
  expect(await page.getByTestId("focus-view").count()).toBe(0);
  await cardOf(page, rejected.id).click();
  await page.getByTestId("judge-none").click();
  await page.getByTestId("close").click();
  await expect.poll(() => verdictOn(page, rejected)).toBe("none");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => verdictOn(page, rejected)).toBe("rejected");
  expect(await verdictOn(page, first)).toBe("none");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(() => verdictOn(page, first)).toBe("approved");
});

test("two windows on one sheet agree", async () => {
  const { model } = await bench.sample(20);
  const [first] = model.shots as [ShotView];
  const url = await bench.write({ ...model, lineage: "windows" }, "sample-windows");
  const page = await bench.open(url);
  const other = await page.context().newPage();
  await other.goto(url);
  await other.keyboard.press("j");
  await other.keyboard.press("a");
  await expect.poll(() => verdictOn(page, first)).toBe("approved");
});
