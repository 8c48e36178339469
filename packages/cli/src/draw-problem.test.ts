import type { Place, Problem } from "@shotlist/manifest";
import fc from "fast-check";
import stringWidth from "string-width";
import { expect, it } from "vitest";
import { drawProblem, drawProblems, problemCounts } from "./draw-problem.ts";

const look = { color: false, columns: 100 };
const at = (line: number, column: number, length = 1): Place => ({
  file: "shots.yaml",
  line,
  column,
  length,
});
const problem = (fields: Partial<Problem> = {}): Problem => ({
  code: "unknown-variable",
  severity: "error",
  message: 'A product has no "titel".',
  place: at(1, 1),
  ...fields,
});
const source = (text: string): ReadonlyMap<string, string> => new Map([["shots.yaml", text]]);

it("draws place, message, line, caret and hint", () => {
  const text = 'shots:\n  - prompt: "{{ product.titel }}"\n';
  const drawn = drawProblem(
    problem({ place: at(2, 17, 13), hint: "Did you mean product.title?" }),
    source(text),
    look,
  );
  expect(drawn).toBe(
    [
      "error shots.yaml:2:17 unknown-variable",
      '  A product has no "titel".',
      '  2 |   - prompt: "{{ product.titel }}"',
      "    |                 ^^^^^^^^^^^^^",
      "  hint: Did you mean product.title?",
    ].join("\n"),
  );
});

it.each([
  ["tabs", "\tid:\tmug", 6, 3, "    id: mug", "        ^^^"],
  ["wide characters", "茶碗: mug", 5, 3, "茶碗: mug", "      ^^^"],
  ["a wide character itself", "a茶碗", 2, 2, "a茶碗", " ^^^^"],
  ["characters beyond the first plane", "🍵: mug", 4, 3, "🍵: mug", "    ^^^"],
  ["control characters", "a\u001b[2Jb", 6, 1, "a·[2Jb", "     ^"],
  ["the end of the line", "id:", 4, 5, "id:", "   ^"],
  ["a length beyond the line", "id: mug", 5, 99, "id: mug", "    ^^^"],
  ["a carriage return at its end", "id: mug\r\nnext", 5, 3, "id: mug", "    ^^^"],
  ["a byte order mark", "\ufeffid: mug", 1, 2, "id: mug", "^^"],
])("sets the caret right with %s", (_, text, column, length, shown, carets) => {
  const lines = drawProblem(problem({ place: at(1, column, length) }), source(text), look).split("\n");
  expect(lines.slice(2)).toEqual([`  1 | ${shown}`, `    | ${carets}`]);
});

it("shows the part of a long line that is meant, inside the terminal", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "é", "茶", "\t", " "), minLength: 1, maxLength: 3000 }),
      fc.nat(3000),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 40, max: 160 }),
      (before, more, length, columns) => {
        const text = `${before}X${"b".repeat(more)}`;
        const place = at(1, [...before].length + 1, length);
        const [line = "", carets = ""] = drawProblem(problem({ place }), source(text), {
          color: false,
          columns,
        })
          .split("\n")
          .slice(2);
        expect(stringWidth(line)).toBeLessThan(columns);
        expect(stringWidth(carets)).toBeLessThan(columns);
        const cellsBefore = stringWidth(carets.slice(0, carets.indexOf("^")));
        expect(stringWidth(line.slice(0, line.indexOf("X")))).toBe(cellsBefore);
      },
    ),
  );
});

it("draws a problem whose text is not known by its place alone", () => {
  expect(drawProblem(problem({ place: at(9, 2) }), new Map(), look).split("\n")).toHaveLength(2);
  expect(drawProblem(problem({ place: at(9, 2) }), source("one line"), look).split("\n")).toHaveLength(2);
});

it("draws related places with their lines", () => {
  const drawn = drawProblem(
    problem({ place: at(3, 5), related: [{ place: at(1, 5), message: "the first one" }] }),
    source("id: a\n\nid: a"),
    look,
  );
  expect(drawn.split("\n").slice(-3)).toEqual([
    "  see shots.yaml:1:5: the first one",
    "  1 | id: a",
    "    |     ^",
  ]);
});

it("lets no control character of a file or message reach the terminal", () => {
  const nasty = "\u001b[2J\u0007\u202e";
  const drawn = drawProblem(
    problem({ message: nasty, hint: nasty, place: { ...at(1, 1), file: "shots.yaml" } }),
    source(`a${nasty}`),
    look,
  );
  expect(drawn.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

it("counts what it drew", () => {
  expect(problemCounts([problem(), problem(), problem({ severity: "warning" })])).toBe("2 errors, 1 warning");
  expect(problemCounts([problem()])).toBe("1 error");
  expect(drawProblems([], new Map(), look)).toBe("");
  const drawn = drawProblems([problem(), problem({ severity: "warning" })], source("x"), look);
  expect(drawn.split("\n\n")).toHaveLength(3);
  expect(drawn.endsWith("\n\n1 error, 1 warning")).toBe(true);
});

it("keeps errors before warnings when there are too many, in their order", () => {
  const many = [
    problem({ severity: "warning", code: "w-1" }),
    problem({ code: "e-1" }),
    problem({ severity: "warning", code: "w-2" }),
    problem({ code: "e-2" }),
  ];
  const drawn = drawProblems(many, new Map(), { ...look, most: 3 });
  expect(drawn.match(/\b[ew]-\d/g)).toEqual(["w-1", "e-1", "e-2"]);
  expect(drawn.endsWith("… and 1 more, not shown.\n2 errors, 2 warnings")).toBe(true);
});

it("colours errors and warnings apart", () => {
  const painted = drawProblem(problem(), source("x"), { ...look, color: true });
  expect(painted).toContain("\u001b[31merror\u001b[39m");
  expect(drawProblem(problem({ severity: "warning" }), source("x"), { ...look, color: true })).toContain(
    "\u001b[33mwarning\u001b[39m",
  );
});
