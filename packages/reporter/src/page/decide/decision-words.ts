import type { Decision, VerdictWord } from "../../decisions/decision.ts";
import { countOf } from "../../words/show-values.ts";

/** What was done, for a verdict. */
const verdictDone: Readonly<Record<VerdictWord, string>> = {
  approved: "Approved",
  rejected: "Rejected",
  none: "No verdict on",
};

/** What was just decided, in one line: `Rejected take 2 of mug-spin, retake wanted`. */
export function decisionWords(decisions: readonly Decision[]): string {
  const [first] = decisions;
  if (!first) return "";
  const picked = pickedIn(decisions);
  if (picked) return `Picked take ${picked.take} of ${picked.shotId}`;
  const what =
    decisions.length === 1 ? `take ${first.take} of ${first.shotId}` : countOf(decisions.length, "clip");
  if (decisions.every(({ verdict, retake }) => verdict === "none" && retake))
    return `Retake wanted for ${what}`;
  const isOneVerdict = decisions.every(({ verdict }) => verdict === first.verdict);
  const wanted = decisions.filter(({ retake }) => retake).length;
  const retakes =
    wanted === 0 ? "" : wanted === 1 ? ", retake wanted" : `, ${countOf(wanted, "retake")} wanted`;
  return `${isOneVerdict ? verdictDone[first.verdict] : "Decided on"} ${what}${retakes}`;
}

/** The one take that was approved while others of its shot lost their verdict. */
function pickedIn(decisions: readonly Decision[]): Decision | undefined {
  const [first] = decisions;
  const approved = decisions.filter(({ verdict }) => verdict === "approved");
  const isOneShot = decisions.every(({ shotId }) => shotId === first?.shotId);
  const othersAreClear = decisions.every(({ verdict }) => verdict !== "rejected");
  return decisions.length > 1 && approved.length === 1 && isOneShot && othersAreClear
    ? approved[0]
    : undefined;
}
