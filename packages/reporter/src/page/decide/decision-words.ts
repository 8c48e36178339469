import type { Decision, VerdictWord } from "../../decisions/decision.ts";
import { countOf } from "../../words/show-values.ts";

/** What was done, for a verdict. */
export const verdictDone: Readonly<Record<VerdictWord, string>> = {
  approved: "Approved",
  rejected: "Rejected",
  none: "No verdict on",
};

/** What was just decided, in one line: `Rejected take 2 of mug-spin, retake wanted`. */
export function decisionWords(decisions: readonly Decision[]): string {
  const [first] = decisions;
  if (!first) return "";
  const what =
    decisions.length === 1 ? `take ${first.take} of ${first.shotId}` : countOf(decisions.length, "clip");
  const isOneVerdict = decisions.every(({ verdict }) => verdict === first.verdict);
  const wanted = decisions.filter(({ retake }) => retake).length;
  const retakes =
    wanted === 0 ? "" : wanted === 1 ? ", retake wanted" : `, ${countOf(wanted, "retake")} wanted`;
  return `${isOneVerdict ? verdictDone[first.verdict] : "Decided on"} ${what}${retakes}`;
}
