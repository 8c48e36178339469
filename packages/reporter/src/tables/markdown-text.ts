import { plainLine } from "./display-width.ts";

/** Keeps apart what would otherwise be a mention of a person or a reference to an issue. Invisible. */
const JOINER = "&#8288;";

/** Punctuation that means nothing in Markdown and HTML, wherever in a line it stands. */
const HARMLESS = /[ .,;'"?%()/=+-]/;

/**
 * Any text as Markdown (GitHub's and CommonMark) that shows just that text, on one line, in a table's cell too: no
 * markup, no HTML, no link, no formula, no mention of anybody.
 *
 * Characters that could mean something are written as numeric references, which never make structure (CommonMark
 * 6.2). A mention is looked for in what is shown, so the character that begins one is parted from its name.
 */
export function markdownText(text: string): string {
  return plainLine(text).replace(/[!-/:-@[-`{-~]/g, (character) => {
    if (HARMLESS.test(character)) return character;
    const reference = `&#${character.charCodeAt(0)};`;
    return character === "@" || character === "#" ? reference + JOINER : reference;
  });
}

/** The same as code: its characters are as wide as each other and can be copied as they are. */
export function markdownCode(text: string): string {
  return `<code>${markdownText(text).replaceAll(JOINER, "")}</code>`;
}

/**
 * A table. Cells are Markdown already.
 *
 * @param right - the columns that are set to the right, from 0.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, column) => (right.includes(column) ? "---:" : "---"))),
    ...rows.map(line),
  ];
}
