import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, cardOf, sheetBench, shownCount, videoFacts } from "./sheet/sheet-bench.ts";

const bench = sheetBench();
const FRAME_S = 1 / 24;

/** High enough for every group of twenty shots. */
const TALL = { viewport: { width: 1440, height: 9_000 } };

test("the slider sizes the grid, by the keyboard too, and the address keeps it", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url);
  const first = cardOf(page, model.shots[0]!.id);
  const widthOf = async (): Promise<number> => (await first.boundingBox())?.width ?? 0;
  const before = await widthOf();
  await page.getByRole("slider", { name: "Size of the cards" }).focus();
  await page.keyboard.press("End");
  await expect.poll(widthOf).toBeGreaterThan(before * 1.5);
  await expect.poll(() => page.url()).toContain("size=640");
  await page.keyboard.press("Home");
  await expect.poll(widthOf).toBeLessThan(200);
  await expect.poll(() => page.url()).toContain("size=140");
  await page.reload();
  await expect.poll(widthOf).toBeLessThan(200);
  expect(await first.getByTestId("facts").count()).toBe(0);
});

const groupings: readonly (readonly [key: string, of: (shot: ShotView) => readonly string[]])[] = [
  ["product", (shot) => [titles.get(shot.product?.id) ?? "Without a product"]],
  ["tag", (shot) => (shot.tags.length > 0 ? shot.tags : ["Without a tag"])],
  ["state", (shot) => [shot.state]],
  ["ratio", (shot) => [shot.aspectRatio]],
];

/** Products have one title each, the first that stands for them. */
const titles = new Map<string | undefined, string>();
for (const { product } of sampleReadModel({ shots: 20, seed: 1 }).shots) {
  if (product && !titles.has(product.id)) titles.set(product.id, product.title);
}

test.each(groupings)("shots stand in groups by %s, each with its number of shots", async (key, of) => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url, TALL);
  await page.getByLabel("Group by").selectOption(key);
  const expected = new Map<string, number>();
  for (const shot of model.shots) {
    for (const title of of(shot)) {
      const name = title.toLowerCase().trim().replaceAll(/\s+/g, " ");
      expected.set(name, (expected.get(name) ?? 0) + 1);
    }
  }
  const said = async (): Promise<ReadonlyMap<string, number>> => {
    const texts = await page.getByTestId("group").locator("h2").allInnerTexts();
    return new Map(
      texts.map((text) => {
        const [, name = "", count] = /^(.*?)\s*(\d+) shots?$/s.exec(text) ?? [];
        return [name.toLowerCase().trim().replaceAll(/\s+/g, " "), Number(count)];
      }),
    );
  };
  await expect.poll(said).toEqual(expected);
  await expect.poll(() => page.url()).toContain(`group=${key}`);
});

test("a clip plays without sound under the pointer; a looping one goes on without an end", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url);
  const looping = model.shots[0]!;
  expect(looping.loop).toBe(true);
  const card = cardOf(page, looping.id);
  await card.getByTestId("stage").hover();
  const video = card.getByTestId("hover-video");
  await expect.poll(async () => (await videoFacts(video)).atS).toBeGreaterThan(0);
  expect(await videoFacts(video)).toMatchObject({ muted: true, loop: true, paused: false });
  await video.evaluate((one) => {
    (one as HTMLVideoElement).currentTime = (one as HTMLVideoElement).duration - 0.15;
  });
  await expect.poll(async () => (await videoFacts(video)).atS).toBeLessThan(2);
  expect(await videoFacts(video)).toMatchObject({ paused: false, ended: false });
  await page.mouse.move(5, 5);
  await expect.poll(() => video.count()).toBe(0);
});

