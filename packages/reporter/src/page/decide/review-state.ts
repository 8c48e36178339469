import { type Decision, decisionKey } from "../../decisions/decision.ts";
import type { DecisionMap } from "./apply-decisions.ts";

/** Decisions that the read-model does not hold yet, and the way back from each. */
export interface ReviewState {
  readonly local: DecisionMap;
  /** Newest last: what stood before each step. A step over many clips goes back as one. */
  readonly steps: readonly Step[];
}

/** What to put back, and what it was called, in words such as `Approved 12 clips`. */
interface Step {
  readonly words: string;
  readonly before: readonly Decision[];
}

/** Everything that can happen to decisions. */
export type ReviewAction =
  | { readonly type: "decide"; readonly decisions: readonly Decision[]; readonly step: Step }
  /** Takes the newest step back, at a moment in ISO 8601. */
  | { readonly type: "undo"; readonly at: string }
  /** From the browser's memory; of two decisions on one clip the newer holds. */
  | { readonly type: "recall"; readonly decisions: readonly Decision[] }
  /** The read-model holds these now, or will never take them. */
  | { readonly type: "settle"; readonly decisions: readonly Decision[] };

/** Nothing decided. */
export const undecided: ReviewState = { local: new Map(), steps: [] };

/** As many steps can be taken back. */
const MOST_STEPS = 200;

/** The next state. It is the same value when nothing changes. */
export function reduceReview(state: ReviewState, action: ReviewAction): ReviewState {
  switch (action.type) {
    case "decide":
      if (action.decisions.length === 0) return state;
      return {
        local: withDecisions(state.local, action.decisions),
        steps: [...state.steps, action.step].slice(-MOST_STEPS),
      };
    case "undo": {
      const back = undoing(state, action.at);
      return back ? { local: withDecisions(state.local, back), steps: state.steps.slice(0, -1) } : state;
    }
    case "recall":
      return recall(state, action.decisions);
    case "settle":
      return settle(state, action.decisions);
  }
}

/** The decisions that undoing the newest step makes, at a moment in ISO 8601; undefined with nothing to undo. */
export function undoing(state: ReviewState, at: string): readonly Decision[] | undefined {
  return state.steps.at(-1)?.before.map((decision) => ({ ...decision, at }));
}

function withDecisions(local: DecisionMap, decisions: readonly Decision[]): DecisionMap {
  const next = new Map(local);
  for (const decision of decisions) next.set(decisionKey(decision), decision);
  return next;
}

function recall(state: ReviewState, decisions: readonly Decision[]): ReviewState {
  const news = decisions.filter(
    (decision) => (state.local.get(decisionKey(decision))?.at ?? "") < decision.at,
  );
  return news.length === 0 ? state : { ...state, local: withDecisions(state.local, news) };
}

/** A clip that was decided on again since it was sent keeps its newer decision. */
function settle(state: ReviewState, decisions: readonly Decision[]): ReviewState {
  const next = new Map(state.local);
  for (const decision of decisions) {
    const key = decisionKey(decision);
    if (next.get(key)?.at === decision.at) next.delete(key);
  }
  return next.size === state.local.size ? state : { ...state, local: next };
}
