import type { Take } from "../take/take.ts";
import type { Work } from "./work.ts";

/** What is true of a shot at a moment of a run; the words of `RunProgress`. */
export type ShotStanding =
  | "waiting"
  | "running"
  | "downloading"
  | "done"
  | "failed"
  | "unconfirmed"
  | "blocked";

/**
 * What is true of a shot now. What is at work says more than what waits, and what waits more than what ended.
 *
 * @param takes - its takes that are made or may still be, with its present fingerprint.
 */
export function standingOf(work: Work, takes: readonly Take[]): ShotStanding {
  const has = (...states: readonly Take["state"][]): boolean =>
    takes.some(({ state }) => states.includes(state));
  if (has("unconfirmed")) return "unconfirmed";
  if (has("sending", "running", "overdue")) return "running";
  if (has("completed", "checked")) return "downloading";
  if (work.waiting + work.leaving > 0) return "waiting";
  if (has("missing")) return "blocked";
  const done = takes.filter(({ state }) => state === "done").length;
  if (done > 0 && done + work.givenUp >= work.target && work.givenUp === 0) return "done";
  if (work.blocked !== undefined) return "blocked";
  return done > 0 && work.givenUp === 0 ? "done" : "failed";
}
