/** Letters that Unicode does not take apart into a base letter and a mark. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
};

/**
 * Turns text into a part of an id: ASCII letters and digits in lower case, parted by single hyphens.
 *
 * Accents are folded (`Café Crème` gives `cafe-creme`) and apostrophes vanish (`women's` gives `womens`).
 * Text without a letter or digit that ASCII has, such as Japanese, gives the empty string.
 * A slug of a slug is itself.
 */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’‘`]/gu, "")
    .replace(/[ßæœøđðþłħı]/g, (letter) => FOLDED[letter] ?? "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
