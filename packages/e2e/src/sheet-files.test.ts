import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { shotlist, temporaryFolder } from "./command-line.ts";
import { at, cardOf, PATIENT, sheetBench, videoFacts } from "./sheet/sheet-bench.ts";

const bench = sheetBench();

test("a report as a folder opens wherever it is carried to, with every clip in it", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  await writeFile(
    join(cwd, "shots.yaml"),
    `version: 1
name: carried
defaults: { model: ray-3.2, resolution: 540p, duration: 5s }
shots:
  - { id: mug, prompt: "A mug, camera static" }
  - { id: cup, prompt: "A cup, camera static", takes: 2 }
`,
  );
  const simulated = (...words: string[]) => shotlist([...words, "--simulate"], { cwd });
  const run = await simulated("run", "shots.yaml", "--yes", "--speed", "600");
  expect(run, run.stderr).toMatchObject({ code: 0 });
  const report = await simulated("report", "shots.yaml", "--folder", "out/sheet");
  expect(report, report.stderr).toMatchObject({ code: 0 });
  const html = await readFile(join(cwd, "out/sheet/index.html"), "utf8");
  expect(html).not.toMatch(/https?:\/\/(127\.0\.0\.1|localhost|[\w.-]*cdn)/);
  await rename(join(cwd, "out/sheet"), join(cwd, "carried"));
  for (const name of ["renders-simulated", "report-simulated"])
    await rm(join(cwd, name), { recursive: true, force: true });

  const url = pathToFileURL(join(cwd, "carried/index.html")).href;
  const page = await bench.open(at(url, { shot: "mug" }));
  await expect.poll(async () => (await videoFacts(page.getByTestId("player"))).lengthS).toBeCloseTo(5, 0);
  expect(await page.getByTestId("focus-view").textContent()).toContain("first frame of the clip");
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await expect.poll(() => page.getByTestId("wall-player").count()).toBe(2);
  await page.keyboard.press("Escape");
  // The Agents API makes no pictures: the page draws the clip's first frame.
  await cardOf(page, "cup").locator("canvas").waitFor();
});

test("paper shows every shot of the filter from its poster, or from the first frame", async () => {
  const { url, model } = await bench.sample(200);
  const page = await bench.open(at(url, { q: "s:done" }));
  const done = model.shots.filter(({ state }) => state === "done");
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(done.length / 20);
  expect(pages).toBeLessThan(done.length / 6);

  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await page.getByTestId("card").count()).toBe(done.length);
  expect(await page.locator(".print-filter").textContent()).toBe(`${done.length} shots for s:done`);
  const hidden = await page
    .locator(".tools, .notice, .pending")
    .evaluateAll((all) => all.filter((one) => getComputedStyle(one).display !== "none").length);
  expect(hidden).toBe(0);
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(background).toBe("rgb(255, 255, 255)");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect.poll(() => page.getByTestId("card").count()).toBeLessThan(60);
});

test("the print button waits for first frames where there are no posters", async () => {
  const { model } = await bench.sample(20);
  const shots = model.shots.map((shot) => ({
    ...shot,
    takes: shot.takes.map((take) => {
      if (!take.clip) return take;
      const { poster: _, ...clip } = take.clip;
      return { ...take, clip };
    }),
  }));
  const url = await bench.write({ ...model, shots }, "sample-bare");
  const page = await bench.open(url);
  await page.evaluate(() => {
    globalThis.print = () => {
      dispatchEvent(new Event("beforeprint"));
      document.title = "printed";
    };
  });
  await page.getByRole("button", { name: "Print" }).click();
  await expect.poll(() => page.title(), PATIENT).toBe("printed");
  const withClip = shots.filter(({ takes, shownTake }) =>
    takes.some((take) => take.number === shownTake && take.clip),
  );
  expect(await page.locator(".print-sheet canvas").count()).toBe(withClip.length);
});

test("the whole loop: reject two with notes, apply, make retakes, compare, approve, hand over", async () => {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  const simulated = async (...words: string[]): Promise<string> => {
    const { stdout, stderr } = await shotlist([...words, "--simulate"], { cwd });
    return stdout + stderr;
  };
  const rows = ["fog", "rain", "snow"].map((id) => `${id},${id} on glass. Camera static,540p\n`);
  await writeFile(join(cwd, "shots.csv"), `id,prompt,resolution\n${rows.join("")}`);
  await simulated("run", "shots.csv", "--yes", "--speed", "600");
  const url = pathToFileURL(join(cwd, "report-simulated/index.html")).href;
  const page = await bench.open(url);
  for (const note of ["too dark", "the drop hangs"]) {
    await page.keyboard.press("j");
    await page.keyboard.press("r");
    await page.keyboard.type(note);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export").click()]);
  await download.saveAs(join(cwd, "decisions.json"));
  expect(await simulated("review", "apply", "shots.csv", "decisions.json")).toContain(
    "3 stored, 0 refused; the next run buys nothing for them.",
  );
  const plan = await simulated("plan", "shots.csv", "--only", "rejected");
  expect(plan).toContain("↻ fog");
  expect(plan).toContain("for 2 takes");
  await simulated("run", "shots.csv", "--yes", "--only", "rejected", "--speed", "600");

  await page.goto(at(url, { q: "takes:>1" }));
  await page.reload();
  await expect.poll(() => page.getByTestId("card").count()).toBe(2);
  for (const shot of ["fog", "rain"]) {
    await page.goto(at(url, { shot, view: "compare" }));
    await expect.poll(() => page.getByTestId("wall-player").count()).toBe(2);
    expect(await page.getByTestId("take").first().textContent()).toMatch(
      /rejected: (too dark|the drop hangs)/,
    );
    await page.keyboard.press("2");
    await page.keyboard.press("a");
    await expect.poll(() => page.getByTestId("take").nth(1).textContent()).toContain("approved");
    await page.keyboard.press("Escape");
  }
  const [second] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export").click()]);
  await second.saveAs(join(cwd, "decisions.json"));
  expect(await simulated("review", "apply", "shots.csv", "decisions.json")).toContain("2 stored, 0 refused");
  expect(await simulated("export", "shots.csv")).toContain("Handed over 3 clips");
  const table = await readFile(join(cwd, "export-simulated/clips.csv"), "utf8");
  expect(table.trim().split("\n")).toHaveLength(4);
}, 60_000);
