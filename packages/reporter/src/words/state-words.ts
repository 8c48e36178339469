import type { ShotState } from "@shotlist/core/read-model";

/** Every shot state, the ones that ask for a person first. This is the order in which people see them. */
export const shotStates: readonly ShotState[] = [
  "failed",
  "unconfirmed",
  "blocked",
  "downloading",
  "running",
  "waiting",
  "done",
  "removed",
];

/** The one or two words that stand for a state wherever people read it. */
export const stateLabels: Readonly<Record<ShotState, string>> = {
  done: "Done",
  waiting: "Waiting",
  running: "Running",
  downloading: "Downloading",
  failed: "Failed",
  unconfirmed: "Unconfirmed",
  blocked: "Blocked",
  removed: "Removed",
};
