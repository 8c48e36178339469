/** Text that was decoded from bytes, and how. */
export interface DecodedText {
  /** Without the byte order mark. */
  readonly text: string;
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/**
 * Decodes the bytes of a text file as spreadsheets and stores write them.
 *
 * A byte order mark decides; without one it is UTF-8, and where the bytes are not UTF-8 they are read as
 * Windows-1252, which never fails but may be wrong: the caller should say so to the user.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decodeAs("utf-16be", bytes);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return decodeAs("windows-1252", bytes);
  }
}

/**
 * What a file is that is no text, in words for a sentence; `undefined` for text.
 *
 * Told by the first bytes: workbooks and archives by their signatures, anything else by a NUL where no byte order
 * mark announces UTF-16.
 */
export function binaryKind(bytes: Uint8Array): string | undefined {
  const starts = (...signature: readonly number[]): boolean =>
    signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "an Excel workbook or another zip archive";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return "an old Excel workbook";
  if (starts(0x1f, 0x8b)) return "a gzip archive";
  const isUtf16 = starts(0xff, 0xfe) || starts(0xfe, 0xff);
  return !isUtf16 && bytes.subarray(0, 4096).includes(0) ? "no text" : undefined;
}

function decodeAs(encoding: DecodedText["encoding"], bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}
