import { expect, it } from "vitest";
import { ProblemList } from "../problem-list.ts";
import { readRoot } from "../source/read-root.ts";
import { loadTemplates } from "./load-templates.ts";
import { compileTemplate } from "./template.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const TABLE = "id,prompt\na,A mug\n";
const TEMPLATES = "id,prompt\na,A {{ shot.id }}\n";

async function loadedFor(file: string, text: string, table = TABLE): Promise<unknown> {
  const context = {
    problems: new ProblemList(),
    sources: new Map<string, string>(),
    loadFile: async () => encode(table),
  };
  const root = await readRoot(file, encode(text), context);
  return root && loadTemplates(root);
}

it.each([
  ["a field", "m.yaml", "shots: [{ id: a, prompt: 'A {{ matrix.lens }}' }]"],
  ["a tag", "m.yaml", "shots: [{ id: a, prompt: '{% if true %}A mug{% endif %}' }]"],
  ["a default", "m.yaml", "defaults: { prompt: 'A {{ matrix.lens }}' }\nshots: []"],
  [
    "a value of a matrix",
    "m.yaml",
    "shots: [{ matrix: { lens: [{ name: a, prompt: '{{ matrix.lens }}' }] } }]",
  ],
  ["a text written with escapes", "m.yaml", 'shots: [{ id: a, prompt: "\\x7b\\x7b matrix.lens }}" }]'],
  ["an alias", "m.yaml", "x-words: &words '{{ matrix.lens }}'\nshots: [{ id: a, prompt: *words }]"],
])("loads what compiles templates for %s", async (_where, file, text) => {
  expect(await loadedFor(file, text)).toBe(compileTemplate);
});

it("loads what compiles templates for a row of a table", async () => {
  expect(await loadedFor("m.csv", TEMPLATES)).toBe(compileTemplate);
  expect(await loadedFor("m.yaml", "shots: { file: shots.csv }", TEMPLATES)).toBe(compileTemplate);
});

it("loads nothing where no text holds a template", async () => {
  expect(await loadedFor("m.yaml", "shots: [{ id: a, prompt: 'A {mug}, 100 %' }]")).toBeUndefined();
  expect(await loadedFor("m.csv", TABLE)).toBeUndefined();
  expect(await loadedFor("m.yaml", "shots: { file: shots.csv }")).toBeUndefined();
});
