import { EXIT } from "./exit-code.ts";

/** What the process ends with for each code that a command can end by; every other one is a fault. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  "bad-base-url": EXIT.usage,
  "bad-selection": EXIT.usage,
  "file-exists": EXIT.usage,
  "luma-api-key": EXIT.usage,
  "luma-base-url": EXIT.usage,
  "luma-keyframe-file": EXIT.usage,
  "manifest-not-found": EXIT.usage,
  "manifest-unreadable": EXIT.usage,
  "needs-agreement": EXIT.usage,
  "no-api-key": EXIT.usage,
  "state-not-found": EXIT.usage,
  "luma-account-refused": EXIT.stopped,
  "state-disk-full": EXIT.stopped,
  "plan-stale": EXIT.locked,
  "state-busy": EXIT.locked,
  "state-locked": EXIT.locked,
  "state-other-account": EXIT.locked,
  "state-superseded": EXIT.locked,
  "luma-accepted-unknown": EXIT.unconfirmed,
  "luma-unanswered": EXIT.unconfirmed,
};

/** The exit code of an error by its code: 1 for one that is not ours or not foreseen. */
export function errorExitCode(code: string | undefined): number {
  return code !== undefined && Object.hasOwn(EXIT_CODES, code)
    ? (EXIT_CODES[code] ?? EXIT.fault)
    : EXIT.fault;
}
