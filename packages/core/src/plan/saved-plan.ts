import type { JsonObject, Manifest } from "@shotlist/manifest";
import type { StateSnapshot } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Dialect, WireRequest } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";
import type { Plan, PlanAction } from "./plan.ts";

/** A create that the plan would send, as it would go over the wire. */
export interface PlannedRequest extends WireRequest {
  readonly shotId: string;
  readonly dialect: Dialect;
  /** Over path and body; a clip of another shot that is not made yet stands in it by its shot's name. */
  readonly requestHash: string;
}

/** A file that the plan was made from. */
export interface PlannedFile {
  /** Relative to the manifest's folder with `/`, or absolute. */
  readonly path: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** What goes over the wire hangs on its bytes; of the others the plan carries all that counts. */
  readonly isSent: boolean;
}

/** A plan with everything that is needed to do it later: exactly what it shows, and no more than once. */
export interface SavedPlan {
  readonly shotlistPlan: 1;
  /** A UUID. */
  readonly id: string;
  readonly madeAtMs: number;
  /** Absolute path of the manifest. */
  readonly manifestFile: string;
  readonly simulated: boolean;
  /** Absolute paths, where `--state` and `--out` were given. */
  readonly state?: string;
  readonly out?: string;
  /** With every shot resolved. */
  readonly manifest: Manifest;
  readonly retry: "failed" | "all" | "none";
  readonly retakeRejected: boolean;
  readonly remakeChains?: boolean;
  readonly refreshDefaults?: boolean;
  readonly plan: Plan;
  readonly requests: readonly PlannedRequest[];
  readonly files: readonly PlannedFile[];
}

/** Whether a saved plan is to be begun or gone on with. */
export type PlanStanding = "fresh" | "interrupted";

/**
 * Reads a saved plan. Fails with `plan-unreadable` for anything that is not one.
 *
 * @param file - its name, for the message.
 */
export function parseSavedPlan(text: string, file: string): SavedPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notAPlan(file, "it is no JSON", error);
  }
  if (!isObject(value) || !("shotlistPlan" in value))
    throw notAPlan(file, "it was not written by `plan --out`");
  if (value["shotlistPlan"] !== 1) throw notAPlan(file, "it was written by another release of shotlist");
  const { id, manifestFile, manifest, plan, requests, files } = value;
  const sound =
    typeof id === "string" &&
    typeof manifestFile === "string" &&
    isObject(manifest) &&
    Array.isArray(manifest["shots"]) &&
    isObject(plan) &&
    Array.isArray(plan["actions"]) &&
    Array.isArray(plan["moves"]) &&
    Array.isArray(requests) &&
    Array.isArray(files);
  if (!sound) throw notAPlan(file, "parts of it are missing");
  return value as unknown as SavedPlan;
}

/**
 * Says whether a saved plan may be begun, or gone on with after an interruption.
 *
 * Fails with `plan-stale` when it was finished, when the state is another one or has moved on since, or when
 * another run came between after it was begun.
 */
export function checkSavedPlan(saved: SavedPlan, snapshot: StateSnapshot): PlanStanding {
  const { info, plans = [] } = snapshot;
  if (info.lineage !== saved.plan.lineage) {
    throw planStale("it was made for another state", "Make a new plan: shotlist plan MANIFEST --out FILE.");
  }
  const begun = plans.find(({ id }) => id === saved.id);
  if (begun?.finishedAtMs !== undefined) {
    const at = new Date(begun.finishedAtMs).toISOString();
    throw planStale(
      `it was done already (${at})`,
      "Nothing of it is left to do; make a new plan for what has changed.",
    );
  }
  if (info.serial === saved.plan.serial) return begun === undefined ? "fresh" : "interrupted";
  if (begun === undefined) {
    throw planStale(
      `the state has moved on since (serial ${info.serial}, the plan was made at ${saved.plan.serial})`,
      "Make a new plan: shotlist plan MANIFEST --out FILE.",
    );
  }
  if (!knowsShotsOf(saved, snapshot)) {
    throw planStale(
      "it was interrupted, and another manifest was run since",
      "Run the manifest itself: it goes on with everything that is in flight.",
    );
  }
  return "interrupted";
}

/**
 * What is left of a plan that was shown: what a new plan of the same shots would do, within what the shown one
 * selects and buys.
 *
 * @param fresh - made now, from the shown plan's shots.
 */
export function restOfPlan(shown: Plan, fresh: Plan): Plan {
  const actions = new Map(shown.actions.map((action) => [action.shotId, action]));
  return {
    ...fresh,
    actions: fresh.actions.map((action) => withinShown(action, actions.get(action.shotId))),
  };
}

/** Whether nothing of a plan is left that a run could still do. */
export function isPlanDone(rest: Plan, snapshot: StateSnapshot): boolean {
  const selected = rest.actions.filter((action) => action.selected);
  const ids = new Set(selected.map(({ shotId }) => shotId));
  const isOpen = ({ kind, buys }: PlanAction): boolean =>
    kind === "resume" || kind === "download" || buys > 0;
  return !selected.some(isOpen) && !snapshot.takes.some((take) => ids.has(take.shotId) && isUnanswered(take));
}

function withinShown(action: PlanAction, shown: PlanAction | undefined): PlanAction {
  if (action.kind === "removed") return action;
  // What was held back before is held back still, and says why.
  if (shown?.kind === "blocked" && action.buys > 0) return { ...shown };
  const most = shown?.selected === true ? shown.buys : 0;
  const buys = Math.min(action.buys, most);
  const one = action.priceUsdE4 === null || action.buys === 0 ? null : action.priceUsdE4 / action.buys;
  return {
    ...action,
    buys,
    priceUsdE4: buys === 0 ? 0 : one === null ? null : one * buys,
    selected: shown?.selected ?? false,
  };
}

/** Each run remembers the shots that it ran with, so the last one was this plan's when they are its own. */
function knowsShotsOf({ manifest }: SavedPlan, { knownShots }: StateSnapshot): boolean {
  const key = ({ id, fingerprint }: { readonly id: string; readonly fingerprint: string }): string =>
    `${id}\n${fingerprint}`;
  const known = new Set(knownShots.map(key));
  return known.size === manifest.shots.length && manifest.shots.every((shot) => known.has(key(shot)));
}

/** The error of a saved plan that must not be done (any more). */
export function planStale(why: string, hint: string): ShotlistError {
  return new ShotlistError("plan-stale", `The saved plan cannot be used: ${why}.`, {
    hint,
    standing: "Nothing was sent and nothing was changed.",
  });
}

function notAPlan(file: string, why: string, cause?: unknown): ShotlistError {
  return new ShotlistError("plan-unreadable", `"${file}" is not a saved plan: ${why}.`, {
    hint: "Make one: shotlist plan MANIFEST --out FILE.",
    standing: "Nothing was sent and nothing was changed.",
    cause,
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
