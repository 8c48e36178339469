import stringWidth from "string-width";

let segmenter: Intl.Segmenter | undefined;

/** One safe line: control and format characters and line ends become spaces, so that text moves no cursor. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

/** Cuts a text without escape sequences to a width in terminal cells, with `mark` where something was cut. */
export function cutTo(text: string, width: number, mark = "…"): string {
  if (stringWidth(text) <= width) return text;
  const room = width - stringWidth(mark);
  if (room <= 0) return width <= 0 ? "" : mark.slice(0, width);
  let cut = "";
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    used += stringWidth(segment);
    if (used > room) break;
    cut += segment;
  }
  return cut + mark;
}

/** Fills a text (which may hold colours) with spaces up to a width in terminal cells. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/**
 * Breaks a text without escape sequences at spaces into lines of a width in terminal cells; a word that is
 * wider than a line stands on one of its own.
 */
export function wrapTo(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && stringWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** A segmenter takes longer to make than most commands to draw what they say, and few texts are cut. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
