import { type ReadModel, type ShotView, shownTake, type TakeView } from "@shotlist/core/read-model";
import { type Decision, decisionKey } from "../../decisions/decision.ts";
import { saysSame, standingDecision } from "./judge.ts";
import { openRetakes } from "./open-retakes.ts";

/** Decisions by `decisionKey`. */
export type DecisionMap = ReadonlyMap<string, Decision>;

/**
 * A read-model as it looks with decisions that it does not hold yet. A decision on another file than the one
 * that is there changes nothing. Shots that no decision touches stay the same values.
 */
export function applyDecisions(model: ReadModel, decisions: DecisionMap): ReadModel {
  if (decisions.size === 0) return model;
  const touched = new Set([...decisions.values()].map((decision) => decision.shotId));
  return {
    ...model,
    shots: model.shots.map((shot) => (touched.has(shot.id) ? applyToShot(shot, decisions) : shot)),
  };
}

function applyToShot(shot: ShotView, decisions: DecisionMap): ShotView {
  let changed = false;
  const takes = shot.takes.map((take) => {
    const decision = decisionOn(shot, take, decisions);
    const standing = standingDecision({ shot, take });
    if (!decision || !standing || saysSame(decision, standing)) return take;
    changed = true;
    return applyToTake(take, decision);
  });
  if (!changed) return shot;
  const shown = shownTake(takes);
  return { ...shot, takes, shownTake: shown, words: judgedWords(shot, takes, shown) };
}

function decisionOn(shot: ShotView, take: TakeView, decisions: DecisionMap): Decision | undefined {
  if (!take.clip) return undefined;
  return decisions.get(decisionKey({ shotId: shot.id, take: take.number, sha256: take.clip.sha256 }));
}

function applyToTake(take: TakeView, decision: Decision): TakeView {
  const { verdict: _v, retake: _r, ...rest } = take;
  const { verdict, note, retake, prompt, at } = decision;
  return {
    ...rest,
    ...(verdict === "none" ? {} : { verdict: { verdict, note, at } }),
    ...(retake ? { retake: { ...(prompt === undefined ? {} : { prompt }), at } } : {}),
  };
}

/** The plan's words are older than the decisions, so a done shot says what was decided instead. */
function judgedWords(shot: ShotView, takes: readonly TakeView[], shown: number): string {
  if (shot.state !== "done") return shot.words;
  const verdict = takes.find((take) => take.number === shown)?.verdict?.verdict;
  const wanted = openRetakes({ ...shot, takes }).length > 0 ? "retake wanted" : "";
  const judged = verdict === undefined ? "" : `take ${shown} ${verdict}`;
  return [judged, wanted].filter(Boolean).join(", ");
}

/** The decisions that a read-model does not hold yet, and that are about files that it has, oldest first. */
export function pendingDecisions(model: ReadModel, decisions: DecisionMap): readonly Decision[] {
  if (decisions.size === 0) return [];
  const standing = standingByKey(model, decisions);
  return [...decisions.values()].filter((decision) => {
    const stands = standing.get(decisionKey(decision));
    return stands !== undefined && !saysSame(decision, stands);
  });
}

/**
 * What is left of decisions that were kept from an earlier visit: those that say something else than the
 * read-model and are not older than what it says. The newer word on a file holds.
 */
export function stillNews(model: ReadModel, decisions: DecisionMap): readonly Decision[] {
  const standing = standingByKey(model, decisions);
  return pendingDecisions(model, decisions).filter(
    (decision) => (standing.get(decisionKey(decision))?.at ?? "") <= decision.at,
  );
}

function standingByKey(model: ReadModel, decisions: DecisionMap): ReadonlyMap<string, Decision> {
  const touched = new Set([...decisions.values()].map((decision) => decision.shotId));
  const standing = new Map<string, Decision>();
  for (const shot of model.shots) {
    if (!touched.has(shot.id)) continue;
    for (const take of shot.takes) {
      const decision = standingDecision({ shot, take });
      if (decision) standing.set(decisionKey(decision), decision);
    }
  }
  return standing;
}
