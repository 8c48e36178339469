import type { ProductRef } from "../catalog/product.ts";
import { fingerprintOf, type WantedKeyframe, wantedOf } from "../fingerprint.ts";
import type { References } from "../rules/check-references.ts";
import type { Keyframe, Shot } from "../shot.ts";
import type { KeyframeDraft } from "./keyframe-form.ts";
import type { ShotDraft } from "./shot-draft.ts";

/** What a shot is when the user's files leave it open, as in Luma's guide. */
const DEFAULTS = {
  provider: "luma",
  model: "ray-2",
  aspectRatio: "16:9",
  resolution: "720p",
  duration: "5s",
  takes: 1,
} as const;

/** What settling needs to know beyond the drafts. */
export interface SettleInput {
  /** Each draft after those that it needs. */
  readonly ordered: readonly ShotDraft[];
  readonly references: ReadonlyMap<ShotDraft, References>;
  /** SHA-256 in hex of each local file, by the path that keyframes name. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Turns drafts into shots: defaults filled in, keyframes settled, fingerprints computed upstream first. */
export function settleShots({ ordered, references, hashes }: SettleInput): ReadonlyMap<ShotDraft, Shot> {
  const shots = new Map<ShotDraft, Shot>();
  const fingerprints = new Map<string, string>();
  for (const draft of ordered) {
    const needed = references.get(draft) ?? {};
    const frame0 = settleFrame(draft.clip.frame0, needed.frame0, hashes);
    const frame1 = settleFrame(draft.clip.frame1, needed.frame1, hashes);
    const wanted = wantedOf(draft.clip, {
      ...(frame0 === undefined ? {} : { frame0: asWanted(frame0, fingerprints) }),
      ...(frame1 === undefined ? {} : { frame1: asWanted(frame1, fingerprints) }),
    });
    const fingerprint = fingerprintOf(wanted);
    fingerprints.set(draft.id, fingerprint);
    const keyframes = {
      ...(frame0 === undefined ? {} : { frame0 }),
      ...(frame1 === undefined ? {} : { frame1 }),
    };
    const needs = [...new Set([needed.frame0, needed.frame1].filter((id) => id !== undefined))];
    shots.set(draft, { ...shotOf(draft), keyframes, needs, wanted, fingerprint });
  }
  return shots;
}

function shotOf({
  id,
  clip,
  matrix,
  product,
}: ShotDraft): Omit<Shot, "keyframes" | "needs" | "wanted" | "fingerprint"> {
  return {
    id,
    kind: "video",
    provider: clip.provider ?? DEFAULTS.provider,
    model: clip.model ?? DEFAULTS.model,
    prompt: clip.prompt ?? "",
    aspectRatio: clip.aspectRatio ?? DEFAULTS.aspectRatio,
    resolution: clip.resolution ?? DEFAULTS.resolution,
    duration: clip.duration ?? DEFAULTS.duration,
    loop: clip.loop ?? false,
    ...(clip.camera === undefined ? {} : { camera: clip.camera.motion }),
    concepts: clip.concepts ?? [],
    tags: clip.tags ?? [],
    takes: clip.takes ?? DEFAULTS.takes,
    extra: clip.extra ?? {},
    ...(product === undefined ? {} : { product: productRef(product) }),
    matrix,
  };
}

function productRef(product: NonNullable<ShotDraft["product"]>): ProductRef {
  const { id, handle, title, image, variants } = product;
  return { id, handle, title, sku: variants[0]?.sku ?? "", image };
}

function settleFrame(
  draft: KeyframeDraft | undefined,
  needed: string | undefined,
  hashes: ReadonlyMap<string, string>,
): Keyframe | undefined {
  if (draft === undefined) return undefined;
  if (draft.type === "file") return { ...draft, sha256: hashes.get(draft.path) ?? "" };
  return draft.type === "shot" ? { ...draft, shot: needed ?? draft.shot } : draft;
}

function asWanted(frame: Keyframe, fingerprints: ReadonlyMap<string, string>): WantedKeyframe {
  if (frame.type !== "shot") return frame;
  const { shot, take } = frame;
  return { type: "shot", fingerprint: fingerprints.get(shot) ?? "", ...(take === undefined ? {} : { take }) };
}
