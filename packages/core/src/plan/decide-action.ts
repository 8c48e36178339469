import { changedFields, type Shot } from "@shotlist/manifest";
import type { Dialect, Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";
import { movedDefaults } from "./moved-defaults.ts";
import type { ActionKind, PlanAction } from "./plan.ts";
import { changedReason, clipsReason, failedReason, haveOf, joinAnd, listOf, takeName } from "./reasons.ts";
import { expectedClips, type ShotStanding } from "./shot-standing.ts";

/** What the user asked for, as far as it decides what is bought. */
export interface BuyingRules {
  readonly retry: "failed" | "all" | "none";
  /** Rejected takes are to be made again. */
  readonly retakeRejected: boolean;
  readonly canList: (dialect: Dialect) => boolean;
}

/** A decision about a shot, before its selection and its upstream shots are looked at. */
export type Decision = Pick<PlanAction, "kind" | "reason" | "changedFields" | "buys">;

/**
 * Decides what a run does about a shot, from its takes alone.
 *
 * Buys what is wanted and neither there, nor coming by itself, nor held back: a rejected take keeps its
 * place until a retake is asked for, a missing one until a person gives it up, and a permanent failure
 * until it is asked for again.
 */
export function decideAction(shot: Shot, standing: ShotStanding, rules: BuyingRules): Decision {
  if (standing.all.length === 0) return decision("new", "never made", shot.takes);
  const wants = missingTakes(shot, standing, rules);
  const held = wants > 0 ? holdBack(standing, rules) : undefined;
  if (wants > 0 && held === undefined) return buy(shot, standing, rules, wants);
  return (
    unsettled(shot, standing, rules) ??
    watch(shot, standing) ??
    (held === undefined ? undefined : decision("blocked", held)) ??
    waitForPerson(shot, standing) ??
    decision("done", doneReason(shot, standing))
  );
}

function missingTakes(shot: Shot, standing: ShotStanding, rules: BuyingRules): number {
  const wished = standing.toRetake.length;
  if (standing.approved !== undefined) return wished;
  const have = expectedClips(standing) + standing.missing.length;
  const missing = Math.max(0, shot.takes - have - standing.rejected.length) + wished;
  const remade = rules.retakeRejected && standing.rejected.length > 0 ? shot.takes - have : 0;
  if (Math.max(missing, remade) > 0) return Math.max(missing, remade);
  return have < shot.takes && standing.isRetakeFailed ? 1 : 0;
}

/** Why a failure forbids buying again, if it does. A later success of the same text lifts it. */
function holdBack(standing: ShotStanding, rules: BuyingRules): string | undefined {
  if (rules.retry === "all" || standing.failed.length === 0) return undefined;
  const { failed, good, fetchable, rejected } = standing;
  const lastMade = [...good, ...fetchable, ...rejected].reduce(
    (last, { number }) => Math.max(last, number),
    0,
  );
  const since = failed.filter(({ number }) => number > lastMade);
  const abandoned = since.findLast(({ state }) => state === "abandoned");
  if (abandoned !== undefined) {
    return `${takeName(abandoned)} was given up; --retry all makes another`;
  }
  const permanent = since.findLast(({ failure }) => failure?.category === "permanent");
  if (permanent !== undefined) return `${failedReason(permanent)}; --retry all tries it again as it is`;
  const last = since.at(-1);
  if (rules.retry === "failed" || last === undefined) return undefined;
  return `${failedReason(last)}; --retry failed tries it again`;
}

function buy(shot: Shot, standing: ShotStanding, rules: BuyingRules, buys: number): Decision {
  const { current, tried, rejected, good } = standing;
  const last = tried.at(-1);
  if (rules.retakeRejected && rejected.length > 0) {
    return decision("retake", `${listOf(rejected)} rejected`, buys);
  }
  if (isFailed(last, standing) && last !== undefined) {
    return decision("retry", failedReason(last), buys);
  }
  if (standing.toRetake.length > 0) {
    const beside = standing.toRetake.filter((take) => !rejected.includes(take));
    const asked = beside.length > 0 ? "another take was asked for beside " : "a retake was asked for: ";
    const why = beside.length > 0 ? listOf(beside, "") : `${listOf(standing.toRetake)} rejected`;
    return decision("retake", `${asked}${why}`, buys);
  }
  if (last !== undefined) return decision("more-takes", haveOf(shot, good.length), buys);
  const before = standing.all.findLast((take) => !current.includes(take));
  const moved = before === undefined ? [] : movedDefaults(shot, before);
  if (moved.length > 0) {
    return decision("changed", `shotlist's own default for ${joinAnd(moved)} has changed`, buys);
  }
  if (before?.fingerprint === shot.fingerprint) {
    return decision(
      "changed",
      `${joinAnd(shot.needs)}, which it continues, is made again or was rejected`,
      buys,
    );
  }
  if (before !== undefined) {
    const fields = changedFields(before.wanted, shot.wanted);
    return { kind: "changed", reason: changedReason(shot, fields), changedFields: fields, buys };
  }
  const never = current.filter(({ state }) => state === "not-created");
  return decision("new", never.length > 0 ? `${listOf(never)} never created` : "never made", buys);
}

/** Takes whose create has no answer and whose API cannot be asked. */
function unsettled(shot: Shot, standing: ShotStanding, rules: BuyingRules): Decision | undefined {
  const lost = [...standing.inFlight, ...standing.oldOpen].filter(
    (take) => isUnanswered(take) && !rules.canList(take.account.dialect),
  );
  if (lost.length === 0) return undefined;
  const reason = `the answer to ${listOf(lost, "")} was lost, and this API has no list to look it up in; settle it with: shotlist resolve MANIFEST ${shot.id}`;
  return decision("blocked", reason);
}

/** What is going on by itself. */
function watch(shot: Shot, standing: ShotStanding): Decision | undefined {
  const { inFlight, fetchable, oldOpen, approved, good } = standing;
  const current = inFlight.at(-1);
  if (current !== undefined) return decision("resume", watchReason(current));
  const isWanted = (take: Take): boolean =>
    take.state !== "done" || (approved === undefined ? good.length < shot.takes : take === approved);
  const lost = fetchable.findLast(isWanted);
  if (lost !== undefined) {
    const why = lost.state === "done" ? "its clip is gone from disk" : "its clip is still to be fetched";
    return decision("download", `${takeName(lost)} is finished, ${why}`);
  }
  const old = oldOpen.at(-1);
  if (old === undefined) return undefined;
  const isMade = old.state === "completed" || old.state === "checked";
  return isMade
    ? decision("download", `${takeName(old)}, of an older text, is finished; its clip is still to be fetched`)
    : decision("resume", `${watchReason(old)}; it has an older text`);
}

function watchReason(take: Take): string {
  if (isUnanswered(take)) return `the answer to ${takeName(take)} was lost; it is looked for`;
  return take.state === "overdue" ? `${takeName(take)} is overdue` : `${takeName(take)} is being made`;
}

function waitForPerson(shot: Shot, standing: ShotStanding): Decision | undefined {
  const { approved, good, missing, rejected } = standing;
  if (approved !== undefined || good.length >= shot.takes) return undefined;
  if (missing.length > 0) {
    const reason = `the API no longer knows ${listOf(missing, "")}; give it up with: shotlist resolve MANIFEST ${shot.id} --abandon`;
    return decision("blocked", reason);
  }
  if (rejected.length === 0) return undefined;
  const how =
    standing.toReword.length === 0
      ? "--only rejected makes a retake"
      : `its retake waits for the changed prompt in the manifest (shotlist review prompts MANIFEST shows it); --only rejected makes it with the prompt as it is`;
  return decision("blocked", `${listOf(rejected)} rejected; ${how}`);
}

function doneReason(shot: Shot, { approved, good }: ShotStanding): string {
  if (approved !== undefined) return `${takeName(approved)} is approved`;
  return clipsReason(shot, good.length);
}

function isFailed(take: Take | undefined, { failed }: ShotStanding): boolean {
  return take !== undefined && failed.includes(take);
}

function decision(kind: ActionKind, reason: string, buys = 0): Decision {
  return { kind, reason, changedFields: [], buys };
}
