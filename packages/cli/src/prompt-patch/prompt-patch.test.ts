import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Io } from "../io.ts";
import { readProject } from "../project.ts";
import { type PromptPatch, promptPatch } from "./prompt-patch.ts";

const HEAD = "version: 1\nname: bench\ndefaults: { model: ray-2 }\nshots:\n";

async function patchOf(
  manifest: string,
  prompts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<PromptPatch> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shotlist-prompts-"));
  for (const [name, text] of Object.entries({ "shots.yaml": manifest, ...more })) {
    await writeFile(join(folder.path, name), text);
  }
  const io = { cwd: folder.path } as unknown as Io;
  const project = await readProject(io, "shots.yaml", {});
  expect(project.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const changes = Object.entries(prompts).map(([shotId, prompt]) => ({ shotId, take: 1, prompt }));
  return promptPatch(io, project, changes);
}

/** What a patch program makes of a file; it fails where a line is not as the diff says. */
function patched(text: string, diff: string): string {
  const lines = text.split("\n");
  let at = 0;
  const out: string[] = [];
  for (const line of diff.split("\n").slice(2)) {
    const hunk = /^@@ -(\d+),\d+ \+(\d+),\d+ @@$/.exec(line);
    if (hunk !== null) {
      while (at < Number(hunk[1]) - 1) out.push(lines[at++] ?? "");
      expect(out.length + 1).toBe(Number(hunk[2]));
    } else if (line.startsWith("+")) out.push(line.slice(1));
    else if (line.startsWith(" ") || line.startsWith("-")) {
      expect(lines[at]).toBe(line.slice(1));
      if (line.startsWith(" ")) out.push(line.slice(1));
      at += 1;
    }
  }
  return [...out, ...lines.slice(at)].join("\n");
}

describe("a prompt that stands in the YAML as it is", () => {
  const forms: readonly (readonly [string, string])[] = [
    ["plain", "  - id: a\n    prompt: A mug, turning   # slowly\n    tags: [x]\n"],
    ["plain over two lines", "  - id: a\n    prompt: A mug,\n      turning\n    tags: [x]\n"],
    ["in double quotes", '  - id: a\n    prompt: "A \\"mug\\", # turning"\n'],
    ["in double quotes over two lines", '  - id: a\n    prompt: "A mug,\n      turning"\n    tags: [x]\n'],
    ["in single quotes", "  - id: a\n    prompt: 'A mug''s turn'   # slowly\n"],
    ["folded", "  - id: a\n    prompt: >-\n      A mug,\n\n      turning\n    tags: [x]\n"],
    ["literal, last in the file", "  - id: a\n    prompt: |\n      A mug,\n      turning\n"],
    ["in a flow map", "  - { id: a, prompt: A mug turning, tags: [x] }\n"],
    ["quoted in a flow map", '  - {id: a, prompt: "A mug, turning"}\n'],
    ["first in its entry", "  - prompt: A mug\n    id: a\n"],
    ["without a line end", "  - id: a\n    prompt: A mug"],
  ];

  test.each(forms)("%s, is changed by a patch, and nothing else is", async (_, shot) => {
    const manifest = `${HEAD}${shot}`;
    const { diff, toPaste } = await patchOf(manifest, { a: 'Another "mug": # new\nline' });
    expect(toPaste).toEqual([]);
    const after = patched(manifest, diff);
    expect(await patchOf(after, { a: "A mug once more" })).toMatchObject({ toPaste: [] });
    expect(after).toContain('"Another \\"mug\\": # new\\nline"');
    expect(after.includes("# slowly")).toBe(shot.includes("# slowly"));
    expect(after.includes("tags: [x]")).toBe(shot.includes("tags: [x]"));
  });

  test("with line ends of Windows", async () => {
    const manifest = `${HEAD}  - id: a\n    prompt: A mug\n    tags: [x]\n`.replaceAll("\n", "\r\n");
    const { diff } = await patchOf(manifest, { a: "Another mug" });
    expect(patched(manifest, diff)).toBe(manifest.replace("A mug", '"Another mug"'));
  });

  test("several of them in one patch, with far and near hunks", async () => {
    const shots = Array.from({ length: 30 }, (_, index) => `  - { id: s${index}, prompt: Mug ${index} }\n`);
    const manifest = HEAD + shots.join("");
    const { diff } = await patchOf(manifest, { s20: "Twenty", s1: "One", s3: "Three" });
    expect(diff.match(/^@@/gm)).toHaveLength(2);
    expect(patched(manifest, diff)).toBe(
      manifest.replace("Mug 20", '"Twenty"').replace("Mug 1 ", '"One" ').replace("Mug 3 ", '"Three" '),
    );
  });

  test("whatever the new words are, they are in the patch exactly, or they are to be pasted", async () => {
    const manifest = `${HEAD}  - id: a\n    prompt: A mug   # slowly\n  - id: b\n    prompt: A cup\n`;
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), async (prompt) => {
        fc.pre(prompt.trim() !== "" && prompt.trim() !== "A mug");
        const { diff, toPaste } = await patchOf(manifest, { a: prompt });
        if (diff === "") {
          expect(toPaste).toMatchObject([{ shotId: "a", prompt }]);
          return;
        }
        const value = /prompt: (".*") {3}# slowly/.exec(patched(manifest, diff))?.[1] ?? "";
        expect(JSON.parse(value)).toBe(prompt);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a prompt that is", () => {
  test("the same for several shots is to be pasted", async () => {
    const manifest = `${HEAD}  - id: a\n    prompt: A mug\n    matrix: { aspect_ratio: ["16:9", "9:16"] }\n`;
    const { diff, toPaste } = await patchOf(manifest, { "a@16x9": "Another mug" });
    expect(diff).toBe("");
    expect(toPaste).toMatchObject([{ shotId: "a@16x9", place: "shots.yaml:6" }]);
  });

  test("shared by an alias is to be pasted", async () => {
    const manifest = `${HEAD}  - id: a\n    prompt: &words A mug\n  - id: b\n    prompt: *words\n`;
    for (const id of ["a", "b"]) {
      expect(await patchOf(manifest, { [id]: "Another mug" })).toMatchObject({
        diff: "",
        toPaste: [{ shotId: id }],
      });
    }
  });

  test("a cell of a table is to be pasted", async () => {
    const manifest = "version: 1\nname: bench\ndefaults: { model: ray-2 }\nshots: { file: shots.csv }\n";
    const more = { "shots.csv": "id,prompt\na,A mug\n" };
    expect(await patchOf(manifest, { a: "Another mug" }, more)).toMatchObject({
      diff: "",
      toPaste: [{ shotId: "a", place: "shots.csv:2" }],
    });
  });
});
