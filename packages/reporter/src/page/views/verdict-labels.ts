import type { VerdictWord } from "../../decisions/decision.ts";

/** A verdict as people read it; `none` is what still waits for one. */
export const verdictLabels: Readonly<Record<VerdictWord, string>> = {
  approved: "Approved",
  rejected: "Rejected",
  none: "To review",
};
