import { describe, expect, it } from "vitest";
import { ProblemList } from "../problem-list.ts";
import { member, placeOf, placeWithin, toJson } from "./located.ts";
import { readYaml } from "./yaml-source.ts";

function read(text: string | Uint8Array) {
  const problems = new ProblemList();
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const { root } = readYaml("m.yaml", bytes, problems);
  const sorted = problems.sorted([]);
  const found = sorted.map(({ code, place }) => `${code} ${place.line}:${place.column}`);
  return { root, json: root === undefined ? undefined : toJson(root), found, problems: sorted };
}

describe("readYaml", () => {
  it("reads YAML 1.2, in which only true and false are booleans and 16:9 is a text", () => {
    expect(read("a: yes\nb: true\nc: 16:9\nd: 012\ne: ~\nf: 1.5\n").json).toEqual({
      a: "yes",
      b: true,
      c: "16:9",
      d: 12,
      e: null,
      f: 1.5,
    });
  });

  it("reads a byte order mark and CRLF as if they were not there", () => {
    const { json, root, found } = read("\uFEFFa: 1\r\nb:\r\n  - x\r\n");
    expect({ json, found }).toEqual({ json: { a: 1, b: ["x"] }, found: [] });
    const list = member(root, "b");
    expect(list?.kind === "list" && list.items[0] && placeOf(list.items[0])).toMatchObject({
      line: 3,
      column: 5,
      length: 1,
    });
  });

  it.each([
    ["a tag", "a: !!js/function 'x'\n", ["yaml-tag 1:4"]],
    ["a tag of its own before an anchor", "a: !x &y {b: 1}\n", ["yaml-tag 1:4"]],
    ["a duplicate key", "a: 1\nb: 2\na: 3\n", ["yaml-duplicate-key 3:1"]],
    ["__proto__", "a: { __proto__: { b: 1 } }\n", ["yaml-forbidden-key 1:6"]],
    ["a merge key", "a: &x { b: 1 }\nc: { <<: *x }\n", ["yaml-merge-key 2:6"]],
    ["a key that is no text", "? [a]\n: 1\n", ["yaml-key 1:3"]],
    ["infinity", "a: .inf\n", ["yaml-number 1:4"]],
    ["an alias of what it stands in", "a: &x [1, *x]\n", ["yaml-alias 1:11"]],
    ["two documents", "a: 1\n---\nb: 2\n", ["yaml-documents 2:1"]],
    ["a directive", "%YAML 1.1\n---\na: 1\n", ["yaml-directive 1:1"]],
    ["a NUL", "a: b\0c\n", ["nul-character 1:5"]],
  ])("refuses %s", (_what, text, expected) => {
    expect(read(text).found).toEqual(expected);
  });

  it("follows aliases, but not a bomb of them", () => {
    expect(read("a: &x [1, 2]\nb: *x\n")).toMatchObject({ json: { a: [1, 2], b: [1, 2] }, found: [] });
    const levels = Array.from({ length: 12 }, (_, level) => {
      const inner = level === 0 ? "1" : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array(9).fill(inner).join(", ")}]`;
    });
    const { found } = read(`${levels.join("\n")}\n`);
    expect(found[0]).toMatch(/^yaml-alias 5:/);
  });

  it("refuses nesting that would break readers", () => {
    expect(read(`a: ${"[".repeat(100)}${"]".repeat(100)}\n`).found[0]).toMatch(/^yaml-too-deep/);
    expect(read(`a: ${"[".repeat(20_000)}`).found.length).toBeGreaterThan(0);
  });

  it("goes on after tabs, once for each block of them", () => {
    const { json, found } = read("a:\n\tb: 1\n\tc:\n\t\td: 2\ne:\n  - f: 1\n\tg: 2\n  - h: 3\n");
    expect(found).toEqual(["yaml-tab 2:1", "yaml-tab 7:1"]);
    expect(json).toEqual({ a: { b: 1, c: { d: 2 } }, e: [{ f: 1, g: 2 }, { h: 3 }] });
  });

  it("calls a tab below a block text a tab", () => {
    expect(read("a: |\n  one\n\ttwo\nb: 1\n")).toMatchObject({
      found: ["yaml-tab 3:1"],
      json: { a: "one\ntwo\n", b: 1 },
    });
  });

  it("places what stands after a repaired tab or template where the file has it", () => {
    const { root, found } = read(
      'a:\n  - b: {{ x }} "y" # why\n    c: [{{ z }}, 1]\n\td: 🏺\n    e: {{ v }}\n',
    );
    expect(found).toEqual([
      "yaml-unquoted-template 2:8",
      "yaml-unquoted-template 3:9",
      "yaml-tab 4:1",
      "yaml-unquoted-template 5:8",
    ]);
    const list = member(root, "a");
    const entry = list?.kind === "list" ? list.items[0] : undefined;
    expect(entry && toJson(entry)).toEqual({ b: '{{ x }} "y"', c: ["{{ z }}", 1], d: "🏺", e: "{{ v }}" });
    const e = member(entry, "e");
    expect(e?.kind === "scalar" && placeWithin(e, 3, 1)).toMatchObject({ line: 5, column: 11, length: 1 });
  });

  it("shows how an unquoted template is written", () => {
    expect(read("prompt: {{ x }} at dusk\n").problems[0]?.hint).toBe('Write prompt: "{{ x }} at dusk"');
    expect(read('prompt: {{ x }} "at" it\'s\n').problems[0]?.hint).toBe(
      "Write prompt: '{{ x }} \"at\" it''s'",
    );
    expect(read("- {{ x }}\n").problems[0]?.hint).toBe('Write - "{{ x }}"');
  });

  it.each([
    [
      "open brackets",
      "a:\n  b: {c: [1, 2 # x\n  d: {e: 1\nf: [\n  2,\n]\n",
      ["yaml-syntax 2:10", "yaml-syntax 3:6"],
      { a: { b: { c: [1, 2] }, d: { e: 1 } }, f: [2] },
    ],
    [
      "faults that hide each other",
      "a: {b: 1\nc: {{ x }} y\nd: e: f\n",
      ["yaml-syntax 1:4", "yaml-unquoted-template 2:4", "yaml-syntax 3:4"],
      { a: { b: 1 }, c: "{{ x }} y", d: "e: f" },
    ],
    ["a quote inside single quotes", "a: 'it's'\nb: 1\n", ["yaml-syntax 1:8"], { b: 1 }],
    ["a bracket that closes nothing", "a: {b: 1}}\nc: 2\n", ["yaml-syntax 1:10"], { a: { b: 1 }, c: 2 }],
    [
      "a quote that is never closed",
      'a:\n  - b: "one\n    c: 2\n  - d: 3\n',
      ["yaml-syntax 2:8"],
      { a: [{ b: "one", c: 2 }, { d: 3 }] },
    ],
    [
      "a second colon",
      "a: b: c # d\ne: f:\n",
      ["yaml-syntax 1:4", "yaml-syntax 2:4"],
      { a: "b: c", e: "f:" },
    ],
  ])("goes on after %s", (_what, text, found, json) => {
    expect(read(text)).toMatchObject({ found, json });
  });

  it("leaves alone what looks like an unquoted template inside a text", () => {
    expect(read("a: |\n  prompt: {{ x }} y\n  \tz: 1\nb: 'c: {{ x }}'\n")).toMatchObject({ found: [] });
  });

  it("finds the place in block texts, folded or not", () => {
    const { root } = read('a: >-\n  one\n  two 🏺 three\nb: |2\n    four\n  five\nc: "x\\u0041\\\n  y"\n');
    const find = (key: string, text: string) => {
      const node = member(root, key);
      if (node?.kind !== "scalar") throw new Error(key);
      const { line, column, length } = placeWithin(node, String(node.value).indexOf(text), text.length);
      return [line, column, length];
    };
    expect(find("a", "three")).toEqual([3, 9, 5]);
    expect(find("b", "four")).toEqual([5, 5, 4]);
    expect(find("b", "five")).toEqual([6, 3, 4]);
    expect(find("c", "y")).toEqual([8, 3, 1]);
  });

  it("says UTF-16, with and without a mark", () => {
    expect(read(Uint8Array.from([0xfe, 0xff, 0, 0x61, 0, 0x3a, 0, 0x20, 0, 0x31])).found).toEqual([
      "encoding-utf16 1:1",
    ]);
    expect(read(Uint8Array.from(Buffer.from("version: 1", "utf16le"))).found).toEqual(["encoding-utf16 1:1"]);
  });
});
