import type { RunSummary } from "@shotlist/core";

/** What the process ends with; design: where several hold, the first of 1, 130, 5, 2, 4, 6, 3 is given. */
export const EXIT = {
  ok: 0,
  fault: 1,
  usage: 2,
  someFailed: 3,
  stopped: 4,
  locked: 5,
  unconfirmed: 6,
  somethingToDo: 10,
  interrupted: 130,
} as const;

const PRECEDENCE: readonly number[] = [
  EXIT.fault,
  EXIT.interrupted,
  EXIT.locked,
  EXIT.usage,
  EXIT.stopped,
  EXIT.unconfirmed,
  EXIT.someFailed,
];

/** The exit code that wins where several hold. */
export function winningExitCode(codes: readonly number[]): number {
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.ok;
}

/** The exit code of a finished run. */
export function runExitCode(summary: RunSummary): number {
  const codes: number[] = [];
  switch (summary.stopped) {
    case "interrupted":
      codes.push(EXIT.interrupted);
      break;
    case "superseded":
      codes.push(EXIT.locked);
      break;
    case "budget":
    case "account":
    case "breaker":
    case "disk":
      codes.push(EXIT.stopped);
      break;
    case undefined:
      break;
  }
  const { total, done, unconfirmed } = summary.progress;
  if (unconfirmed > 0) codes.push(EXIT.unconfirmed);
  // Also a clip that is made and could not be fetched or named: 0 says that every wanted clip is there.
  if (done + unconfirmed < total || summary.paidTwice.length > 0) codes.push(EXIT.someFailed);
  return winningExitCode(codes);
}
