/** One replacement in a text; `text` takes the place of the units from `start` to `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text after edits, able to lead an offset back to the text before them. */
export interface RepairedText {
  readonly text: string;
  toOriginal(offset: number): number;
}

/** A text as it is: offsets lead to themselves. */
export function unrepaired(text: string): RepairedText {
  return { text, toOriginal: (offset) => offset };
}

/**
 * Applies edits, none of which may overlap, to a text that may have been repaired before.
 *
 * An offset inside a replacement leads to the same distance into what it replaced, at most to its end.
 */
export function repair(before: RepairedText, edits: readonly Edit[]): RepairedText {
  if (edits.length === 0) return before;
  const original = before.text;
  const pieces: {
    readonly at: number;
    readonly from: number;
    readonly length: number;
    readonly end: number;
  }[] = [];
  let text = "";
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    pieces.push({ at: text.length, from, length: edit.start - from, end: edit.start });
    text += original.slice(from, edit.start);
    pieces.push({ at: text.length, from: edit.start, length: edit.text.length, end: edit.end });
    text += edit.text;
    from = edit.end;
  }
  pieces.push({ at: text.length, from, length: original.length - from, end: original.length });
  text += original.slice(from);
  return {
    text,
    toOriginal(offset) {
      let low = 0;
      let high = pieces.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const piece = pieces[low];
      const inBefore = piece === undefined ? offset : Math.min(piece.from + (offset - piece.at), piece.end);
      return before.toOriginal(inBefore);
    },
  };
}
