import type { Json, JsonObject, Shot } from "@shotlist/manifest";
import { countingVerdicts } from "../plan/counting-verdicts.ts";
import type { Plan, PlanAction } from "../plan/plan.ts";
import { planCounts } from "../plan/plan-counts.ts";
import { NOTHING_SETTLED, type SettledShots } from "../plan/settled-shots.ts";
import { indexTakes } from "../plan/take-index.ts";
import type { StateSnapshot, Verdict } from "../ports/state-store.ts";
import type { ReadModel, ShotState, ShotView, TakeView, Totals } from "../read-model.ts";
import type { Take } from "../take/take.ts";
import { isEmptyHanded, isUnanswered } from "../take/take-facts.ts";
import { inputViews } from "./input-views.ts";
import { shownTake } from "./shown-take.ts";
import { sumTotals } from "./sum-totals.ts";
import { isoTime, takeView } from "./take-view.ts";

/** What a read-model is made from: a manifest's shots, its state, and the plan between them. */
export interface MakeReadModelInput {
  readonly name: string;
  readonly simulated: boolean;
  /** Unix milliseconds. */
  readonly madeAtMs: number;
  readonly profile?: string | undefined;
  /** The output folder relative to the page's folder, with `/`. */
  readonly clipsBase: string;
  /** The manifest's folder relative to the page's folder, with `/`; only with it pages show keyframes. */
  readonly framesBase?: string | undefined;
  readonly shots: readonly Shot[];
  readonly snapshot: StateSnapshot;
  /** Shots whose takes are not in the snapshot (see `readOpenState`): they count in the totals, and are not among `shots`. */
  readonly settled?: SettledShots | undefined;
  /** Made from the same shots and snapshot. */
  readonly plan: Plan;
  /** Price of one take in USD × 10⁴; null when unknown. */
  readonly priceOf: (shot: Shot) => number | null;
}

/**
 * Gathers everything that a report or a status shows. Pure, and the value is plain JSON: it holds neither
 * keys nor links to finished clips.
 */
export function makeReadModel(input: MakeReadModelInput): ReadModel {
  const { plan, snapshot, shots } = input;
  const { byShot, retakeOf } = indexTakes(snapshot, plan.moves, new Set());
  const shotById = new Map(shots.map((shot) => [shot.id, shot]));
  const verdicts = new Map(
    countingVerdicts(snapshot).map((verdict) => [`${verdict.shotId}/${verdict.number}`, verdict]),
  );
  const verdictOf = (take: Take): Verdict | undefined => verdicts.get(`${take.shotId}/${take.number}`);
  const settled = input.settled ?? NOTHING_SETTLED;
  const actions =
    settled.takesOf.size === 0
      ? plan.actions
      : plan.actions.filter(({ shotId }) => !settled.takesOf.has(shotId));
  const views = actions.map((action) => {
    const takes = byShot.get(action.shotId) ?? [];
    const shot = shotById.get(action.shotId);
    const takeViews = takes.map((take) =>
      takeView(take, shot, { verdict: verdictOf(take), retake: retakeOf(take) }),
    );
    return shot === undefined
      ? removedView(action, takes, takeViews)
      : shotView(shot, action, { takes, takeViews, priceUsdE4: input.priceOf(shot) });
  });
  return {
    version: 1,
    name: input.name,
    lineage: snapshot.info.lineage,
    simulated: input.simulated,
    madeAt: isoTime(input.madeAtMs),
    ...(input.profile === undefined ? {} : { profile: input.profile }),
    clipsBase: input.clipsBase,
    ...(input.framesBase === undefined ? {} : { framesBase: input.framesBase }),
    shots: views,
    totals: withSettled(sumTotals(views, planCounts(plan).priceUsdE4, snapshot.forgotten), input),
  };
}