test("a clip that does not loop rests on its last frame before it is shown again", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url);
  const card = cardOf(page, model.shots[1]!.id);
  await card.getByTestId("stage").hover();
  const video = card.getByTestId("hover-video");
  await expect.poll(async () => (await videoFacts(video)).atS).toBeGreaterThan(0);
  await video.evaluate((one) => {
    (one as HTMLVideoElement).currentTime = (one as HTMLVideoElement).duration - 0.1;
  });
  await expect.poll(async () => (await videoFacts(video)).ended, { interval: 20 }).toBe(true);
  await expect.poll(async () => (await videoFacts(video)).ended).toBe(false);
});

test("the keyboard's card plays, and only that one", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url);
  const [first, second] = model.shots;
  await page.keyboard.press("j");
  await cardOf(page, first!.id).getByTestId("hover-video").waitFor();
  await page.keyboard.press("j");
  await cardOf(page, second!.id).getByTestId("hover-video").waitFor();
  expect(await page.getByTestId("hover-video").count()).toBe(1);
  await page.keyboard.press("k");
  await cardOf(page, first!.id).getByTestId("hover-video").waitFor();
});

test("who asked for less motion sees stills, until a clip is started by hand", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(url, { reducedMotion: "reduce" });
  await page.clock.install();
  await page.keyboard.press("j");
  await page.clock.runFor(2_000);
  expect(await page.getByTestId("hover-video").count()).toBe(0);
  await page.clock.resume();
  await page.keyboard.press("Enter");
  const player = page.getByTestId("player");
  await expect.poll(async () => (await videoFacts(player)).lengthS).toBeGreaterThan(4);
  expect(await videoFacts(player)).toMatchObject({ paused: true, atS: 0 });
  await page.keyboard.press(" ");
  await expect.poll(async () => (await videoFacts(player)).atS).toBeGreaterThan(0);
  expect(model.shots[0]?.takes[0]?.clip?.durationS).toBeGreaterThan(4);
});

async function openPaused(page: Page, testId: string): Promise<void> {
  const players = page.getByTestId(testId);
  await expect.poll(async () => (await videoFacts(players.first())).atS).toBeGreaterThan(0);
  await page.keyboard.press(" ");
  await expect.poll(async () => (await videoFacts(players.first())).paused).toBe(true);
}

test("the big player steps by frames, changes its speed, seeks and takes the whole screen", async () => {
  const { url, model } = await bench.sample(20);
  const page = await bench.open(at(url, { shot: model.shots[0]!.id }));
  await openPaused(page, "player");
  const player = page.getByTestId("player");
  const seek = page.getByRole("slider", { name: "Position" });
  await seek.fill("2");
  await expect.poll(async () => (await videoFacts(player)).atS).toBeCloseTo(2, 1);
  await page.getByTestId("close").focus();
  const before = (await videoFacts(player)).atS;
  for (const [key, frames] of [
    [".", 1],
    [".", 2],
    [",", 1],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(async () => (await videoFacts(player)).atS).toBeCloseTo(before + frames * FRAME_S, 2);
  }
  for (const [key, rate] of [
    [">", 1.5],
    [">", 2],
    [">", 2],
    ["<", 1.5],
    ["<", 1],
    ["<", 0.5],
    ["<", 0.25],
    ["<", 0.25],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(async () => (await videoFacts(player)).rate, { message: key }).toBe(rate);
  }
  await page.keyboard.press("f");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.className)).toBe("player");
  await page.keyboard.press("f");
  await expect.poll(() => page.evaluate(() => document.fullscreenElement)).toBe(null);
  expect(await page.getByTestId("focus-view").count()).toBe(1);
});

