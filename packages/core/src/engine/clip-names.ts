import type { ClipFacts, Take } from "../take/take.ts";

/** A take whose clip is on disk, or checked and about to be. */
export type TakeWithClip = Take & { readonly clip: ClipFacts };

/** The takes of a shot that share one path. */
export interface ClipFamily {
  /** The path, as the newest or approved take has it. */
  readonly plain: string;
  /** Those that are done, oldest first. */
  readonly takes: readonly TakeWithClip[];
}

/** A reviewer's word on a take, where there is one. */
export type VerdictOf = (take: Take) => "approved" | "rejected" | undefined;

/** The name of a clip whose path another take of its shot has: `mug.mp4` becomes `mug.take-2.mp4`. */
export function nameBeside(plain: string, takeNumber: number): string {
  const [, stem = plain, ending = ""] = /^(.*?)(\.(?:mp4|jpg|png))?$/is.exec(plain) ?? [];
  return `${stem}.take-${takeNumber}${ending}`;
}

/**
 * The done takes of a shot whose clips have its path, or a name beside it.
 *
 * @param clipPath - the shot's path for a take number.
 * @returns undefined where the path has the take's number in it, so that no two takes share one.
 */
export function clipFamily(
  takes: readonly Take[],
  clipPath: (takeNumber: number) => string,
): ClipFamily | undefined {
  const plain = clipPath(1);
  if (clipPath(2) !== plain) return undefined;
  const isOfIt = (take: Take): take is TakeWithClip =>
    take.state === "done" &&
    take.clip !== undefined &&
    (take.clip.file === plain || take.clip.file === nameBeside(plain, take.number));
  return { plain, takes: takes.filter(isOfIt) };
}

/** The take that has the plain name: an approved one before one without a verdict before a rejected one, then the newest. */
export function bearerOf<T extends Take>(takes: readonly T[], verdictOf: VerdictOf): T | undefined {
  const rank = (take: T): number => RANKS[verdictOf(take) ?? "unjudged"];
  let bearer: T | undefined;
  for (const take of takes) {
    const goesFirst = bearer === undefined || (rank(take) - rank(bearer) || take.number - bearer.number) > 0;
    if (goesFirst) bearer = take;
  }
  return bearer;
}

const RANKS = { approved: 2, unjudged: 1, rejected: 0 } as const;
