let media: ReadonlyMap<string, string> | undefined;

/**
 * A clip or picture that is in the page itself, as a data URL; undefined where it is a file. Read at the first call,
 * so that a page without any spends nothing on it.
 *
 * @param path - the folder as the read-model names it, `/`, and the file.
 */
export function embeddedMedia(path: string): string | undefined {
  if (typeof document === "undefined") return undefined;
  media ??= readMedia(document.getElementById("media")?.textContent ?? "{}");
  return media.get(path);
}

/** Only pictures and videos as data: whatever else stands there is no address for a page to open. */
export function readMedia(json: string): ReadonlyMap<string, string> {
  try {
    const entries = Object.entries(JSON.parse(json) as Readonly<Record<string, unknown>>);
    return new Map(
      entries.filter(
        (entry): entry is [string, string] =>
          typeof entry[1] === "string" && /^data:(video|image)\/[a-z0-9]+;base64,/.test(entry[1]),
      ),
    );
  } catch {
    return new Map();
  }
}
