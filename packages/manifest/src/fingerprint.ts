import { hash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { ClipDraft } from "./expand/read-clip.ts";
import type { SpecialDraft } from "./expand/special-draft.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Media } from "./shot.ts";
import type { ByInput } from "./shot-inputs.ts";

/**
 * The version of the form below. It is part of every fingerprint and may only be raised together with a
 * migration of the state: another fingerprint means that finished clips are made, and paid for, again.
 */
const VERSION = 1;

/** A keyframe or a source as fingerprints see it: another shot by what it is, not by its name. */
export type WantedKeyframe =
  | Exclude<Media, { readonly type: "shot" }>
  | { readonly type: "shot"; readonly fingerprint: string; readonly take?: number };

/**
 * What the user's files say about a clip, in the one form that is hashed: before our own defaults and phrases.
 *
 * In: prompt, model, measures, loop (only when true), keyframes, camera as the user said it, concepts, extra; of other
 * kinds than videos the kind, and what only they have. An extension is the video that it is another word for.
 * Not in: id, tags, takes, product, provider, the length of a source, and the gate `when: approved`, none of which
 * changes the clip. Addresses lose their signatures; local files count by content.
 *
 * @param inputs - everything that the clip is made from.
 */
export function wantedOf(clip: ClipDraft, inputs: ByInput<WantedKeyframe>): JsonObject {
  // In the order that is hashed, so that nothing has to be sorted.
  const wanted: Record<string, Json> = {};
  if (clip.aspectRatio !== undefined) wanted["aspect_ratio"] = clip.aspectRatio;
  if (clip.camera !== undefined) wanted["camera"] = clip.camera.said;
  if (clip.concepts !== undefined) wanted["concepts"] = clip.concepts;
  if (clip.duration !== undefined) wanted["duration"] = clip.duration;
  if (clip.extra !== undefined) wanted["extra"] = clip.extra;
  const { frame0, frame1 } = inputs;
  if (frame0 !== undefined && frame1 !== undefined) {
    wanted["keyframes"] = { frame0: wantedFrame(frame0), frame1: wantedFrame(frame1) };
  } else if (frame0 !== undefined) wanted["keyframes"] = { frame0: wantedFrame(frame0) };
  else if (frame1 !== undefined) wanted["keyframes"] = { frame1: wantedFrame(frame1) };
  if (clip.loop === true) wanted["loop"] = true;
  if (clip.model !== undefined) wanted["model"] = clip.model;
  if (clip.prompt !== undefined) wanted["prompt"] = clip.prompt;
  if (clip.resolution !== undefined) wanted["resolution"] = clip.resolution;
  wanted["version"] = VERSION;
  return clip.special === undefined ? wanted : { ...wanted, ...wantedSpecial(clip.special, inputs) };
}

/** What plain videos do not have; the canonical form puts the fields in order. */
function wantedSpecial(special: SpecialDraft, inputs: ByInput<WantedKeyframe>): JsonObject {
  const { kind, edit, position, references, guides, format, style } = special;
  const wanted: Record<string, Json> = {};
  if (kind !== "video" && kind !== "extend") wanted["kind"] = kind;
  if (inputs.source !== undefined) wanted["source"] = wantedFrame(inputs.source);
  if (edit !== undefined) {
    const { autoControls, ...said } = edit;
    wanted["edit"] = { ...said, ...(autoControls === true ? { auto: true } : {}) };
  }
  if (position !== undefined) wanted["position"] = { ...position };
  if (guides !== undefined) {
    wanted["keyframes"] = guides.flatMap(({ at }, index) => {
      const media = inputs[`guide${index}`];
      return media === undefined ? [] : [{ at, ...wantedFrame(media) }];
    });
  }
  if (references !== undefined) {
    wanted["references"] = references.flatMap(({ weight }, index) => {
      const media = inputs[`reference${index}`];
      if (media === undefined) return [];
      return [{ ...wantedFrame(media), ...(weight === undefined ? {} : { weight }) }];
    });
  }
  if (format !== undefined) wanted["format"] = format;
  if (style !== undefined) wanted["style"] = style;
  if (special.webSearch === true) wanted["web_search"] = true;
  if (special.hdr === true) wanted["hdr"] = true;
  if (special.exr === true) wanted["exr"] = true;
  return wanted;
}

function wantedFrame(frame: WantedKeyframe): JsonObject {
  switch (frame.type) {
    case "image":
    case "video":
      return { type: frame.type, url: withoutSignature(frame.url) };
    case "file":
      return { sha256: frame.sha256, type: "file" };
    case "generation":
      return { id: frame.id, type: "generation" };
    case "shot":
      return frame.take === undefined
        ? { fingerprint: frame.fingerprint, type: "shot" }
        : { fingerprint: frame.fingerprint, take: frame.take, type: "shot" };
  }
}

/** SHA-256 in hex over the canonical JSON (RFC 8785) of what is wanted. */
export function fingerprintOf(wanted: JsonObject): string {
  return hash("sha256", canonicalJson(wanted), "hex");
}

/**
 * Query parameters that only say who may fetch an address and for how long: of Amazon S3 and CloudFront,
 * Google Cloud Storage, Azure SAS, Alibaba OSS, and those that content networks commonly use. A parameter that
 * may choose the picture (`v`, `width`, `id`) stays.
 */
const SIGNATURE_PARAMETERS = new Set([
  ...["signature", "expires", "awsaccesskeyid", "googleaccessid", "ossaccesskeyid", "key-pair-id", "policy"],
  ...["sig", "se", "sp", "sv"],
  ...[
    "token",
    "access_token",
    "auth_token",
    "auth",
    "hmac",
    "hdnea",
    "hdnts",
    "__token__",
    "__gda__",
    "exp",
    "expiry",
  ],
]);

/** Further ones of Azure; short enough to mean something else where there is no `sig` beside them. */
const BESIDE_SIG = new Set(["sr", "st", "spr", "skoid", "sktid", "skt", "ske", "sks", "skv"]);

function isSignature(name: string, hasSig: boolean): boolean {
  if (SIGNATURE_PARAMETERS.has(name) || /^x-(?:amz|goog|oss)-/.test(name)) return true;
  return hasSig && BESIDE_SIG.has(name);
}

/**
 * An address without the parameters of a signature, so that a link signed anew is still the same picture.
 * All else, its order included, is kept as it stands.
 */
export function withoutSignature(url: string): string {
  if (!url.includes("?")) return url;
  const [, base = url, query, fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  if (query === undefined) return url;
  const pairs = query
    .split("&")
    .map((pair) => ({ pair, name: decode(pair.split("=")[0] ?? "").toLowerCase() }));
  const hasSig = pairs.some(({ name }) => name === "sig");
  const kept = pairs.filter(({ name }) => !isSignature(name, hasSig)).map(({ pair }) => pair);
  return `${base}${kept.length === 0 ? "" : `?${kept.join("&")}`}${fragment}`;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * The fields in which two values differ, in dotted form (`keyframes.frame0.url`), sorted; a field that only one of
 * them has is named as a whole. Lists are compared as a whole.
 */
export function changedFields(before: JsonObject, after: JsonObject): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [before[name], after[name]];
    if (isObject(one) && isObject(other)) return changedFields(one, other).map((inner) => `${name}.${inner}`);
    if (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other)) return [];
    return [name];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
