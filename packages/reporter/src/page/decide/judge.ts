import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import type { Decision, VerdictWord } from "../../decisions/decision.ts";

/** A clip that can be judged: a take without a file cannot. */
export interface Target {
  readonly shot: ShotView;
  readonly take: TakeView;
}

/** What a reviewer means to change about a clip; what is absent stays as it is. */
export interface Intent {
  readonly verdict?: VerdictWord;
  readonly note?: string;
  readonly retake?: boolean;
  /** Empty for the shot's own words. */
  readonly prompt?: string;
}

/** What stands about a clip now, as a decision; null for a take without a clip. */
export function standingDecision({ shot, take }: Target): Decision | null {
  if (!take.clip) return null;
  const { verdict, retake } = take;
  return {
    shotId: shot.id,
    take: take.number,
    sha256: take.clip.sha256,
    verdict: verdict?.verdict ?? "none",
    note: verdict?.note ?? "",
    retake: retake !== undefined,
    ...(retake?.prompt === undefined ? {} : { prompt: retake.prompt }),
    at: latestOf(verdict?.at, retake?.at),
  };
}

function latestOf(a = "1970-01-01T00:00:00.000Z", b = a): string {
  return a > b ? a : b;
}

/**
 * The decision that follows from what stands and what is meant. Approving ends the wish for a retake, taking
 * a verdict back clears everything, and a note lives no longer than its verdict. Null without a clip.
 *
 * @param at - now, ISO 8601 in UTC.
 */
export function judge(target: Target, intent: Intent, at: string): Decision | null {
  const standing = standingDecision(target);
  if (!standing) return null;
  const verdict = intent.verdict ?? standing.verdict;
  const isNew = verdict !== standing.verdict;
  const ends = intent.verdict !== undefined && intent.verdict !== "rejected";
  const retake = intent.retake ?? (ends ? false : standing.retake);
  const prompt = (intent.prompt ?? standing.prompt ?? "").trim();
  const note = verdict === "none" ? "" : (intent.note ?? (isNew ? "" : standing.note)).trim();
  return {
    shotId: standing.shotId,
    take: standing.take,
    sha256: standing.sha256,
    verdict,
    note,
    retake,
    ...(retake && prompt !== "" && prompt !== target.shot.prompt ? { prompt } : {}),
    at,
  };
}

/** Whether two decisions on one clip say the same, whenever they were made. */
export function saysSame(a: Decision, b: Decision): boolean {
  return (
    a.verdict === b.verdict &&
    a.note === b.note &&
    a.retake === b.retake &&
    (a.prompt ?? "") === (b.prompt ?? "")
  );
}

/** The clip of a decision as a read-model knows it; undefined when the file is another by now, or gone. */
export function targetOf(
  model: ReadModel,
  { shotId, take: number, sha256 }: Pick<Decision, "shotId" | "take" | "sha256">,
): Target | undefined {
  const shot = model.shots.find((each) => each.id === shotId);
  const take = shot?.takes.find((each) => each.number === number);
  return shot && take?.clip?.sha256 === sha256 ? { shot, take } : undefined;
}