test("the focus view tells prompt, request, cost, times and history, and where the picture comes from", async () => {
  const { url, model } = await bench.sample(20);
  const shot = model.shots.find(({ takes }) => takes.length === 5)!;
  const page = await bench.open(at(url, { shot: shot.id }));
  const view = page.getByTestId("focus-view");
  await view.getByRole("heading", { name: shot.id }).waitFor();
  const text = await view.textContent();
  for (const part of [
    shot.prompt,
    "take 5 approved",
    `${shot.aspectRatio} · ${shot.resolution} · ${shot.duration}`,
    shot.model,
    shot.takes[4]!.generationId,
    shot.takes[4]!.clip!.sha256,
    "Luma's own picture of the generation",
    "Spent in all",
    "Final",
  ])
    expect(text).toContain(part);
  const link = view.getByRole("link", { name: shot.startFrame! });
  expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
  expect(await view.getByTestId("take").count()).toBe(5);
  const times = view.getByRole("region", { name: "Times of take 5" });
  expect(await times.getByRole("listitem").allInnerTexts()).toHaveLength(4);
  await page.keyboard.press("2");
  await view.getByText("Take 2 was made with:").waitFor();
  expect(await view.textContent()).toContain("An older prompt for this shot");
  await page.keyboard.press("1");
  await view.getByText("Take 1: Failed").waitFor();
  expect(await view.textContent()).toContain("Job failed (job-failed)");
  await expect.poll(() => page.url()).toContain("take=1");
});

test("takes of different lengths play side by side in step, and step and seek as one", async () => {
  const { model } = await bench.sample(20);
  const { long } = bench.media();
  const base = model.shots.find(({ takes }) => takes.length === 5)!;
  const takes = base.takes.map((take) =>
    take.number === 4 && take.clip ? { ...take, clip: { ...take.clip, file: `${long}.mp4` } } : take,
  );
  const url = await bench.write({ ...model, shots: [{ ...base, takes }] }, "sample-takes");
  const page = await bench.open(url);
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  const players = page.getByTestId("wall-player");
  await expect.poll(() => players.count()).toBe(3);
  const facts = () => Promise.all([0, 1, 2].map((index) => videoFacts(players.nth(index))));
  await expect
    .poll(async () => Math.min(...(await facts()).map(({ atS }) => atS)), { timeout: 10_000 })
    .toBeGreaterThan(0.4);
  const apart = await page.evaluate(async () => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>("[data-testid=wall-player]")];
    const spreads: number[] = [];
    for (let frame = 0; frame < 20; frame += 1) {
      await new Promise(requestAnimationFrame);
      const times = videos.map((video) => video.currentTime);
      spreads.push(Math.max(...times) - Math.min(...times));
    }
    return spreads.sort((a, b) => a - b)[10];
  });
  expect(apart).toBeLessThan(0.15);
  await page.keyboard.press(" ");
  await expect.poll(async () => (await facts()).every(({ paused }) => paused)).toBe(true);
  await page.getByRole("slider", { name: "Position" }).fill("7");
  await expect.poll(async () => (await facts())[1]?.atS).toBeCloseTo(7, 1);
  expect((await facts())[0]).toMatchObject({ atS: expect.closeTo(5, 0) });
  await page.getByRole("slider", { name: "Position" }).fill("3");
  await page.getByTestId("close").focus();
  await page.keyboard.press(".");
  for (const index of [0, 1, 2]) {
    await expect.poll(async () => (await facts())[index]?.atS).toBeCloseTo(3 + FRAME_S, 2);
  }
  await page.keyboard.press(">");
  await expect.poll(async () => (await facts()).map(({ rate }) => rate)).toEqual([1.5, 1.5, 1.5]);
  await page.keyboard.press("4");
  await expect.poll(() => page.locator(".is-chosen").textContent()).toContain("Take 4");
  await expect.poll(() => page.url()).toContain("view=compare");
  await page.keyboard.press("c");
  await page.getByTestId("player").waitFor();
});

