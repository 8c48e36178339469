import type { TakeView } from "@shotlist/core/read-model";

/** A take's state in words. */
export const takeStateWords: Readonly<Record<TakeView["state"], string>> = {
  sending: "Being sent",
  unconfirmed: "Unconfirmed",
  running: "Being made",
  overdue: "Overdue",
  missing: "Missing at the API",
  completed: "Made, not fetched yet",
  checked: "Fetched, being filed",
  done: "Done",
  failed: "Failed",
  refused: "Refused",
  "not-created": "Never created",
  abandoned: "Given up",
};
