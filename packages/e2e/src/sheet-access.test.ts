import type { ShotView } from "@shotlist/core/read-model";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axeFindings } from "./sheet/axe.ts";
import { at, cardOf, sheetBench, shownCount } from "./sheet/sheet-bench.ts";

const bench = sheetBench();
const PHONE = { width: 390, height: 844 };

/** Every view of the sheet: its address, and what is pressed in it. */
const views = (
  shots: readonly ShotView[],
): readonly (readonly [string, Record<string, string>, string[]])[] => {
  const many = shots.find(({ takes }) => takes.length === 5)?.id ?? "";
  const failed = shots.find(({ state }) => state === "failed")?.id ?? "";
  return [
    ["the sheet", {}, []],
    ["a card under the keyboard", {}, ["j"]],
    ["groups of small cards", { group: "product", size: "160" }, []],
    ["a filter with an unknown field", { q: "nosuch:thing" }, []],
    ["a shot with five takes", { shot: many }, []],
    ["its takes side by side", { shot: many, view: "compare" }, []],
    ["a shot that failed", { shot: failed }, []],
    ["the reason of a rejection", { shot: many }, ["r"]],
    ["a retake in other words", {}, ["j", "e"]],
    ["a decision on all", {}, ["b"]],
    ["keys and filters", {}, ["?"]],
    ["decisions that wait", {}, ["j", "a"]],
  ];
};

describe("axe finds nothing", () => {
  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ["in light", { colorScheme: "light" }],
    ["in the dark", { colorScheme: "dark" }],
    ["on a phone", { colorScheme: "light", viewport: PHONE }],
  ];
  test.each(looks)("in any view, %s", async (_, options) => {
    const { url, model } = await bench.sample(20);
    const page = await bench.open(url, options);
    for (const [name, hash, keys] of views(model.shots)) {
      await page.goto("about:blank");
      await page.goto(at(url, hash));
      for (const key of keys) await page.keyboard.press(key);
      await settled(page);
      expect(await axeFindings(page), name).toEqual([]);
    }
  });

  test.each([1, 200, 10_000])("on a sheet of %d", async (shots) => {
    const { url } = await bench.sample(shots);
    const page = await bench.open(url);
    await settled(page);
    expect(await axeFindings(page)).toEqual([]);
  });
});

/** Until pictures are there and nothing fades: colours are only then what they are. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(
      [...document.images].map(
        (image) =>
          image.complete || new Promise((done) => image.addEventListener("load", done, { once: true })),
      ),
    );
    await new Promise(requestAnimationFrame);
  });
}

interface TreeNode {
  readonly role: string;
  readonly name: string;
  readonly ignored: boolean;
}

/** What a screen reader is given. */
async function readTree(page: Page): Promise<readonly TreeNode[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  return nodes.map(({ role, name, ignored }) => ({
    role: String(role?.value ?? ""),
    name: String(name?.value ?? ""),
    ignored,
  }));
}

const NAMED =
  /^(button|link|checkbox|radio|slider|textbox|searchbox|combobox|dialog|image|img|progressbar|video)$/i;

test.each([
  ["the sheet", {}],
  ["a shot", { shot: "open" }],
] as const)("every control of %s has a name, and it has its landmarks", async (what, hash) => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open("shot" in hash ? at(url, { shot: model.shots[2]!.id }) : url);
  await settled(page);
  const tree = (await readTree(page)).filter(({ ignored }) => !ignored);
  expect(tree.filter(({ role, name }) => NAMED.test(role) && name.trim() === "")).toEqual([]);
  expect(tree.filter(({ role }) => NAMED.test(role)).length).toBeGreaterThan(15);
  const roles = new Set(tree.map(({ role }) => role));
  const landmarks = what === "the sheet" ? ["banner", "main", "search"] : ["dialog"];
  for (const role of landmarks) expect([...roles]).toContain(role);
});

test("a screen reader hears of 10,000 shots, though only those near the window exist", async () => {
  const { url, model } = await bench.sample(10_000);
  const page = await bench.open(url);
  const items = page.getByTestId("grid").getByRole("listitem");
  const places = await items.evaluateAll((all) =>
    all.map((item) => [item.getAttribute("aria-posinset"), item.getAttribute("aria-setsize")]),
  );
  expect(places[0]).toEqual(["1", "10000"]);
  expect(places.length).toBeLessThan(100);
  const group = page.getByRole("region", { name: "10,000 shots" });
  expect(await group.getByRole("list").count()).toBe(1);
  const card = group.getByRole("listitem").first();
  expect(await card.getByRole("button", { name: model.shots[0]!.id }).count()).toBe(1);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(model.name);
});

test("the whole sheet is reached with Tab, a shot is opened, judged and left without a pointer", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url);
  const reached: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute("aria-label") ?? activeElement?.textContent ?? "";
    });
    reached.push(name);
    if (name === model.shots[0]!.id) break;
  }
  for (const name of ["Find shots", "Tag", "Product", "Group by", "Sort by", "Size of the cards", "Print"])
    expect(reached).toContain(name);
  expect(reached.at(-1)).toBe(model.shots[0]!.id);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const view = page.getByRole("dialog", { name: `Shot ${model.shots[1]!.id}` });
  await view.waitFor();
  for (let stop = 0; stop < 40; stop += 1) {
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(
        () => document.activeElement?.closest("dialog") !== null || document.activeElement === document.body,
      ),
    ).toBe(true);
  }
  await page.getByTestId("judge-none").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => cardOf(page, model.shots[1]!.id).getAttribute("data-verdict")).toBe("none");
  await page.keyboard.press("Escape");
  await expect.poll(() => page.getByTestId("focus-view").count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(model.shots[1]!.id);
});

test("the sheet is walked by rows and to its ends, and what happens is said aloud", async () => {
  const { url, model } = await bench.sample(200);
  const page = await bench.open(url);
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press("j");
  await expect.poll(focused).toBe(model.shots[0]!.id);
  await page.keyboard.press("ArrowDown");
  await expect.poll(focused).toBe(model.shots[4]!.id);
  await page.keyboard.press("End");
  await expect.poll(focused).toBe(model.shots[199]!.id);
  await page.keyboard.press("Home");
  await expect.poll(focused).toBe(model.shots[0]!.id);
  await page.keyboard.press("a");
  await expect
    .poll(() => page.getByRole("status").allTextContents())
    .toContain(`Approved take 1 of ${model.shots[0]!.id}`);
  await page.keyboard.press("/");
  await page.keyboard.type("v:approved");
  const fitting = await shownCount(page);
  expect(await page.getByTestId("count").getAttribute("aria-live")).toBe("polite");
  expect(fitting).toBeLessThan(200);
});

test("keys that come faster than the page draws end where the last one leads", async () => {
  const { url, model } = await bench.sample(200);
  const page = await bench.open(url);
  const keys = ["j", "End", "Home", "j", "j", "End"];
  await Promise.all(keys.map((key) => page.keyboard.press(key)));
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe(model.shots.at(-1)!.id);
});
