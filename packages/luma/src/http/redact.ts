/** Cleans words that come from outside before they are stored, logged or shown. */
export type Redact = ((text: string) => string) & {
  /** Whether the whole key stands in a text that must be used as it is or not at all, such as an id or a link. */
  readonly holdsKey?: (text: string) => boolean;
};

const LONGEST = 500;
const KEY_PIECE = 10;
const HIDDEN = "[key]";
/** Control and format characters (those that turn text around among them), line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const BEARER = /\bBearer\s+[^\s"',;]+/giu;
/** Keys of the known APIs, whoever they belong to: a prefix and a long tail. */
const KEY_SHAPES = /\b(?:luma(?:-api)?-|sk-)[A-Za-z0-9_-]{16,}/gu;

/**
 * Makes a cleaner for texts of one API and its key.
 *
 * The cleaner takes out control characters, the key, any piece of it of ten characters or more, bearer
 * tokens, and everything shaped like a key of a known API; it folds white space and cuts at 500 characters.
 */
export function createRedact(key: string): Redact {
  const redact = (text: string): string => {
    const flat = text
      .slice(0, 10 * LONGEST)
      .replace(UNSAFE, " ")
      .replace(/\s+/gu, " ")
      .trim();
    const clean = hidePieces(flat, key).replace(BEARER, `Bearer ${HIDDEN}`).replace(KEY_SHAPES, HIDDEN);
    return clean.length <= LONGEST ? clean : `${clean.slice(0, LONGEST - 1).toWellFormed()}…`;
  };
  return Object.assign(redact, { holdsKey: (text: string) => key !== "" && text.includes(key) });
}

/** Replaces every run of the text that is a piece of the key. */
function hidePieces(text: string, key: string): string {
  if (key.length < 4) return text;
  const length = Math.min(KEY_PIECE, key.length);
  const pieces = new Set<string>();
  for (let at = 0; at + length <= key.length; at += 1) pieces.add(key.slice(at, at + length));
  let clean = "";
  let from = 0;
  for (let at = 0; at + length <= text.length; at += 1) {
    if (!pieces.has(text.slice(at, at + length))) continue;
    let end = at + length;
    while (end < text.length && pieces.has(text.slice(end - length + 1, end + 1))) end += 1;
    clean += text.slice(from, at) + HIDDEN;
    from = end;
    at = end - 1;
  }
  return clean + text.slice(from);
}
