import { exitCodeOf } from "@shotlist/core";
import { EXIT } from "./exit-code.ts";

/** Of the codes of `@shotlist/luma`, which knows nothing of commands. */
const LUMA_EXIT_CODES: Readonly<Record<string, number>> = {
  "luma-base-url": EXIT.usage,
  "luma-api-key": EXIT.usage,
  "luma-keyframe-file": EXIT.usage,
  "luma-link-missing": EXIT.usage,
  "luma-upload-target": EXIT.usage,
  "luma-account-refused": EXIT.stopped,
  "luma-accepted-unknown": EXIT.unconfirmed,
  "luma-unanswered": EXIT.unconfirmed,
};

/** What a command that ends with an error of this code exits with: 1 for one that is not ours or not foreseen. */
export function errorExitCode(code: string | undefined): number {
  if (code === undefined) return EXIT.fault;
  return Object.hasOwn(LUMA_EXIT_CODES, code) ? (LUMA_EXIT_CODES[code] ?? EXIT.fault) : exitCodeOf(code);
}
