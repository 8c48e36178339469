import { embeddedMedia } from "./embedded-media.ts";

/**
 * The address of a file of the output folder, relative to the page, or the file itself where it is embedded.
 *
 * @param base - the output folder relative to the page's folder, with `/`.
 * @param file - a path inside that folder, with `/`, not URL-encoded.
 * @returns a data URL of a video or a picture, or a relative reference that can name nothing but a file below `base`: no scheme, no host, no
 *   way up; null for a path that tries.
 */
export function clipUrl(base: string, file: string): string | null {
  const inside = segmentsOf(file);
  if (inside.length === 0 || inside.some((segment) => segment === "..")) return null;
  const embedded = embeddedMedia(`${base}/${file}`);
  if (embedded !== undefined) return embedded;
  const path = [...segmentsOf(base), ...inside].map(encodeURIComponent).join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "" && segment !== ".");
}
