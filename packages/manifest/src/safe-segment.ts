const LONGEST = 100;

/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;
/**
 * Separators, what Windows refuses in names, control characters, marks that only change how text is shown, and halves of
 * pairs, which no file system can tell apart.
 */
const REFUSED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/u;

/**
 * Says why a text cannot be the name of a folder on every system, in a few words after "it"; undefined where it can.
 */
export function segmentFault(text: string): string | undefined {
  if (text === "." || text === "..") return "would leave its folder";
  const refused = REFUSED.exec(text)?.[0];
  if (refused !== undefined) {
    return isShown(refused)
      ? `has "${refused}" in it`
      : `has an invisible character (${codePoint(refused)}) in it`;
  }
  if (RESERVED.test(text)) return "is a name that Windows keeps for a device";
  if (/[. ]$/.test(text)) return "ends with a dot or a space";
  if (/^\s/.test(text)) return "begins with a space";
  if (text.startsWith(".")) return "begins with a dot, which hides the folder";
  const { length } = [...text];
  return length > LONGEST ? `is ${length} characters long, and ${LONGEST} is the most` : undefined;
}

/** The text as the name of a file or folder on every system; what is refused becomes `-`. Never empty. */
export function safeSegment(text: string): string {
  if (segmentFault(text) === undefined && text !== "") return text;
  const replaced = text.replace(new RegExp(REFUSED, "gu"), "-").trim().replace(/^\.+/, "");
  const cut = shorten(replaced).replace(/[. ]+$/, "");
  if (cut === "") return "_";
  return RESERVED.test(cut) ? `_${cut}` : cut;
}

/** Keeps the ending of a file name that is too long. */
function shorten(text: string): string {
  const characters = [...text];
  if (characters.length <= LONGEST) return text;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(text)?.[0] ?? "";
  return `${characters.slice(0, LONGEST - ending.length).join("")}${ending}`;
}

function isShown(character: string): boolean {
  return /[<>:"/\\|?*]/.test(character);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
