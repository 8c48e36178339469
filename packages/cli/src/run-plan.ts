import {
  acceptRisk,
  checkSavedPlan,
  type Dialect,
  type FoundMatch,
  type GenerationApi,
  isPlanDone,
  NOTHING_SETTLED,
  type OpenState,
  type RunSummary,
  restOfPlan,
  type SavedPlan,
  type StateStore,
  type Take,
  type TakeChange,
  USD_E4,
} from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import type { Manifest } from "@shotlist/manifest";
import { adoptMatching, type MatchingMode } from "./adopt-matching.ts";
import { canList } from "./can-list.ts";
import type { CommonFlags } from "./flags.ts";
import {
  type OpenStanding,
  openPlanFrom,
  type PlanRules,
  planFrom,
  readOpen,
  type Standing,
} from "./standing.ts";
import type { StatePaths } from "./state-paths.ts";

/** What decides what a run does. */
export interface RunPlanOptions {
  readonly manifest: Manifest;
  readonly paths: StatePaths;
  readonly flags: CommonFlags;
  /** A saved plan to do, instead of what the manifest asks for now. */
  readonly saved?: SavedPlan;
  /** Unconfirmed takes that cannot be looked up are sent again up to this sum, in US dollars. */
  readonly acceptRisk?: number;
  readonly matching: MatchingMode;
  /** Decides about generations of the account that equal what would be bought. */
  readonly offer: (matches: readonly FoundMatch[]) => Promise<boolean>;
  readonly warn: (words: string) => void;
  /** Aborted by a first and by a second Ctrl-C. */
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
}

/** Requests that a listing before the first submission may take, each as long as a request may. */
const MOST_LISTINGS = 10;

/** A plan to be agreed to, and what is recorded once it is. */
export interface PlannedRun {
  readonly standing: OpenStanding;
  /** Unconfirmed takes that are sent again at the user's risk. */
  readonly risk: readonly TakeChange[];
}

/**
 * Makes the plan of a run. Nothing is changed: what has to be recorded first is done by `beforeRun`, once the
 * plan is agreed to.
 *
 * @throws ShotlistError `plan-stale` for a saved plan that must not be done (any more).
 */
export async function planRun(options: RunPlanOptions, store: StateStore): Promise<PlannedRun> {
  const { saved, manifest, paths } = options;
  if (saved !== undefined) {
    // An interrupted one is told by all the shots that the state knows.
    const snapshot = await store.read();
    const isFresh = checkSavedPlan(saved, snapshot) === "fresh";
    const standing = await planNow(options, { snapshot, settled: NOTHING_SETTLED });
    const plan = isFresh ? saved.plan : restOfPlan(saved.plan, standing.plan);
    return { standing: { ...standing, plan }, risk: [] };
  }
  const open = await readOpen(store, manifest, paths);
  const standing = await planNow(options, open);
  if (options.acceptRisk === undefined) return { standing, risk: [] };
  const {
    changes,
    snapshot: after,
    left,
  } = acceptRisk(open.snapshot, {
    mostUsdE4: Math.round(options.acceptRisk * USD_E4),
    canList,
    wants: (take) => isBlocked(standing, take),
    atMs: systemClock.nowMs(),
  });
  for (const take of left) options.warn(leftWords(take));
  if (changes.length === 0) return { standing, risk: [] };
  return { standing: await planNow(options, { ...open, snapshot: after }), risk: changes };
}

/**
 * Records what has to be known before the first submission: the risk that was accepted, generations that are
 * taken up, and that a saved plan is begun.
 *
 * @returns the plan to run: never more than what was agreed to.
 */
export async function beforeRun(
  options: RunPlanOptions,
  agreed: PlannedRun,
  store: StateStore,
  apis: ReadonlyMap<Dialect, GenerationApi>,
): Promise<OpenStanding> {
  let { standing } = agreed;
  if (agreed.risk.length > 0) {
    await store.record(await store.beginRun({ accounts: [], atMs: systemClock.nowMs() }), agreed.risk);
    standing = await within(options, standing, store);
  }
  const { matching: mode, offer, warn } = options;
  const timeout = AbortSignal.timeout(standing.limits.requestTimeoutMs * MOST_LISTINGS);
  const signal = AbortSignal.any([options.drain, options.abort, timeout]);
  const adopted = await adoptMatching({ mode, standing, store, apis, offer, warn, signal });
  if (adopted > 0) standing = await within(options, standing, store);
  const { saved } = options;
  if (saved !== undefined) {
    const begunAtMs = systemClock.nowMs();
    const epoch = await store.beginRun({ accounts: [], atMs: begunAtMs });
    await store.notePlan(epoch, { id: saved.id, begunAtMs });
  }
  return standing;
}

/**
 * Looks at what is left after a run, or after one that had nothing to do. A saved plan of which nothing is left
 * is finished, and can't be done again.
 *
 * @param summary - undefined where nothing ran.
 */
export async function afterRun(
  options: RunPlanOptions,
  store: StateStore,
  summary: RunSummary | undefined,
): Promise<Standing> {
  const { saved, manifest, paths, flags } = options;
  const snapshot = await store.read();
  const rules = saved === undefined ? flags : rulesOf(saved, flags);
  const standing = await planFrom(manifest, paths, snapshot, rules);
  if (saved === undefined) return standing;
  const plan = restOfPlan(saved.plan, standing.plan);
  const begun = snapshot.plans?.find(({ id }) => id === saved.id);
  if (begun !== undefined && summary?.stopped === undefined && isPlanDone(plan, snapshot)) {
    const finishedAtMs = systemClock.nowMs();
    const epoch = await store.beginRun({ accounts: [], atMs: finishedAtMs });
    await store.notePlan(epoch, { ...begun, finishedAtMs });
  }
  return { ...standing, plan };
}

/** The plan as the state is now, within what was agreed to. */
async function within(
  options: RunPlanOptions,
  agreed: OpenStanding,
  store: StateStore,
): Promise<OpenStanding> {
  const standing = await planNow(options, await readOpen(store, options.manifest, options.paths));
  return { ...standing, plan: restOfPlan(agreed.plan, standing.plan) };
}

function planNow(options: RunPlanOptions, open: OpenState): Promise<OpenStanding> {
  const { manifest, paths, flags, saved } = options;
  return openPlanFrom(manifest, paths, open, saved === undefined ? flags : rulesOf(saved, flags));
}

/** A saved plan brings its own selection. */
function rulesOf(saved: SavedPlan, flags: CommonFlags): PlanRules {
  const { only: _only, tag: _tag, sample: _sample, ...rest } = flags;
  const { retry, retakeRejected, remakeChains = false, refreshDefaults = false } = saved;
  return { ...rest, retry, retakeRejected, remakeChains, refreshDefaults };
}

/** Whether nothing but this take's missing answer stands between its shot and what is wanted now. */
function isBlocked({ plan, manifest }: OpenStanding, take: Take): boolean {
  const action = plan.actions.find(({ shotId, renamedFrom }) => (renamedFrom ?? shotId) === take.shotId);
  if (action === undefined || !action.selected || action.kind !== "blocked") return false;
  return manifest.shots.some(
    ({ id, fingerprint }) => id === action.shotId && fingerprint === take.fingerprint,
  );
}

function leftWords({ shotId, number, priceUsdE4, neverResend }: Take): string {
  const why =
    neverResend === true
      ? "the API said yes to it"
      : priceUsdE4 === null
        ? "its price is unknown"
        : "the accepted sum is used up";
  return `${shotId}, take ${number}, is not sent again: ${why}. Settle it with: shotlist resolve MANIFEST ${shotId}`;
}
