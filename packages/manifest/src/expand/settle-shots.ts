import type { ProductRef } from "../catalog/product.ts";
import { fingerprintOf, type WantedKeyframe, wantedOf } from "../fingerprint.ts";
import type { References } from "../rules/check-references.ts";
import type { Keyframe, Shot } from "../shot.ts";
import type { KeyframeDraft } from "./keyframe-form.ts";
import { continuesShot } from "./read-clip.ts";
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

/**
 * Turns drafts into shots, in the order given: defaults filled in, keyframes settled, fingerprints computed upstream
 * first.
 */
export function settleShots({ ordered, references, hashes }: SettleInput): readonly Shot[] {
  const fingerprints = new Map<string, string>();
  const continues = ordered.some(({ clip }) => continuesShot(clip));
  return ordered.map((draft) => {
    const needed = references.get(draft) ?? NEEDS_NOTHING;
    const keyframes = settleFrames(draft.clip, needed, hashes);
    const wanted = wantedOf(draft.clip, {
      ...(keyframes.frame0 === undefined ? {} : { frame0: asWanted(keyframes.frame0, fingerprints) }),
      ...(keyframes.frame1 === undefined ? {} : { frame1: asWanted(keyframes.frame1, fingerprints) }),
    });
    const fingerprint = fingerprintOf(wanted);
    if (continues) fingerprints.set(draft.id, fingerprint);
    return shotOf(draft, { keyframes, needs: needsOf(needed), wanted, fingerprint });
  });
}

/** What many shots have nothing of, shared by them all. */
const NEEDS_NOTHING: References = {};
const NONE: readonly string[] = [];
const NO_FRAMES: Shot["keyframes"] = {};
const NO_EXTRA: Shot["extra"] = {};

function settleFrames(
  clip: ShotDraft["clip"],
  needed: References,
  hashes: ReadonlyMap<string, string>,
): Shot["keyframes"] {
  if (clip.frame0 === undefined && clip.frame1 === undefined) return NO_FRAMES;
  const frame0 = settleFrame(clip.frame0, needed.frame0, hashes);
  const frame1 = settleFrame(clip.frame1, needed.frame1, hashes);
  if (frame0 === undefined) return frame1 === undefined ? NO_FRAMES : { frame1 };
  return frame1 === undefined ? { frame0 } : { frame0, frame1 };
}

function needsOf({ frame0, frame1 }: References): readonly string[] {
  if (frame0 === undefined && frame1 === undefined) return NONE;
  return [...new Set([frame0, frame1].filter((id) => id !== undefined))];
}

function shotOf(
  { id, clip, matrix, product }: ShotDraft,
  settled: Pick<Shot, "keyframes" | "needs" | "wanted" | "fingerprint">,
): Shot {
  const shot: { -readonly [K in keyof Shot]: Shot[K] } = {
    id,
    kind: "video",
    provider: clip.provider ?? DEFAULTS.provider,
    model: clip.model ?? DEFAULTS.model,
    prompt: clip.prompt ?? "",
    aspectRatio: clip.aspectRatio ?? DEFAULTS.aspectRatio,
    resolution: clip.resolution ?? DEFAULTS.resolution,
    duration: clip.duration ?? DEFAULTS.duration,
    loop: clip.loop ?? false,
    concepts: clip.concepts ?? NONE,
    tags: clip.tags ?? NONE,
    takes: clip.takes ?? DEFAULTS.takes,
    extra: clip.extra ?? NO_EXTRA,
    matrix,
    keyframes: settled.keyframes,
    needs: settled.needs,
    wanted: settled.wanted,
    fingerprint: settled.fingerprint,
  };
  if (clip.camera !== undefined) shot.camera = clip.camera.motion;
  if (product !== undefined) shot.product = productRef(product);
  return shot;
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
