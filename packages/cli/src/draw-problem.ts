import type { Place, Problem } from "@shotlist/manifest";
import stringWidth from "string-width";
import { createPaint, type Paint, type Tone } from "./terminal/look.ts";
import { oneLine, wrapTo } from "./terminal/text-width.ts";

/** How problems are drawn. */
export interface DrawOptions {
  readonly color: boolean;
  /** Width of the terminal, in cells. */
  readonly columns: number;
  /** Problems beyond this many are counted, not drawn, warnings first; 50 unless said. */
  readonly most?: number;
}

/** The text of every file that places name. */
export type Sources = ReadonlyMap<string, string>;

const MOST = 50;
const TAB = 4;

/**
 * Draws all problems in their order, each with its place, its line and a caret, and counts them at the end.
 *
 * ```
 * error shots.yaml:12:14 unknown-variable
 *   A product has no "titel".
 *   12 |     prompt: "{{ product.titel }}"
 *      |                         ^^^^^
 *   hint: Did you mean product.title?
 * ```
 * @returns lines without a last line end; empty when there is no problem.
 */
export function drawProblems(problems: readonly Problem[], sources: Sources, options: DrawOptions): string {
  if (problems.length === 0) return "";
  const drawn = chosen(problems, options.most ?? MOST);
  const blocks = drawn.map((problem) => drawProblem(problem, sources, options));
  const left = problems.length - drawn.length;
  const more = left === 0 ? [] : [`… and ${left} more, not shown.`];
  return [...blocks, [...more, problemCounts(problems)].join("\n")].join("\n\n");
}

/** `3 errors, 2 warnings`; a kind that there is none of is left out. */
export function problemCounts(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? "" : "s"}`];
  return [...count(errors, "error"), ...count(warnings, "warning")].join(", ");
}

/** Draws one problem, without a last line end. */
export function drawProblem(problem: Problem, sources: Sources, options: DrawOptions): string {
  const paint = createPaint(options.color);
  const { severity, code, place } = problem;
  const tone: Tone = severity === "error" ? "bad" : "active";
  const head = `${paint(tone, severity)} ${paint("strong", placeText(place))} ${paint("quiet", code)}`;
  const width = Math.max(30, options.columns - 3);
  const message = wrapTo(oneLine(problem.message), width).map((line) => `  ${line}`);
  const related = (problem.related ?? []).flatMap(({ place: other, message: words }) => [
    `  ${paint("quiet", "see")} ${placeText(other)}: ${oneLine(words)}`,
    ...sourceLines(other, sources, { tone: "quiet", paint, width }),
  ]);
  const hint =
    problem.hint === undefined
      ? []
      : wrapTo(`hint: ${oneLine(problem.hint)}`, width).map((line) => `  ${hintPaint(line, paint)}`);
  return [head, ...message, ...sourceLines(place, sources, { tone, paint, width }), ...related, ...hint].join(
    "\n",
  );
}

function hintPaint(line: string, paint: Paint): string {
  return line.startsWith("hint:") ? paint("fetching", "hint:") + line.slice("hint:".length) : line;
}

/** Errors before warnings where not all have room, but each in its old order. */
function chosen(problems: readonly Problem[], most: number): readonly Problem[] {
  if (problems.length <= most) return problems;
  const errors = problems.filter(({ severity }) => severity === "error").slice(0, most);
  const warnings = problems.filter(({ severity }) => severity === "warning").slice(0, most - errors.length);
  const keep = new Set([...errors, ...warnings]);
  return problems.filter((problem) => keep.has(problem));
}

function placeText({ file, line, column }: Place): string {
  return `${oneLine(file)}:${line}:${column}`;
}

/** The source line with its number and the caret line; nothing where the text is not known. */
function sourceLines(
  place: Place,
  sources: Sources,
  look: { readonly tone: Tone; readonly paint: Paint; readonly width: number },
): string[] {
  const text = lineOf(sources.get(place.file) ?? "", place.line);
  if (text === undefined || text.trim() === "") return [];
  const number = String(place.line);
  const cells = cellsOf(text.replace(/^\ufeff/, ""));
  const view = windowOn(cells, place, look.width - number.length - 3);
  const bar = look.paint("quiet", "|");
  return [
    `  ${look.paint("quiet", number)} ${bar} ${view.text}`,
    `  ${" ".repeat(number.length)} ${bar} ${" ".repeat(view.before)}${look.paint(look.tone, "^".repeat(view.marked))}`,
  ];
}

/** A line by its number; undefined where the text has fewer. */
function lineOf(text: string, line: number): string | undefined {
  const breaks = /\r\n|\n|\r/g;
  let start = 0;
  for (let left = line - 1; left > 0; left -= 1) {
    if (breaks.exec(text) === null) return undefined;
    start = breaks.lastIndex;
  }
  const end = breaks.exec(text)?.index ?? text.length;
  return text.slice(start, end);
}

/** One character of the source as it is shown, and how many terminal cells it takes. */
interface Cell {
  readonly shown: string;
  readonly width: number;
}

/** The characters (code points) of a line: tabs as spaces to the next stop, control characters as a dot. */
function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (const character of line) {
    const shown =
      character === "\t"
        ? " ".repeat(TAB - (at % TAB))
        : character.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u, "·");
    const width = stringWidth(shown);
    cells.push({ shown, width });
    at += width;
  }
  return cells;
}

/** The part of a line that has room, with the marked characters in it; `before` and `marked` in cells. */
function windowOn(
  cells: readonly Cell[],
  place: Place,
  room: number,
): { readonly text: string; readonly before: number; readonly marked: number } {
  const start = Math.min(Math.max(0, place.column - 1), cells.length);
  const end = Math.min(cells.length, start + Math.max(1, place.length));
  const total = widthOf(cells, 0, cells.length);
  let from = 0;
  let to = cells.length;
  if (total > room) {
    // A third of the room goes to what stands before the mark.
    const lead = Math.floor(room / 3);
    from = start;
    while (from > 0 && widthOf(cells, from - 1, start) <= lead) from -= 1;
    to = from;
    while (to < cells.length && widthOf(cells, from, to + 1) <= room - 2) to += 1;
    while (to === cells.length && from > 0 && widthOf(cells, from - 1, to) <= room - 2) from -= 1;
  }
  const cutLeft = from > 0 ? "…" : "";
  const cutRight = to < cells.length ? "…" : "";
  const shown = cells.slice(from, to).map((cell) => cell.shown);
  return {
    text: `${cutLeft}${shown.join("")}${cutRight}`.trimEnd(),
    before: widthOf(cells, from, start) + cutLeft.length,
    marked: Math.max(1, widthOf(cells, start, Math.min(end, to))),
  };
}

function widthOf(cells: readonly Cell[], from: number, to: number): number {
  let width = 0;
  for (let at = from; at < to; at += 1) width += cells[at]?.width ?? 0;
  return width;
}
