import type { MediaFile } from "../read-result.ts";
import type { References } from "../rules/check-references.ts";
import type { Keyframe, Media, Shot, SourceMedia } from "../shot.ts";
import type { ClipDraft } from "./read-clip.ts";
import type { MediaDraft, SpecialDraft } from "./special-draft.ts";

/** The model of a still that names none; its API is the one that videos without a model go to. */
const STILL_MODEL = "photon-1";

/** What settling needs to know beside the draft. */
interface SpecialInput {
  readonly needed: References;
  readonly settle: (media: MediaDraft, upstream: string | undefined) => Media;
  /** A shot that has been settled; those that others need come first. */
  readonly shotAt: (id: string) => Shot | undefined;
  /** The local files by the path that shots name. */
  readonly files: ReadonlyMap<string, MediaFile>;
}

/** What a shot has beyond a plain video, or instead of what a plain video would have. */
export type SettledSpecial = Partial<Shot>;

/**
 * Settles what plain videos do not have. Measures that do not apply to a kind are empty texts.
 *
 * A source that is a shot is measured by that shot, one that is a local file by what the file says of itself, and where nobody says otherwise an edit or a reframe keeps its
 * resolution; both follow from what is wanted there, so neither is part of what is wanted here.
 */
export function settleSpecial(clip: ClipDraft, input: SpecialInput): SettledSpecial {
  const { special } = clip;
  if (special === undefined) return {};
  const settled: { -readonly [K in keyof Shot]?: Shot[K] } = { ...inputsIn(special, input) };
  if (special.hdr === true) settled.hdr = true;
  if (special.exr === true) settled.exr = true;
  switch (special.kind) {
    case "video":
    case "extend":
      return settled;
    case "image":
      return {
        ...settled,
        kind: "image",
        resolution: "",
        duration: "",
        ...(clip.model === undefined ? { model: STILL_MODEL } : {}),
        image: imageOf(special, input),
      };
    case "edit":
    case "reframe": {
      const upstream = settled.source?.type === "shot" ? input.shotAt(settled.source.shot) : undefined;
      const measured = settled.source?.type === "file" ? input.files.get(settled.source.path) : undefined;
      const known = upstream === undefined ? measured?.seconds : lengthS(upstream);
      const sourceS = known ?? special.sourceS;
      return {
        ...settled,
        kind: special.kind,
        duration: "",
        ...(special.kind === "edit" ? { aspectRatio: "" } : {}),
        ...(clip.resolution === undefined && isVideo(upstream) ? { resolution: upstream.resolution } : {}),
        ...(sourceS === undefined ? {} : { sourceS }),
        ...(special.edit === undefined ? {} : { edit: special.edit }),
        ...(special.position === undefined ? {} : { position: special.position }),
      };
    }
  }
}

function inputsIn({ source, guides }: SpecialDraft, { needed, settle }: SpecialInput): SettledSpecial {
  return {
    ...(source === undefined ? {} : { source: settle(source, needed.source) as SourceMedia }),
    ...(guides === undefined
      ? {}
      : {
          guides: guides.map(({ at, media }, index) => ({
            at,
            media: settle(media, needed[`guide${index}`]) as Keyframe,
          })),
        }),
  };
}

function imageOf(special: SpecialDraft, { needed, settle }: SpecialInput): NonNullable<Shot["image"]> {
  const { references = [], format = "jpg", style, webSearch } = special;
  return {
    format,
    references: references.map(({ media, weight }, index) => ({
      media: settle(media, needed[`reference${index}`]) as Keyframe,
      ...(weight === undefined ? {} : { weight }),
    })),
    ...(style === undefined ? {} : { style }),
    ...(webSearch === true ? { webSearch } : {}),
  };
}

function isVideo(shot: Shot | undefined): shot is Shot {
  return shot !== undefined && shot.kind !== "image";
}

/** Seconds of what a shot makes; undefined where nobody knows, and for a still. */
function lengthS(shot: Shot): number | undefined {
  if (shot.kind !== "video") return shot.sourceS;
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(shot.duration)?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
