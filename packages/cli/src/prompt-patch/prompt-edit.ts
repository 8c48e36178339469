/** Whole lines of a text, and what is to stand in their place. Lines are counted from 0. */
export interface LineEdit {
  readonly from: number;
  /** The first line that stays. */
  readonly to: number;
  readonly lines: readonly string[];
}

/** Where a value begins. */
export interface Spot {
  /** From 1. */
  readonly line: number;
  /** In code points, from 1. */
  readonly column: number;
}

/**
 * Guesses how the YAML value at a spot could be replaced by other words, the likeliest first. Nothing is known of
 * the text around it, so each must be tried: only a manifest that then reads as it should is a right one.
 *
 * @param text - the file, with its own line ends.
 */
export function promptEdits(text: string, spot: Spot, prompt: string): readonly LineEdit[] {
  const lines = text.split("\n");
  const from = spot.line - 1;
  const line = lines[from];
  if (line === undefined) return [];
  const start = [...line].slice(0, spot.column - 1).join("").length;
  const quoted = quotedScalar(prompt);
  const replace = (to: number, end: number): LineEdit => {
    const last = lines[to] ?? "";
    return { from, to: to + 1, lines: [`${line.slice(0, start)}${quoted}${last.slice(end)}`] };
  };
  return valueEnds(lines, from, start).map(([to, end]) => replace(to, end));
}

/** A text as YAML writes it in double quotes; characters that only change how text is shown are spelled out. */
function quotedScalar(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Where the value may end: the line, and the place behind it in that line. */
function valueEnds(lines: readonly string[], from: number, start: number): readonly [number, number][] {
  const line = lines[from] ?? "";
  const first = line[start];
  if (first === '"' || first === "'") return quoteEnds(lines, from, start, first);
  if (first === "|" || first === ">") return [indentedEnd(lines, from)];
  const bare = line.slice(start);
  const behind = [/\s+#/, /\s*[,}\]]/, /\s*\r?$/].flatMap((stop) => {
    const match = stop.exec(bare);
    return match === null ? [] : [start + match.index];
  });
  const ends = behind.map((end): [number, number] => [from, end]);
  return [...ends, indentedEnd(lines, from)];
}

function quoteEnds(
  lines: readonly string[],
  from: number,
  start: number,
  quote: string,
): readonly [number, number][] {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    for (let index = at === from ? start + 1 : 0; index < line.length; index += 1) {
      if (quote === '"' && line[index] === "\\") index += 1;
      else if (line[index] === quote && quote === "'" && line[index + 1] === "'") index += 1;
      else if (line[index] === quote) return [[at, index + 1]];
    }
  }
  return [];
}

/** The last line that is indented deeper than the one where the value begins. */
function indentedEnd(lines: readonly string[], from: number): [number, number] {
  const indentOf = (line: string): number => line.length - line.trimStart().length;
  const depth = /^\s*(?:- +)*/.exec(lines[from] ?? "")?.[0].length ?? 0;
  const parent = Math.max(indentOf(lines[from] ?? ""), depth);
  let last = from;
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= parent) break;
    last = at;
  }
  return [last, (lines[last] ?? "").replace(/\r$/, "").length];
}
