import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { describe, expect, test } from "vitest";
import { at, cardOf, sheetBench, shownCount } from "./sheet/sheet-bench.ts";

const bench = sheetBench();
const HOSTILE = [
  `<img src=x onerror="globalThis.broken=1">`,
  `</script><script>globalThis.broken=2</script>`,
  `"><svg onload=globalThis.broken=3>`,
  `javascript:globalThis.broken=4`,
  `<!--<script>`,
  `\u202egnp.exe\u2066\u0000\u001b[2J`,
  `{{constructor.constructor('globalThis.broken=5')()}}`,
  `__proto__`,
];

describe.each([1, 200, 10_000])("a sheet of %d", (shots) => {
  test("shows them all while only those near the window exist, and is walked to its end", async () => {
    const { url, model } = await bench.sample(shots);
    const page = await bench.open(url);
    expect(await shownCount(page)).toBe(shots);
    await page.keyboard.press("j");
    await page.keyboard.press("End");
    await cardOf(page, model.shots.at(-1)!.id).waitFor();
    expect(await page.getByTestId("card").count()).toBeLessThan(100);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(model.shots.at(-1)!.id);
    await page.keyboard.press("Home");
    await cardOf(page, model.shots[0]!.id).waitFor();
    const state = model.shots[0]!.state;
    await page.getByTestId(`chip-${state}`).click();
    await expect.poll(() => shownCount(page)).toBe(model.shots.filter((shot) => shot.state === state).length);
  });

  test("is small on disk", async () => {
    const { url, model } = await bench.sample(shots);
    const further = model.shots.reduce((sum, { takes }) => sum + Math.max(0, takes.length - 1), 0);
    const { size } = await stat(fileURLToPath(url));
    expect(size).toBeLessThan(300_000 + 1_000 * shots + 500 * further);
  });

  test("fits a phone and a wall of screens without scrolling sideways", async () => {
    const { url } = await bench.sample(shots);
    for (const [width, height, columns] of [
      [390, 844, 1],
      [3840, 2160, shots === 1 ? 1 : 8],
    ] as const) {
      const page = await bench.open(url, { viewport: { width, height } });
      await page
        .getByTestId("card")
        .nth(columns - 1)
        .waitFor();
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBeLessThanOrEqual(0);
      const tops = await page
        .getByTestId("card")
        .evaluateAll((cards) => cards.map((card) => Math.round(card.getBoundingClientRect().top)));
      expect(tops.filter((top) => top === tops[0]).length).toBeGreaterThanOrEqual(columns);
      const first = await page.getByTestId("card").first().boundingBox();
      expect(first?.y, "the first clip is seen without scrolling").toBeLessThan(height * 0.45);
    }
  });
});

test("10,000 clips are approved in one step, and taken back", async () => {
  const { url, model } = await bench.sample(10_000);
  const clips = model.shots.filter(({ takes, shownTake }) =>
    takes.some(({ number, clip }) => number === shownTake && clip),
  );
  const page = await bench.open(url);
  await page.keyboard.press("b");
  await page.getByTestId("bulk-submit").click();
  const approved = page.getByTestId("chip-approved");
  await expect
    .poll(async () => (await approved.textContent())?.replaceAll(",", ""))
    .toContain(String(clips.length));
  await page.keyboard.press("u");
  await expect.poll(() => page.getByTestId("pending").count()).toBe(0);
});

test("scrolling leaves no task of the page longer than 50 ms of the processor's time", async () => {
  const { url } = await bench.sample(10_000);
  const page = await bench.open(url);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busyS = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  };
  const before = await busyS();
  const frames = 60;
  await page.evaluate(async (count) => {
    for (let frame = 0; frame < count; frame += 1) {
      scrollBy(0, 400);
      await new Promise(requestAnimationFrame);
    }
  }, frames);
  expect(((await busyS()) - before) / frames).toBeLessThan(0.05);
});

