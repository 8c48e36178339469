import type { Target } from "../decide/judge.ts";
import type { ReviewTools } from "./review-context.ts";

/** What the keys of a reviewer act on. */
export interface JudgeKeys {
  /** The clip that the keyboard is on; null where there is none. */
  readonly target: Target | null;
  readonly tools: Pick<ReviewTools, "decide" | "undo" | "say" | "ask">;
}

/**
 * Acts on a reviewer's key, and says whether it was one: A approves, R rejects, N takes the verdict back, T
 * asks for a retake or not, E asks for one in other words, U and Ctrl-Z undo, B decides on all that is shown.
 */
export function pressJudgeKey(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
  { target, tools }: JudgeKeys,
): boolean {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command || event.altKey) {
    if (!command || event.altKey || event.shiftKey || key !== "z") return false;
    tools.undo();
    return true;
  }
  if (key === "u") tools.undo();
  else if (key === "b") tools.ask({ kind: "bulk" });
  else if (!["a", "r", "n", "t", "e"].includes(key)) return false;
  else if (target === null) tools.say("No shot is chosen: J and K move to one");
  else if (!target.take.clip) tools.say("There is no clip to judge yet");
  else judgeByKey(key, target, tools);
  return true;
}

function judgeByKey(key: string, target: Target, { decide, ask }: JudgeKeys["tools"]): void {
  const asked = { shotId: target.shot.id, take: target.take.number };
  if (key === "a") decide([{ target, intent: { verdict: "approved" } }]);
  else if (key === "n") decide([{ target, intent: { verdict: "none" } }]);
  else if (key === "t") decide([{ target, intent: { retake: target.take.retake === undefined } }]);
  else ask({ kind: key === "r" ? "reject" : "retake", ...asked });
}
