import type { LineEdit } from "./prompt-edit.ts";

/** How many unchanged lines are shown around a change, as `diff -u` does. */
const CONTEXT = 3;

/**
 * A unified diff, as `patch -p0` and `git apply -p0` take it.
 *
 * @param name - the file as it is to be named in the diff.
 * @param edits - in any order, none touching the lines of another.
 */
export function unifiedDiff(name: string, text: string, edits: readonly LineEdit[]): string {
  const lines = text.split("\n");
  const endsOpen = lines.at(-1) !== "";
  if (!endsOpen) lines.pop();
  const hunks = gather(
    edits.toSorted((a, b) => a.from - b.from),
    lines.length,
  );
  let shift = 0;
  let out = `--- ${name}\n+++ ${name}\n`;
  for (const hunk of hunks) {
    const body: string[] = [];
    const keep = (from: number, to: number): void => {
      for (let at = from; at < to; at += 1) body.push(marked(" ", at, lines, endsOpen));
    };
    let at = hunk.from;
    let added = 0;
    let removed = 0;
    for (const edit of hunk.edits) {
      keep(at, edit.from);
      for (let gone = edit.from; gone < edit.to; gone += 1) body.push(marked("-", gone, lines, endsOpen));
      const isLast = endsOpen && edit.to === lines.length;
      for (const [index, line] of edit.lines.entries()) {
        const open = isLast && index === edit.lines.length - 1;
        body.push(`+${line}\n${open ? NO_NEWLINE : ""}`);
      }
      added += edit.lines.length;
      removed += edit.to - edit.from;
      at = edit.to;
    }
    keep(at, hunk.to);
    const length = hunk.to - hunk.from;
    out += `@@ -${hunk.from + 1},${length} +${hunk.from + 1 + shift},${length - removed + added} @@\n${body.join("")}`;
    shift += added - removed;
  }
  return out;
}

const NO_NEWLINE = "\\ No newline at end of file\n";

function marked(sign: string, at: number, lines: readonly string[], endsOpen: boolean): string {
  const open = endsOpen && at === lines.length - 1;
  return `${sign}${lines[at] ?? ""}\n${open ? NO_NEWLINE : ""}`;
}

interface Hunk {
  readonly from: number;
  to: number;
  readonly edits: LineEdit[];
}

/** Edits whose surroundings touch share a hunk. */
function gather(edits: readonly LineEdit[], length: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const edit of edits) {
    const from = Math.max(0, edit.from - CONTEXT);
    const to = Math.min(length, edit.to + CONTEXT);
    const last = hunks.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = to;
      last.edits.push(edit);
    } else hunks.push({ from, to, edits: [edit] });
  }
  return hunks;
}
