/** Words that mean no in a cell, in lower case; an empty cell means it as well. */
const NO_WORDS: ReadonlySet<string> = new Set(["", "false", "no", "0"]);

/** Words of stores for a product that is not on sale, in lower case. */
const HIDDEN_WORDS: ReadonlySet<string> = new Set([
  "-1",
  "archived",
  "disabled",
  "draft",
  "hidden",
  "inactive",
  "pending",
  "private",
  "trash",
  "unlisted",
  "unpublished",
]);

/** True where a cell means no: it is empty, or says false, no or 0 in any case. */
export function meansNo(cell: string): boolean {
  return NO_WORDS.has(cell.trim().toLowerCase());
}

/** True unless a cell says that its product is not for the public; an empty cell says nothing. */
export function meansPublished(cell: string): boolean {
  const word = cell.trim().toLowerCase();
  return word === "" || !(NO_WORDS.has(word) || HIDDEN_WORDS.has(word));
}

/**
 * The amount in a price cell, without currency and thousands separators: `19.99 USD`, `€ 19,99` and
 * `1,299.00` give `19.99`, `19.99` and `1299.00`. A cell without a number stays as it is.
 *
 * Of a single separator only a comma before exactly three digits is taken for thousands.
 */
export function priceAmount(cell: string): string {
  const digits = /\d[\d.,' \u00a0\u202f]*/.exec(cell)?.[0];
  if (digits === undefined) return cell.trim();
  const compact = digits.replace(/[' \u00a0\u202f]/g, "").replace(/[.,]+$/, "");
  const mark = decimalMark(compact);
  const cut = mark === undefined ? -1 : compact.lastIndexOf(mark);
  if (cut === -1) return compact.replace(/[.,]/g, "");
  return `${compact.slice(0, cut).replace(/[.,]/g, "")}.${compact.slice(cut + 1)}`;
}

function decimalMark(amount: string): "." | "," | undefined {
  const lastDot = amount.lastIndexOf(".");
  const lastComma = amount.lastIndexOf(",");
  if (lastDot !== -1 && lastComma !== -1) return lastDot > lastComma ? "." : ",";
  const mark = lastDot === -1 ? "," : ".";
  if (amount.split(mark).length !== 2) return undefined;
  return mark === "," && /,\d{3}$/.test(amount) ? undefined : mark;
}

/** The entries of a cell that lists words, such as tags: parted by commas, trimmed, without empty ones and repeats. */
export function listOf(cell: string): string[] {
  return distinct(cell.split(","));
}

/** The URLs of a cell that lists them, parted by commas, bars or white space; a comma inside a URL stays. */
export function urlsOf(cell: string): string[] {
  return distinct(cell.split(/\s*\|\s*|,\s+|\s+|,(?=https?:\/\/|\/\/)/i).map((url) => url.replace(/,$/, "")));
}

/** Trimmed texts in their order, each once, without empty ones. */
export function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))];
}
