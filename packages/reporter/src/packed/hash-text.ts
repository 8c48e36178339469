/** A SHA-256 in 43 characters of Base64 instead of 64 of hex; any other text as it is, after a `!`. */
export function packHash(hex: string): string {
  if (!/^[0-9a-f]{64}$/.test(hex)) return `!${hex}`;
  const bytes = hex.match(/../g) ?? [];
  return btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16)))).slice(0, 43);
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** Turns `packHash` back. */
export function unpackHash(text: string): string {
  if (text.startsWith("!")) return text.slice(1);
  const bytes = atob(`${text}=`);
  let hex = "";
  for (let index = 0; index < bytes.length; index += 1) hex += hexOfByte[bytes.charCodeAt(index)];
  return hex;
}
