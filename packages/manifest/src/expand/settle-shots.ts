import type { ProductRef } from "../catalog/product.ts";
import { fingerprintOf, type WantedKeyframe, wantedOf } from "../fingerprint.ts";
import type { MediaFile } from "../read-result.ts";
import { idsIn, type References } from "../rules/check-references.ts";
import type { Keyframe, Media, Shot } from "../shot.ts";
import { type ByInput, inputsOf } from "../shot-inputs.ts";
import { namesShot } from "./read-clip.ts";
import { settleSpecial } from "./settle-special.ts";
import type { ShotDraft } from "./shot-draft.ts";
import type { MediaDraft } from "./special-draft.ts";

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
  /** The local files by the path that shots name. */
  readonly files: ReadonlyMap<string, MediaFile>;
}

/**
 * Turns drafts into shots, in the order given: defaults filled in, keyframes settled, fingerprints computed upstream
 * first.
 */
export function settleShots({ ordered, references, files }: SettleInput): readonly Shot[] {
  const settled = new Map<string, Shot>();
  const isChained = ordered.some(({ clip }) => namesShot(clip));
  const shotAt: ShotAt = (id) => settled.get(id);
  return ordered.map((draft) => {
    const needed = references.get(draft) ?? NEEDS_NOTHING;
    const settle = (media: MediaDraft, upstream: string | undefined): Media =>
      settleMedia(media, upstream, { files, shotAt });
    const keyframes = settleFrames(draft.clip, needed, settle);
    const special =
      draft.clip.special === undefined
        ? undefined
        : settleSpecial(draft.clip, { needed, settle, shotAt, files });
    const isMadeFromNothing = special === undefined && keyframes === NO_FRAMES;
    const inputs = isMadeFromNothing ? NO_INPUTS : wantedInputs({ keyframes, ...special }, shotAt);
    const wanted = wantedOf(draft.clip, inputs);
    const fingerprint = fingerprintOf(wanted);
    const shot = shotOf(draft, { keyframes, needs: needsOf(needed), wanted, fingerprint });
    if (special !== undefined) Object.assign(shot, special);
    if (isChained) settled.set(draft.id, shot);
    return shot;
  });
}

function wantedInputs(shot: Parameters<typeof inputsOf>[0], shotAt: ShotAt): ByInput<WantedKeyframe> {
  return Object.fromEntries(inputsOf(shot).map(([name, media]) => [name, asWanted(media, shotAt)]));
}

/** A shot that has been settled, by its id. */
type ShotAt = (id: string) => Shot | undefined;

/** What many shots have nothing of, shared by them all. */
const NEEDS_NOTHING: References = {};
const NONE: readonly string[] = [];
const NO_FRAMES: Shot["keyframes"] = {};
const NO_INPUTS: ByInput<WantedKeyframe> = {};
const NO_EXTRA: Shot["extra"] = {};

function settleFrames(
  { frame0, frame1 }: ShotDraft["clip"],
  needed: References,
  settle: (media: MediaDraft, upstream: string | undefined) => Media,
): Shot["keyframes"] {
  if (frame0 === undefined && frame1 === undefined) return NO_FRAMES;
  const start = frame0 === undefined ? undefined : (settle(frame0, needed.frame0) as Keyframe);
  const end = frame1 === undefined ? undefined : (settle(frame1, needed.frame1) as Keyframe);
  if (start === undefined) return end === undefined ? NO_FRAMES : { frame1: end };
  return end === undefined ? { frame0: start } : { frame0: start, frame1: end };
}

function needsOf(needed: References): readonly string[] {
  return needed === NEEDS_NOTHING ? NONE : idsIn(needed);
}

function shotOf(
  { id, clip, matrix, product }: ShotDraft,
  settled: Pick<Shot, "keyframes" | "needs" | "wanted" | "fingerprint">,
): { -readonly [K in keyof Shot]: Shot[K] } {
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

function settleMedia(
  draft: MediaDraft,
  upstream: string | undefined,
  { files, shotAt }: Pick<SettleInput, "files"> & { readonly shotAt: ShotAt },
): Media {
  if (draft.type === "file") return { ...draft, sha256: files.get(draft.path)?.sha256 ?? "" };
  if (draft.type !== "shot") return draft;
  const shot = upstream ?? draft.shot;
  return shotAt(shot)?.kind === "image" ? { ...draft, shot, still: true } : { ...draft, shot };
}

function asWanted(media: Media, shotAt: ShotAt): WantedKeyframe {
  if (media.type !== "shot") return media;
  const { shot, take } = media;
  const fingerprint = shotAt(shot)?.fingerprint ?? "";
  return { type: "shot", fingerprint, ...(take === undefined ? {} : { take }) };
}