test("start and end frames stand beside the clip: a picture of the manifest's folder, the end of another shot's clip", async () => {
  const { model } = await bench.sample(20);
  const [first, second] = model.shots as [ShotView, ShotView];
  const media = bench.media();
  await mkdir(join(bench.folder(), "sample-frames/pictures"), { recursive: true });
  await copyFile(
    join(media.folder, `${media.byRatio["1:1"]}.png`),
    join(bench.folder(), "sample-frames/pictures/mug 1.png"),
  );
  const shot: ShotView = {
    ...first,
    startFrame: `clip of ${second.id}`,
    endFrame: "pictures/mug 1.png",
    endFrameFile: "pictures/mug 1.png",
  };
  const url = await bench.write({ ...model, framesBase: ".", shots: [shot, second] }, "sample-frames");
  const page = await bench.open(at(url, { shot: shot.id }));
  const frames = page.getByTestId("keyframes");
  const clip = frames.getByTestId("keyframe-clip");
  await expect.poll(async () => (await videoFacts(clip)).atS).toBeGreaterThan(4.8);
  expect(await videoFacts(clip)).toMatchObject({ paused: true });
  const picture = frames.getByRole("img", { name: "End frame" });
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await frames.getByRole("button", { name: `clip of ${second.id}` }).click();
  await page.getByTestId("focus-view").getByRole("heading", { name: second.id }).waitFor();
  await page.goBack();
  await expect.poll(() => page.getByTestId("focus-view").count()).toBe(0);
});

const said = (shot: ShotView): string =>
  [
    shot.id,
    shot.prompt,
    shot.words,
    shot.model,
    ...shot.tags,
    ...Object.values(shot.matrix),
    ...Object.values(shot.product ?? {}).filter((value) => typeof value === "string"),
  ]
    .join(" ")
    .toLowerCase();
const shownVerdict = (shot: ShotView): string | undefined => {
  const take = shot.takes.find(({ number }) => number === shot.shownTake);
  return take?.clip ? (take.verdict?.verdict ?? "none") : undefined;
};
const queries: readonly (readonly [query: string, fits: (shot: ShotView) => boolean])[] = [
  ["s:failed", (shot) => shot.state === "failed"],
  ["s:failed,blocked", (shot) => /^(failed|blocked)$/.test(shot.state)],
  ["tag:hero", (shot) => shot.tags.includes("hero")],
  ['tag:"a tag, with comma"', (shot) => shot.tags.includes("a tag, with comma")],
  ["ratio:9x16 loop:yes", (shot) => shot.aspectRatio === "9:16" && shot.loop],
  ["!tag:hero s:done", (shot) => !shot.tags.includes("hero") && shot.state === "done"],
  ["v:approved", (shot) => shownVerdict(shot) === "approved"],
  ["v:none takes:>1", (shot) => shownVerdict(shot) === "none" && shot.takes.length > 1],
  ["cost:>1", (shot) => shot.spentUsdE4 > 10_000],
  ["model:ray-flash-2", (shot) => shot.model === "ray-flash-2"],
  ['"studio light" !orbit', (shot) => said(shot).includes("studio light") && !said(shot).includes("orbit")],
];

test("the filter language finds what it says, typed or in the address", async () => {
  const { url, model } = await bench.sample(200);
  const page = await bench.open(url);
  await page.keyboard.press("/");
  for (const [query, fits] of queries) {
    const expected = model.shots.filter(fits).length;
    expect(expected, query).toBeGreaterThan(0);
    await page.keyboard.type(query);
    await expect.poll(() => shownCount(page), { message: query }).toBe(expected);
    await expect.poll(() => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("q")).toBe(query);
    const again = await bench.open(page.url());
    expect(await shownCount(again), query).toBe(expected);
    await again.close();
    await page.keyboard.press("Escape");
  }
  await expect.poll(() => shownCount(page)).toBe(200);
});

test("chips and menus write the filter, and the browser's way back closes a shot", async () => {
  const { url, model } = await bench.sample(200);
  const page = await bench.open(url);
  await page.getByTestId("chip-failed").click();
  await page.getByLabel("Tag", { exact: true }).selectOption("hero");
  expect(await page.getByTestId("search").inputValue()).toBe("tag:hero s:failed");
  const fitting = model.shots.filter(({ state, tags }) => state === "failed" && tags.includes("hero"));
  await expect.poll(() => shownCount(page)).toBe(fitting.length);
  await page.getByTestId("card").first().click();
  await page.getByTestId("focus-view").waitFor();
  await page.goBack();
  await expect.poll(() => page.getByTestId("focus-view").count()).toBe(0);
  expect(await shownCount(page)).toBe(fitting.length);
  await page.getByTestId("search").fill("nosuchthing");
  await page.getByTestId("empty").waitFor();
  await page.getByRole("button", { name: "Show all shots" }).click();
  await expect.poll(() => shownCount(page)).toBe(200);
});

