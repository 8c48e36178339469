import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, openBench } from "../command-bench.test.setup.ts";

vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const shown = async (file: string) =>
  (await bench.shotlist(["ids", file, "--json"])).records("id").map(({ shotId, source }) => [shotId, source]);

test("derived ids of a table are shown and kept, and remake nothing when the prompt changes", async () => {
  await bench.write("shots.csv", 'prompt,loop\n"A mug, turning",true\nA cup,\nA cup,\n');
  expect(await bench.run("shots.csv")).toMatchObject({ code: 0 });
  const derived = await shown("shots.csv");
  expect(derived.map(([, source]) => source)).toEqual(["derived", "derived", "derived"]);

  const written = await bench.shotlist(["ids", "shots.csv", "--write"]);
  expect(written, written.err).toMatchObject({ code: 0, out: expect.stringContaining("3 ids were written") });
  expect(await shown("shots.csv")).toEqual(derived.map(([id]) => [id, "written"]));
  expect((await bench.run("shots.csv")).out).toContain("Nothing was sent to the API.");

  const text = await readFile(bench.path("shots.csv"), "utf8");
  await bench.write("shots.csv", text.replace(", turning", ", standing still"));
  const plan = await bench.shotlist(["plan", "shots.csv", "--json"]);
  const changed = plan.records("plan-action").filter(({ kind }) => kind !== "done");
  expect(changed).toMatchObject([{ shotId: derived[0]?.[0], kind: "changed" }]);
});

test("in YAML only entries without an id are touched, and templates are left alone", async () => {
  await bench.write(
    "shots.yaml",
    'version: 1\nname: ids\nshots:\n  # first\n  - prompt: A mug # white\n  - { prompt: A cup }\n  - id: bowl\n    prompt: A bowl\n  - prompt: A jug\n    matrix: { aspect_ratio: ["16:9", "9:16"] }\n',
  );
  const before = await shown("shots.yaml");
  expect(before.map(([, source]) => source)).toEqual([
    "derived",
    "derived",
    "written",
    "template",
    "template",
  ]);
  expect(await bench.shotlist(["ids", "shots.yaml", "--write"])).toMatchObject({ code: 0 });
  const [mug, cup] = before.map(([id]) => id);
  expect(await readFile(bench.path("shots.yaml"), "utf8")).toBe(
    `version: 1\nname: ids\nshots:\n  # first\n  - id: ${String(mug)}\n    prompt: A mug # white\n  - { id: ${String(cup)}, prompt: A cup }\n  - id: bowl\n    prompt: A bowl\n  - prompt: A jug\n    matrix: { aspect_ratio: ["16:9", "9:16"] }\n`,
  );
  expect((await shown("shots.yaml")).map(([id]) => id)).toEqual(before.map(([id]) => id));
});

test("a manifest with errors is not touched", async () => {
  await bench.write("shots.csv", "prompt,aspect_ratio\nA mug,7:1\n");
  expect(await bench.shotlist(["ids", "shots.csv", "--write"])).toMatchObject({ code: 2 });
  expect(await readFile(bench.path("shots.csv"), "utf8")).toBe("prompt,aspect_ratio\nA mug,7:1\n");
});
