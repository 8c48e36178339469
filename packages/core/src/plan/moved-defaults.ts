import type { Shot } from "@shotlist/manifest";
import type { Take } from "../take/take.ts";
import { isMade } from "../take/take-facts.ts";

/**
 * The fields in which a take differs from its shot although the user's files say the same: they were left to
 * shotlist's own defaults, and a release has changed those since. Empty for a take of another text.
 *
 * @returns such as `["resolution"]`, in the words of the manifest.
 */
export function movedDefaults(shot: Shot, take: Take): readonly string[] {
  if (take.fingerprint !== shot.fingerprint) return [];
  const { model, resolution, duration, request } = take;
  return defaultsMovedSince(shot, { model, resolution, duration, aspectRatio: request.body["aspect_ratio"] });
}

/** What of a take says with which defaults it was made; `DoneTake` has it as well. */
export interface MadeWith {
  readonly model: string;
  readonly resolution: string;
  readonly duration: string;
  /** As it was sent; undefined or null where the request names none. */
  readonly aspectRatio: unknown;
}

/** The same for a take that is known to be of the shot's text. */
export function defaultsMovedSince(shot: Shot, made: MadeWith): readonly string[] {
  const hasRatio = (made.aspectRatio ?? shot.aspectRatio) === shot.aspectRatio;
  const { model, resolution, duration } = made;
  if (hasRatio && model === shot.model && resolution === shot.resolution && duration === shot.duration) {
    return NONE;
  }
  return [
    ...(model === shot.model ? [] : ["model"]),
    ...(hasRatio ? [] : ["aspect_ratio"]),
    ...(resolution === shot.resolution ? [] : ["resolution"]),
    ...(duration === shot.duration ? [] : ["duration"]),
  ];
}

const NONE: readonly string[] = [];

/**
 * Whether a take of older defaults is passed over: another one was made with the present ones. Until then it counts,
 * because a new release must not make a finished shot "changed"; an approved one always does.
 *
 * @param takes - all takes of the shot.
 * @param isApproved - whether a reviewer approved a take.
 */
export function isOutdated(
  shot: Shot,
  take: Take,
  takes: readonly Take[],
  isApproved: (take: Take) => boolean,
): boolean {
  if (takes.length < 2 || isApproved(take) || movedDefaults(shot, take).length === 0) return false;
  return takes.some(
    (other) =>
      other.fingerprint === shot.fingerprint && isMade(other) && movedDefaults(shot, other).length === 0,
  );
}
