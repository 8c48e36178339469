import type { Plan } from "@shotlist/core";

/** Whether a run of this plan would send, fetch or move anything. */
export function hasWork(plan: Plan): boolean {
  return (
    plan.moves.length > 0 ||
    plan.actions.some(
      ({ kind, buys, selected }) => kind === "resume" || kind === "download" || (selected && buys > 0),
    )
  );
}