/** A shot whose every text is hostile. */
function hostileShot(text: string, index: number, model: ReadModel): ShotView {
  const base = model.shots.find(({ takes }) => takes.length === 5)!;
  const take = (one: TakeView): TakeView => ({
    ...one,
    prompt: text,
    generationId: text,
    ...(one.failure ? { failure: { ...one.failure, words: text, apiMessage: text, code: text } } : {}),
    ...(one.verdict ? { verdict: { ...one.verdict, note: text } } : {}),
    ...(one.number === 5 ? { retake: { prompt: text, at: one.intentAt } } : {}),
  });
  return {
    ...base,
    id: `${text} ${index}`,
    words: text,
    prompt: text,
    model: text,
    aspectRatio: index === 0 ? text : base.aspectRatio,
    resolution: text,
    duration: text,
    tags: [text],
    matrix: { [text]: text },
    startFrame: text,
    endFrame: text,
    ...(base.product ? { product: { ...base.product, id: text, title: text, handle: text, sku: text } } : {}),
    takes: base.takes.map(take),
  };
}

test("hostile texts stay texts, wherever they stand", async () => {
  const { model } = await bench.sample(20);
  const shots = HOSTILE.map((text, index) => hostileShot(text, index, model));
  const name = `${HOSTILE[0]}${HOSTILE[1]}`;
  const url = await bench.write({ ...model, name, profile: name, shots, framesBase: "." }, "sample-hostile");
  const page = await bench.open(at(url, { group: "product" }), { viewport: { width: 1440, height: 4_000 } });
  expect(await page.title()).toContain(HOSTILE[0]!);
  const elements = (): Promise<readonly string[]> =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          "script[src], iframe, object, embed, link:not([rel=icon]), base[href], form[action], img[src=x], [onload], [onerror], a[href^=javascript]",
        ),
      ].map(({ outerHTML }) => outerHTML.slice(0, 200)),
    );
  expect(await elements()).toEqual([]);
  for (const shot of shots) {
    await page.goto(at(url, { shot: shot.id, q: HOSTILE[1]! }));
    await page.reload();
    await page.getByTestId("focus-view").getByRole("heading", { level: 2 }).waitFor();
    await page.keyboard.press("c");
    await page.keyboard.press("c");
    await page.keyboard.press("r");
    await page.keyboard.press("Escape");
    expect(await elements()).toEqual([]);
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await elements()).toEqual([]);
  expect(await page.evaluate(() => "broken" in globalThis)).toBe(false);
});

test("clip paths cannot lead out of their folder", async () => {
  const { model } = await bench.sample(20);
  const [first] = model.shots as [ShotView];
  const files = [
    "../../../etc/passwd",
    "https://evil.example/a.mp4",
    "javascript:1",
    "//evil.example/a.mp4",
    "a/../../b.mp4",
  ];
  const shots = files.map((file, index) => ({
    ...first,
    id: `path-${index}`,
    takes: first.takes.map((take) =>
      take.clip ? { ...take, clip: { ...take.clip, file, poster: file } } : take,
    ),
  }));
  const url = await bench.write({ ...model, clipsBase: "clips", shots }, "sample-paths");
  const asked: string[] = [];
  const page = await bench.openUnwatched("about:blank");
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(url);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByTestId("focus-view").waitFor();
  const folder = url.replace(/index\.html$/, "clips/");
  expect(asked.filter((one) => one !== url && !one.startsWith(folder))).toEqual([]);
});

test("the page's own policy lets nothing in that was not built in", async () => {
  const { url } = await bench.sample(1);
  const page = await bench.openUnwatched(url);
  const done = await page.evaluate(async () => {
    const blocked: string[] = [];
    addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.broken = 1";
    document.body.append(script);
    const button = document.createElement("button");
    button.setAttribute("onclick", "globalThis.broken = 2");
    document.body.append(button);
    button.click();
    const image = new Image();
    image.src = "https://evil.example/a.png";
    await fetch("https://evil.example/").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { blocked: [...new Set(blocked)].sort(), isBroken: "broken" in globalThis };
  });
  expect(done.isBroken).toBe(false);
  expect(done.blocked).toEqual(["connect-src", "img-src", "script-src-attr", "script-src-elem"]);
});
