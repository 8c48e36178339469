import type { ShotView, TakeView } from "@shotlist/core/read-model";

const EMPTY_HANDED: ReadonlySet<TakeView["state"]> = new Set([
  "failed",
  "refused",
  "not-created",
  "abandoned",
]);

/**
 * The takes of a shot whose retake is still to be made, as the plan counts: each later take of the same version
 * that did not end empty-handed answers one wish that is older than it, and an approved take settles what was
 * asked for beside others.
 */
export function openRetakes(shot: Pick<ShotView, "takes" | "prompt">): readonly TakeView[] {
  if (!shot.takes.some((take) => take.retake)) return [];
  const current = shot.takes.filter((take) => take.current);
  const approved = current.findLast((take) => take.verdict?.verdict === "approved" && take.clip);
  const answers = current.filter((take) => !EMPTY_HANDED.has(take.state));
  const isReworded = (take: TakeView): boolean => (take.retake?.prompt ?? shot.prompt) !== shot.prompt;
  return (
    current
      .filter((take) => take.retake && (approved === undefined || take === approved))
      // What is made has the shot's own words, so it is an answer to other words last.
      .toSorted(
        (a, b) =>
          Number(isReworded(a)) - Number(isReworded(b)) || compare(a.retake?.at ?? "", b.retake?.at ?? ""),
      )
      .filter((take) => {
        const asked = take.retake?.at ?? "";
        const index = answers.findIndex(
          (answer) => answer.number > take.number && compare(answer.intentAt, asked) >= 0,
        );
        if (index >= 0) answers.splice(index, 1);
        return index < 0;
      })
  );
}

/** Moments in ISO 8601; what is no moment is as old as time. */
function compare(a: string, b: string): number {
  return (Date.parse(a) || 0) - (Date.parse(b) || 0);
}
