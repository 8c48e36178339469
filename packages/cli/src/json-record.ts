/** Characters that JSON leaves as they are, and that move a terminal's cursor or turn the direction of writing. */
const UNSAFE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A value as one line of JSON, with its line end, that is safe to be looked at in a terminal. */
export function jsonRecord(value: object): string {
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `${JSON.stringify(value).replace(UNSAFE, escaped)}\n`;
}
