import { readManifest } from "../read-manifest.ts";
import type { ReadManifestInput, ReadResult } from "../read-result.ts";

/** Files beside the manifest in a test, by path. */
export type TestFiles = Readonly<Record<string, string | Uint8Array>>;

/** Reads a manifest from a text, with its other files from memory. */
export function readText(
  text: string | Uint8Array,
  files: TestFiles = {},
  options: Partial<Omit<ReadManifestInput, "bytes">> = {},
): Promise<ReadResult> {
  return readManifest({
    file: "shots.yaml",
    bytes: bytesOf(text),
    loadFile: async (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
      return bytesOf(content);
    },
    ...options,
  });
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** The problems of a result as `code line:column`, for asserting many at once. */
export function spots(result: ReadResult): readonly string[] {
  return result.problems.map(({ code, place }) => `${code} ${place.line}:${place.column}`);
}