test("? shows every key, and Esc gives the keyboard back", async () => {
  const { url } = await bench.sample(20);
  const page = await bench.open(url);
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  const help = page.getByTestId("help");
  const keys = new Set(await help.locator("kbd").allInnerTexts());
  for (const key of [
    "J",
    "K",
    "A",
    "R",
    "N",
    "T",
    "C",
    "1",
    "9",
    "/",
    "Space",
    "U",
    "B",
    "P",
    "E",
    "F",
    "Esc",
  ])
    expect([...keys]).toContain(key);
  await page.keyboard.press("Escape");
  await expect.poll(() => help.count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe("card-open");
});

test("a still is a picture with zoom, without anything that plays", async () => {
  const { model } = await bench.sample(20);
  const media = bench.media();
  const still = (shot: ShotView): ShotView => ({
    ...shot,
    takes: shot.takes.map((take) => {
      if (!take.clip) return take;
      const { poster: _, ...clip } = take.clip;
      return { ...take, clip: { ...clip, media: "image", file: `${media.byRatio["16:9"]}.png` } };
    }),
    kind: "image",
  });
  const shots = [still(model.shots[0]!), still(model.shots[2]!)];
  const url = await bench.write({ ...model, shots } satisfies ReadModel, "sample-stills");
  const page = await bench.open(url);
  const card = cardOf(page, shots[0]!.id);
  await card.getByRole("img", { name: "Still of" }).waitFor();
  expect(await card.getByTestId("kind").textContent()).toBe("still");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const picture = page.getByTestId("picture");
  await picture.waitFor();
  const widthOf = async (): Promise<number> => (await picture.boundingBox())?.width ?? 0;
  const whole = await widthOf();
  await page.keyboard.press("z");
  await expect
    .poll(widthOf)
    .toBe(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth));
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await expect.poll(widthOf).toBeGreaterThan(whole);
  await page.keyboard.press("z");
  await expect.poll(widthOf).toBe(whole);
  expect(await page.locator("video").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Play" }).count()).toBe(0);
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await expect.poll(() => page.getByTestId("wall-still").count()).toBe(2);
  expect(await page.locator("video").count()).toBe(0);
});

test("an edit stands beside the clip that it was made from, and both play in step", async () => {
  const { model } = await bench.sample(20);
  const [first, source] = model.shots as [ShotView, ShotView];
  const edit: ShotView = {
    ...first,
    kind: "edit",
    sourceClip: `clip of ${source.id}`,
    sourceShot: source.id,
  };
  const url = await bench.write({ ...model, shots: [edit, source] }, "sample-edits");
  const page = await bench.open(at(url, { q: "kind:edit" }));
  expect(await shownCount(page)).toBe(1);
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  const players = page.getByTestId("wall-player");
  await expect.poll(() => players.count()).toBe(2);
  expect(await page.getByTestId("wall-source").textContent()).toContain(source.id);
  await expect
    .poll(async () =>
      (await Promise.all([0, 1].map((index) => videoFacts(players.nth(index))))).every(({ atS }) => atS > 0),
    )
    .toBe(true);
  await page.keyboard.press(" ");
  await page.getByRole("slider", { name: "Position" }).fill("3");
  for (const index of [0, 1])
    await expect.poll(async () => (await videoFacts(players.nth(index))).atS).toBeCloseTo(3, 1);
  const text = await page.getByTestId("focus-view").textContent();
  expect(text).toContain("Back to one take");
  await page
    .getByTestId("keyframes")
    .getByRole("button", { name: `clip of ${source.id}` })
    .click();
  await page.getByTestId("focus-view").getByRole("heading", { name: source.id }).waitFor();
});
