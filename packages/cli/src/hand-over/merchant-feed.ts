import { ShotlistError } from "@shotlist/core";
import type { NamedClip } from "./name-clips.ts";

/** Google Merchant Center, "Video link [video_link]": up to 10 links a product, up to 2,000 characters each. */
const MOST_LINKS = 10;
const LONGEST_LINK = 2_000;

/** Where clips will be published. Fails with `bad-publish-url`. */
export function feedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (url === undefined || !isWeb || url.username !== "" || url.password !== "") {
    throw new ShotlistError("bad-publish-url", `"${text}" is no address where clips can be published.`, {
      hint: "Give the folder's public address, such as https://shop.example/videos/.",
      standing: "Nothing was written.",
    });
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

/**
 * A supplemental feed of `id` and `video_link` as tab-separated text, a line a product. The id is the SKU, else the
 * product's id or handle. Several links of a product are set apart by commas, so that a comma within one is encoded.
 *
 * @see https://support.google.com/merchants/answer/15216925
 */
export function merchantFeed(clips: readonly NamedClip[], base: URL): string {
  const links = new Map<string, string[]>();
  for (const { name, shot, take } of clips) {
    // A still is no video; it is in the table.
    if (take.clip.media === "image") continue;
    const id = cell(shot.product?.sku || shot.product?.id || shot.product?.handle || "");
    const link = linkOf(name, base);
    if (id === "" || link.length > LONGEST_LINK) continue;
    const known = links.get(id);
    if (known === undefined) links.set(id, [link]);
    else if (known.length < MOST_LINKS) known.push(link);
  }
  const lines = [...links].map(([id, list]) => `${id}\t${list.join(", ")}`);
  return `${["id\tvideo_link", ...lines].join("\n")}\n`;
}

function linkOf(name: string, base: URL): string {
  const url = new URL(base);
  url.pathname += encodeURIComponent(name);
  return url.href.replaceAll(",", "%2C");
}

/** A tab or a line break would begin another cell. */
function cell(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
}
