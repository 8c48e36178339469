import type { Product } from "../catalog/product.ts";
import { type WantedKeyframe, wantedOf } from "../fingerprint.ts";
import type { Json } from "../json.ts";
import type { ByInput } from "../shot-inputs.ts";
import { type LocatedMap, toJson } from "../source/located.ts";
import type { ClipDraft } from "./read-clip.ts";
import { slug } from "./slug.ts";
import { draftInputsOf, type MediaDraft } from "./special-draft.ts";
import { shortHash } from "./value-slug.ts";

/** Words of the prompt that an id shows are cut to about this many characters. */
const LONGEST_WORDS = 32;
/** Enough that no two of ten thousand rows share them by chance. */
const HASH_DIGITS = 10;

/**
 * An id for a shot that has none, from what its own row or entry says (before defaults), so that neither
 * reordering nor an edit elsewhere changes it.
 *
 * @param own - the entry's own fields, templates filled in.
 */
export function idFromContent(own: ClipDraft): string {
  const wanted = wantedOf(own, inputsByName(own));
  const words = wordsFor(own);
  return `${words === "" ? "shot" : words}-${shortHash(wanted, HASH_DIGITS)}`;
}

/** An id for a shot of a templated entry without one: the product's handle, and what tells the entry from others. */
export function idFromEntry(entry: LocatedMap, product: Product | undefined): string {
  const fields: Record<string, Json> = {};
  for (const [name, { value }] of entry.entries) {
    if (!["tags", "takes", "matrix", "for_each"].includes(name)) fields[name] = toJson(value);
  }
  const stem =
    product?.handle ??
    (words(String(fields["prompt"] ?? "").replace(/\{\{.*?\}\}|\{%.*?%\}/gs, " ")) || "shot");
  return `${stem}-${shortHash(fields, HASH_DIGITS)}`;
}

/** Before other shots are known a reference counts by its name, and a file by its path. */
function inputsByName(own: ClipDraft): ByInput<WantedKeyframe> {
  const named = (draft: MediaDraft): WantedKeyframe => {
    if (draft.type === "file") return { type: "file", path: "", sha256: draft.path };
    return draft.type === "shot" ? { type: "shot", fingerprint: draft.shot } : draft;
  };
  return Object.fromEntries(draftInputsOf(own).map(([name, draft]) => [name, named(draft)]));
}

function wordsFor(own: ClipDraft): string {
  if (own.prompt !== undefined) return words(own.prompt);
  const [, frame] = draftInputsOf(own)[0] ?? [];
  if (frame === undefined) return "";
  const name =
    frame.type === "image" || frame.type === "video"
      ? frame.url
      : frame.type === "file"
        ? frame.path
        : frame.type === "shot"
          ? frame.shot
          : "";
  return words(
    name
      .replace(/[?#].*$/s, "")
      .replace(/^.*\//s, "")
      .replace(/\.\w+$/, ""),
  );
}

function words(text: string): string {
  const whole = slug(text.slice(0, 200));
  if (whole.length <= LONGEST_WORDS) return whole;
  const cut = whole.slice(0, LONGEST_WORDS + 1);
  return cut.includes("-") ? cut.slice(0, cut.lastIndexOf("-")) : cut.slice(0, LONGEST_WORDS);
}
