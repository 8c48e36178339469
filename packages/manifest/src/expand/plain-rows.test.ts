import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readText, spots } from "../testing/read-text.ts";

const row = fc.record(
  {
    prompt: fc.constantFrom("A mug, slow orbit left", 'He says "no"', "one\ntwo, pan right", "täglich 🏺"),
    aspect_ratio: fc.constantFrom("16:9", "9x16"),
    duration: fc.constantFrom("5", "9s"),
    loop: fc.boolean(),
    camera: fc.constantFrom("orbit", "crane up"),
    frame0: fc.constantFrom(
      "https://e.com/a.jpg?sig=1&v=2",
      "generation: abcdef12",
      "file: a.jpg",
      "shot: s0",
    ),
    tags: fc.constantFrom(["a"], ["b", "c"]),
  },
  { requiredKeys: ["prompt"] },
);
const COLUMNS = ["id", "prompt", "aspect_ratio", "duration", "loop", "camera", "frame0", "tags"] as const;
const DEFAULTS = { resolution: "720", aspect_ratio: "1:1", keyframes: { frame1: "https://e.com/end.jpg" } };
const files = { "a.jpg": "picture" };

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | boolean | readonly string[]>>>;

function asCsv(rows: readonly Row[]): string {
  const cell = (value: Row["id"]): string =>
    value === undefined ? "" : `"${[value].flat().join(";").replaceAll('"', '""')}"`;
  return [COLUMNS.join(","), ...rows.map((each) => COLUMNS.map((name) => cell(each[name])).join(","))].join(
    "\n",
  );
}

function asEntry({ frame0, ...rest }: Row): object {
  return frame0 === undefined ? rest : { ...rest, keyframes: { frame0 } };
}

describe("rows of a table", () => {
  it("give the same shots as the same entries in YAML", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), fc.boolean(), async (rows, withIds) => {
        const named: Row[] = withIds ? rows.map((each, index) => ({ id: `s${index}`, ...each })) : rows;
        const head = { version: 1, defaults: DEFAULTS };
        const table = await readText(stringify({ ...head, shots: { file: "t.csv" } }), {
          ...files,
          "t.csv": asCsv(named),
        });
        const entries = await readText(stringify({ ...head, shots: named.map(asEntry) }), files);
        expect(table.shots).toEqual(entries.shots);
        expect(table.problems.map(({ code }) => code).sort()).toEqual(
          entries.problems.map(({ code }) => code).sort(),
        );
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("have their places, in their own cells and in the defaults", async () => {
    const text = "version: 1\ndefaults: {duration: 9s}\nshots: {file: t.csv}\n";
    const csv = 'id,prompt,loop\na,"one, pan left",yes\nb,"two\nlines", no\n';
    const { placeOf } = await readText(text, { "t.csv": csv });
    expect(placeOf("b")).toEqual({ file: "t.csv", line: 3, column: 1, length: 1 });
    expect(placeOf("b", "prompt")).toMatchObject({ file: "t.csv", line: 3, column: 3 });
    expect(placeOf("b", "loop")).toEqual({ file: "t.csv", line: 4, column: 9, length: 2 });
    expect(placeOf("b", "duration")).toMatchObject({ file: "shots.yaml", line: 2, column: 22 });
  });

  it("are read one by one where they hold templates or mistakes", async () => {
    const csv =
      "id,prompt,loop,frame0\na,pan left {{ nonsense }},,\nb,pan left,maybe,\nc,tilt up,,foo\nd,pan right,,\n";
    const result = await readText(csv, {}, { file: "t.csv" });
    expect(spots(result)).toEqual(["template-unknown-variable 2:15", "wrong-type 3:12", "keyframe-url 4:12"]);
    expect(result.shots.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  });
});
