import type { Shot } from "@shotlist/manifest";
import type { StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { awaitsClip, isInFlight } from "../take/take-facts.ts";
import { type BuyingRules, type Decision, decideAction } from "./decide-action.ts";
import { likelyOldIds } from "./likely-old-ids.ts";
import { matchRenames, type Renames } from "./match-renames.ts";
import { isOutdated, movedDefaults } from "./moved-defaults.ts";
import { pickUpstream, type ShotKeyframe, shotInputs, type UpstreamShot } from "./pick-upstream.ts";
import type { Plan, PlanAction } from "./plan.ts";
import { clipsReason, joinAnd, takeName } from "./reasons.ts";
import type { SettledShots } from "./settled-shots.ts";
import { expectedClips, isTry, type ShotStanding, standingOf } from "./shot-standing.ts";
import { staleTakes } from "./stale-takes.ts";
import { indexTakes, type TakeIndex } from "./take-index.ts";
import { upstreamFirst } from "./upstream-order.ts";

/** What is true of a shot when it is selected. */
export interface ShotFacts {
  /** The API was never really asked for a take of it. */
  readonly isNew: boolean;
  /** Its newest take ended without a clip, and the shot is not done. */
  readonly hasFailed: boolean;
  /** A take of it was rejected, and there are not yet enough others instead. */
  readonly isRejected: boolean;
  /** A take of it was approved, whatever the shot said when that was made. */
  readonly isApproved: boolean;
}

/** What a plan is made from. */
export interface MakePlanInput extends BuyingRules {
  /** The manifest's name. */
  readonly name: string;
  /** In the manifest's order. */
  readonly shots: readonly Shot[];
  readonly snapshot: StateSnapshot;
  /** Price of one take in USD × 10⁴; null when unknown. */
  readonly priceOf: (shot: Shot) => number | null;
  /** Whether a shot is meant; every one unless said. */
  readonly select?: (shot: Shot, facts: ShotFacts) => boolean;
  /** Shots that are done and whose takes are not in the snapshot; see `readOpenState`. None unless said. */
  readonly settled?: SettledShots | undefined;
  /** Finished takes whose clip's file is gone, as `shotId/number` by the state's ids. */
  readonly missingClips?: ReadonlySet<string>;
  /** Shots that continue another take than the one that counts now are made again. */
  readonly remakeChains?: boolean;
  /** Shots are made again that were made with other defaults of shotlist's own than the present ones. */
  readonly refreshDefaults?: boolean;
}

/**
 * Says what a run has to do, and why: one action for each shot. Pure; takes time in proportion to shots
 * and takes.
 *
 * What a finished shot wanted decides, not when or under which id: going back to an earlier text, renaming
 * and reordering buy nothing. Shots that are not selected buy nothing, and hold up those that need them.
 */
export function makePlan(input: MakePlanInput): Plan {
  const { shots, snapshot } = input;
  const settled = input.settled?.takesOf ?? NOTHING_SETTLED;
  const renames = matchRenames(
    settled.size === 0 ? shots : shots.filter(({ id }) => !settled.has(id)),
    snapshot,
  );
  const index = indexTakes(snapshot, renames.moves, input.missingClips ?? new Set());
  const planner = new Planner(input, index, renames);
  const ordered = upstreamFirst(shots);
  const planned = ordered.map((shot) => {
    const takes = settled.get(shot.id);
    return takes === undefined ? planner.add(shot) : settledAction(shot, takes, input.select);
  });
  const removed = removedActions(shots, index);
  const actions = ordered === shots ? planned : inOrderOf(shots, ordered, planned);
  return {
    version: 1,
    name: input.name,
    lineage: snapshot.info.lineage,
    serial: snapshot.info.serial,
    actions: withRemoved(withLikelyOldIds(actions, shots, renames), removed),
    moves: renames.moves,
  };
}

const NOTHING_SETTLED: ReadonlyMap<string, number> = new Map();
const NO_FIELDS: readonly string[] = [];
const NO_INPUTS: ReturnType<typeof shotInputs> = [];
const SETTLED: ShotFacts = { isNew: false, hasFailed: false, isRejected: false, isApproved: false };

function settledAction(shot: Shot, takes: number, select: MakePlanInput["select"]): PlanAction {
  return {
    shotId: shot.id,
    kind: "done",
    reason: clipsReason(shot, takes),
    changedFields: NO_FIELDS,
    buys: 0,
    priceUsdE4: 0,
    selected: select?.(shot, SETTLED) ?? true,
  };
}

/** Removed shots come last. */
function withRemoved(actions: readonly PlanAction[], removed: readonly PlanAction[]): readonly PlanAction[] {
  return removed.length === 0 ? actions : [...actions, ...removed];
}

function removedActions(shots: readonly Shot[], { byShot }: TakeIndex): readonly PlanAction[] {
  if (byShot.size === 0) return [];
  const ids = new Set(shots.map(({ id }) => id));
  return [...byShot].filter(([id]) => !ids.has(id)).map(([id, takes]) => removedAction(id, takes));
}

function inOrderOf(
  shots: readonly Shot[],
  ordered: readonly Shot[],
  planned: readonly PlanAction[],
): readonly PlanAction[] {
  const indices = new Map(ordered.map((shot, index) => [shot, index]));
  return shots.flatMap((shot) => planned[indices.get(shot) ?? -1] ?? []);
}

/** Plans shots one by one; each after those that it needs. */
class Planner {
  readonly #input: MakePlanInput;
  readonly #index: TakeIndex;
  readonly #renames: Renames;
  /** Shots that others continue; only these are looked up again. */
  readonly #continued: ReadonlySet<string>;
  readonly #planned = new Map<string, UpstreamShot>();
  readonly #stale: Set<Take>;

  constructor(input: MakePlanInput, index: TakeIndex, renames: Renames) {
    this.#input = input;
    this.#index = index;
    this.#renames = renames;
    this.#continued = new Set(input.shots.flatMap(({ needs }) => needs));
    this.#stale = new Set(staleTakes(input.snapshot.takes, (take) => index.verdictOf(take) === "rejected"));
  }

  add(shot: Shot): PlanAction {
    const takes = this.#index.byShot.get(shot.id) ?? [];
    this.#addOutdated(shot, takes);
    this.#addPassedOver(shot, takes);
    const standing = standingOf(shot, takes, {
      verdictOf: this.#index.verdictOf,
      rejectedAtMs: this.#index.rejectedAtMs,
      retakeOf: this.#index.retakeOf,
      isClipGone: this.#index.isClipGone,
      isStale: (take) => this.#stale.has(take),
    });
    const decision = this.#afterUpstream(shot, standing, decideAction(shot, standing, this.#input));
    const selected = this.#input.select?.(shot, factsOf(shot, standing, decision)) ?? true;
    const buys = selected ? decision.buys : 0;
    const price = buys === 0 ? 0 : this.#input.priceOf(shot);
    const before = buys > 0 ? standing.everApproved : undefined;
    const renamedFrom = this.#renames.renamedFrom.get(shot.id);
    const action: PlanAction = {
      shotId: shot.id,
      kind: decision.kind,
      reason: before === undefined ? decision.reason : promotionReason(decision, before),
      changedFields: decision.changedFields,
      buys,
      priceUsdE4: price === null ? null : price * buys,
      ...(before === undefined ? {} : { approvedBefore: before.number }),
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
      selected,
    };
    if (this.#continued.has(shot.id)) this.#planned.set(shot.id, { standing, action });
    return action;
  }

  /** Marks takes as stale that were made with older defaults, when others are there or are wanted. */
  #addOutdated(shot: Shot, takes: readonly Take[]): void {
    const isApproved = (take: Take): boolean => this.#index.verdictOf(take) === "approved";
    for (const take of takes) {
      const isUnwanted =
        this.#input.refreshDefaults === true
          ? movedDefaults(shot, take).length > 0
          : isOutdated(shot, take, takes, isApproved);
      if (isUnwanted) this.#stale.add(take);
    }
  }

  /** Marks takes as stale that continue another take than the one that counts now, or one so marked. */
  #addPassedOver(shot: Shot, takes: readonly Take[]): void {
    const { remakeChains = false, refreshDefaults = false } = this.#input;
    if (!remakeChains && !refreshDefaults) return;
    for (const take of takes) {
      for (const [name, keyframe] of shotInputs(shot)) {
        const used = this.#index.byGeneration.get(take.upstream[name] ?? "");
        if (used === undefined) continue;
        if (this.#stale.has(used) || (remakeChains && this.#isPassedOver(keyframe, used))) {
          this.#stale.add(take);
        }
      }
    }
  }

  #isPassedOver(keyframe: ShotKeyframe, used: Take): boolean {
    const pick = pickUpstream(keyframe, this.#planned.get(keyframe.shot));
    return pick.kind === "take" && pick.take !== used;
  }

  /** Holds a shot up while what it continues is not there, and says when another take is chosen now. */
  #afterUpstream(shot: Shot, standing: ShotStanding, decision: Decision): Decision {
    const frames = shot.needs.length === 0 ? NO_INPUTS : shotInputs(shot);
    if (decision.buys === 0) {
      const notes = [movedDefaultsNote(shot, standing), this.#passedOverNote(frames, standing)];
      const note = decision.kind === "done" ? notes.filter((text) => text !== "").join("; ") : "";
      return note === "" ? decision : { ...decision, reason: `${decision.reason}; ${note}` };
    }
    if (frames.length === 0) return decision;
    const picks = frames.map(([, keyframe]) => pickUpstream(keyframe, this.#planned.get(keyframe.shot)));
    const stuck = picks.flatMap((pick) => (pick.kind === "stuck" ? [pick.reason] : []));
    if (stuck.length > 0) {
      return {
        ...decision,
        kind: "blocked",
        buys: 0,
        reason: `waits for ${joinAnd(stuck)} (${decision.reason})`,
      };
    }
    const waits = picks.flatMap((pick) => (pick.kind === "waits" ? [pick.reason] : []));
    return waits.length === 0
      ? decision
      : { ...decision, reason: `${decision.reason}; waits for ${joinAnd([...new Set(waits)])}` };
  }

  #passedOverNote(frames: ReturnType<typeof shotInputs>, { approved, good }: ShotStanding): string {
    const take = approved ?? good.at(-1);
    for (const [name, keyframe] of frames) {
      const used = this.#index.byGeneration.get(take?.upstream[name] ?? "");
      const pick = pickUpstream(keyframe, this.#planned.get(keyframe.shot));
      if (used !== undefined && pick.kind === "take" && pick.take !== used) {
        const now = `${takeName(pick.take)} of ${keyframe.shot} is chosen now`;
        return `it continues ${takeName(used)}, ${now} (--remake-chains makes it again)`;
      }
    }
    return "";
  }
}

function movedDefaultsNote(shot: Shot, { approved, good }: ShotStanding): string {
  const take = approved ?? good.at(-1);
  const fields = take === undefined ? [] : movedDefaults(shot, take);
  return fields.length === 0
    ? ""
    : `made when shotlist's own default for ${joinAnd(fields)} was another (--refresh-defaults makes it again)`;
}

/** No API takes a seed, so that nothing can make an approved clip again in a better quality. */
function promotionReason({ reason }: Decision, approved: Take): string {
  return `${reason}; a new clip, not a sharper copy of ${takeName(approved)}, which is approved`;
}

function factsOf(shot: Shot, standing: ShotStanding, { kind }: Decision): ShotFacts {
  const { all, tried, failed, rejected, approved, everApproved } = standing;
  const last = tried.at(-1);
  return {
    isNew: !all.some(isTry),
    hasFailed: kind !== "done" && last !== undefined && failed.includes(last),
    isRejected: rejected.length > 0 && approved === undefined && expectedClips(standing) < shot.takes,
    isApproved: everApproved !== undefined,
  };
}

/** A removed shot is left alone, but what is in flight for it is watched, and its clip fetched. */
function removedAction(shotId: string, takes: readonly Take[]): PlanAction {
  const kept = takes.filter(({ clip }) => clip !== undefined).length;
  const clips = kept === 0 ? "" : `; its ${kept === 1 ? "clip stays" : `${kept} clips stay`}`;
  const open = takes.findLast(isInFlight);
  const made = takes.findLast(awaitsClip);
  const going =
    open !== undefined
      ? `; ${takeName(open)} is still watched`
      : made !== undefined
        ? `; the clip of ${takeName(made)} is still fetched`
        : "";
  return {
    shotId,
    kind: open !== undefined ? "resume" : made !== undefined ? "download" : "removed",
    reason: `no longer in the manifest${going}${clips}`,
    changedFields: [],
    buys: 0,
    priceUsdE4: 0,
    selected: true,
  };
}

/** Tells of shots that look new which removed one they may be, before anybody pays. */
function withLikelyOldIds(
  actions: readonly PlanAction[],
  shots: readonly Shot[],
  { gone }: Renames,
): readonly PlanAction[] {
  if (gone.length === 0) return actions;
  const fresh = shots.filter((_, index) => actions[index]?.kind === "new");
  const likely = likelyOldIds(fresh, gone);
  if (likely.size === 0) return actions;
  return actions.map((action) => {
    const old = action.kind === "new" ? likely.get(action.shotId) : undefined;
    if (old === undefined) return action;
    const move = `shotlist state move MANIFEST ${old} ${action.shotId}`;
    return { ...action, reason: `${action.reason}; if it is ${old} renamed, keep its takes with: ${move}` };
  });
}
