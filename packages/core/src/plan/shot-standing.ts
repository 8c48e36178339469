import type { Shot } from "@shotlist/manifest";
import { THROTTLED } from "../engine/retry-policy.ts";
import type { RetakeWish, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { awaitsClip, isEmptyHanded, isInFlight, isMade } from "../take/take-facts.ts";

/** What is known of takes beside themselves. */
export interface TakeContext {
  readonly verdictOf: (take: Take) => Verdict["verdict"] | undefined;
  readonly rejectedAtMs: (take: Take) => number | undefined;
  readonly retakeOf: (take: Take) => RetakeWish | undefined;
  /** The file of a finished take's clip is gone from disk. */
  readonly isClipGone: (take: Take) => boolean;
  /** It continues a take that does not count any more, so that it has to be made again. */
  readonly isStale: (take: Take) => boolean;
}

/** A shot's takes, sorted by what they mean for it now. Each list is in the order of take numbers. */
export interface ShotStanding {
  readonly all: readonly Take[];
  /** Made for what the shot says now, and not stale. */
  readonly current: readonly Take[];
  /** Of these, the ones that the API was really asked for: neither never created nor turned away for a while. */
  readonly tried: readonly Take[];
  /** Current, unrejected, with a clip on disk. */
  readonly good: readonly Take[];
  /** Current, unrejected, with a clip that is still to be fetched or that is gone from disk. */
  readonly fetchable: readonly Take[];
  /** Current, and the API may be at work on it. */
  readonly inFlight: readonly Take[];
  /** Current, and the API no longer knows it. */
  readonly missing: readonly Take[];
  readonly rejected: readonly Take[];
  /** Current takes beside or instead of which another one was asked for that is neither there nor coming. */
  readonly toRetake: readonly Take[];
  /** The same, where the other one is to have another prompt than the shot has now. */
  readonly toReword: readonly Take[];
  /** Current, tried, and ended without a clip. */
  readonly failed: readonly Take[];
  /** The last try was made after a take had been rejected, and failed: a retake that is still wanted. */
  readonly isRetakeFailed: boolean;
  /** The newest current take that a reviewer approved. */
  readonly approved: Take | undefined;
  /** The newest take that a reviewer approved, whatever the shot said when it was made. */
  readonly everApproved: Take | undefined;
  /** Of an older text: in flight, or with a clip that was never fetched. It is still watched. */
  readonly oldOpen: readonly Take[];
}

const NONE: readonly Take[] = [];

/** Of a shot without takes. */
const NOTHING: ShotStanding = {
  all: NONE,
  current: NONE,
  tried: NONE,
  good: NONE,
  fetchable: NONE,
  inFlight: NONE,
  missing: NONE,
  rejected: NONE,
  toRetake: NONE,
  toReword: NONE,
  failed: NONE,
  isRetakeFailed: false,
  approved: undefined,
  everApproved: undefined,
  oldOpen: NONE,
};

/** Sorts a shot's takes by what they mean for it now. */
export function standingOf(shot: Shot, takes: readonly Take[], context: TakeContext): ShotStanding {
  if (takes.length === 0) return NOTHING;
  const current = takes.filter((take) => take.fingerprint === shot.fingerprint && !context.isStale(take));
  const counted = new Set(current);
  const tried = current.filter(isTry);
  const isRejected = (take: Take): boolean => context.verdictOf(take) === "rejected";
  const rejected = current.filter(isRejected);
  const last = tried.at(-1);
  const isApproved = (take: Take): boolean => context.verdictOf(take) === "approved";
  const made = current.filter((take) => isMade(take) && !isRejected(take));
  const approved = made.findLast(isApproved);
  const isHere = (take: Take): boolean => take.state === "done" && !context.isClipGone(take);
  return {
    all: takes,
    current,
    tried,
    good: made.filter(isHere),
    fetchable: made.filter((take) => !isHere(take)),
    inFlight: current.filter(isInFlight),
    missing: current.filter((take) => take.state === "missing" && !isRejected(take)),
    rejected,
    ...openWishes(shot, { tried, approved }, context.retakeOf),
    failed: tried.filter(isEmptyHanded),
    isRetakeFailed:
      last !== undefined &&
      isEmptyHanded(last) &&
      rejected.some((take) => (context.rejectedAtMs(take) ?? Infinity) <= last.intentAtMs),
    approved,
    everApproved: takes.findLast((take) => isMade(take) && isApproved(take)),
    oldOpen: takes.filter((take) => !counted.has(take) && (isInFlight(take) || awaitsClip(take))),
  };
}

/**
 * The takes whose retake is still to be made. Each later take that did not end empty-handed fulfils one wish that
 * is older than it. An approved take settles what was asked for beside others, not what was asked for beside itself.
 */
function openWishes(
  shot: Shot,
  { tried, approved }: Pick<ShotStanding, "tried" | "approved">,
  retakeOf: TakeContext["retakeOf"],
): Pick<ShotStanding, "toRetake" | "toReword"> {
  const wishes = tried.flatMap((take) => {
    const wish = approved === undefined || take === approved ? retakeOf(take) : undefined;
    return wish === undefined ? [] : [{ take, atMs: wish.atMs, isReworded: isReworded(wish, shot) }];
  });
  if (wishes.length === 0) return { toRetake: NONE, toReword: NONE };
  const answers = tried.filter((take) => !isEmptyHanded(take));
  const open = wishes
    // What is made has the shot's own words, so it is an answer to other words last.
    .toSorted((a, b) => Number(a.isReworded) - Number(b.isReworded) || a.atMs - b.atMs)
    .filter(({ take, atMs }) => {
      const index = answers.findIndex(({ number, intentAtMs }) => number > take.number && intentAtMs >= atMs);
      if (index >= 0) answers.splice(index, 1);
      return index < 0;
    });
  return {
    toRetake: open.filter((wish) => !wish.isReworded).map(({ take }) => take),
    toReword: open.filter((wish) => wish.isReworded).map(({ take }) => take),
  };
}

function isReworded({ prompt }: RetakeWish, shot: Shot): boolean {
  return (prompt ?? shot.prompt) !== shot.prompt;
}

/** Whether a take says anything about its shot: it was not just never created, or refused for lack of a slot. */
export function isTry({ state, failure }: Take): boolean {
  return state !== "not-created" && !(state === "refused" && failure?.code === THROTTLED);
}

/** Takes that will give a clip by themselves, or that have one. */
export function expectedClips({ good, fetchable, inFlight }: ShotStanding): number {
  return good.length + fetchable.length + inFlight.length;
}