function withSettled(totals: Totals, { settled, shots, priceOf }: MakeReadModelInput): Totals {
  if (settled === undefined || settled.sums.shots === 0) return totals;
  const { sums, takesOf } = settled;
  let { estimateUsdE4, unknownPrices } = totals;
  for (const shot of shots) {
    if (!takesOf.has(shot.id)) continue;
    const price = priceOf(shot);
    if (price === null) unknownPrices += 1;
    else estimateUsdE4 += price * shot.takes;
  }
  return {
    ...totals,
    shots: totals.shots + sums.shots,
    byState: { ...totals.byState, done: totals.byState.done + sums.shots },
    takes: totals.takes + sums.takes,
    clips: totals.clips + sums.takes,
    clipBytes: totals.clipBytes + sums.clipBytes,
    spentUsdE4: totals.spentUsdE4 + sums.spentUsdE4,
    estimateUsdE4,
    unknownPrices,
  };
}

function shotView(
  shot: Shot,
  action: PlanAction,
  more: { takes: readonly Take[]; takeViews: readonly TakeView[]; priceUsdE4: number | null },
): ShotView {
  const current = more.takes.filter(({ fingerprint }) => fingerprint === shot.fingerprint);
  const state = stateOf(action, current);
  return {
    id: shot.id,
    ...(shot.kind === "video" ? {} : { kind: shot.kind }),
    state,
    words: wordsOf(state, action, more.takeViews),
    action: action.kind,
    prompt: shot.prompt,
    model: shot.model,
    aspectRatio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    loop: shot.loop,
    tags: shot.tags,
    matrix: shot.matrix,
    ...(shot.product === undefined ? {} : { product: shot.product }),
    ...inputViews(shot),
    ...(shot.takes === 1 ? {} : { takesWanted: shot.takes }),
    shownTake: shownTake(more.takeViews),
    takes: more.takeViews,
    priceUsdE4: more.priceUsdE4,
    spentUsdE4: spentOn(more.takeViews),
  };
}

/** A removed shot, as far as its newest take remembers it. */
function removedView(action: PlanAction, takes: readonly Take[], takeViews: readonly TakeView[]): ShotView {
  const last = takes.at(-1);
  const wanted: JsonObject = { ...last?.request.body, ...last?.wanted };
  const aspectRatio = wanted["aspect_ratio"];
  return {
    id: action.shotId,
    ...kindOf(wanted["kind"]),
    state: "removed",
    words: action.reason,
    action: action.kind,
    prompt: takeViews.at(-1)?.prompt ?? "",
    model: last?.model ?? "",
    aspectRatio: typeof aspectRatio === "string" ? aspectRatio : "",
    resolution: last?.resolution ?? "",
    duration: last?.duration ?? "",
    loop: wanted["loop"] === true,
    tags: [],
    matrix: {},
    shownTake: shownTake(takeViews),
    takes: takeViews,
    priceUsdE4: last?.priceUsdE4 ?? null,
    spentUsdE4: spentOn(takeViews),
  };
}

function stateOf({ kind }: PlanAction, current: readonly Take[]): ShotState {
  const last = current.findLast(({ state }) => state !== "not-created");
  switch (kind) {
    case "done":
    case "removed":
      return kind;
    case "new":
    case "changed":
    case "retake":
    case "more-takes":
      return "waiting";
    case "retry":
      return "failed";
    case "download":
      return "downloading";
    case "resume":
      return last !== undefined && isUnanswered(last) ? "unconfirmed" : "running";
    case "blocked":
      if (current.some(isUnanswered)) return "unconfirmed";
      return last !== undefined && isEmptyHanded(last) ? "failed" : "blocked";
  }
}

function wordsOf(state: ShotState, action: PlanAction, takes: readonly TakeView[]): string {
  const failed =
    state === "failed" ? takes.findLast(({ current, failure }) => current && failure) : undefined;
  return failed?.failure === undefined ? action.reason : `Take ${failed.number}: ${failed.failure.words}`;
}

function spentOn(takes: readonly TakeView[]): number {
  return takes.reduce((sum, { money, priceUsdE4 }) => sum + (money === "spent" ? (priceUsdE4 ?? 0) : 0), 0);
}

function kindOf(kind: Json | undefined): Pick<ShotView, "kind"> {
  return kind === "image" || kind === "edit" || kind === "reframe" ? { kind } : {};
}
