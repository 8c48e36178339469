import type { RunSummary } from "@shotlist/core";
import { expect, test } from "vitest";
import { EXIT, runExitCode, winningExitCode } from "./exit-code.ts";

const NOTHING = { waiting: 0, running: 0, downloading: 0, done: 0, failed: 0, unconfirmed: 0, blocked: 0 };

function summary(
  counts: Partial<typeof NOTHING>,
  more: Pick<Partial<RunSummary>, "stopped" | "paidTwice"> = {},
): RunSummary {
  const all = { ...NOTHING, ...counts };
  const total = Object.values(all).reduce((sum, count) => sum + count, 0);
  return { progress: { ...all, total }, paidTwice: [], open: [], ...more } as unknown as RunSummary;
}

test("0 says that every wanted clip is there, and nothing less", () => {
  expect(runExitCode(summary({ done: 3 }))).toBe(EXIT.ok);
  for (const kind of ["waiting", "running", "downloading", "failed", "blocked"] as const) {
    expect(runExitCode(summary({ done: 3, [kind]: 1 })), kind).toBe(EXIT.someFailed);
  }
  expect(runExitCode(summary({ done: 3, unconfirmed: 1 }))).toBe(EXIT.unconfirmed);
});

test("what was paid twice is told by the code as well", () => {
  const paidTwice = [{ shotId: "a", takes: [1, 2], generationIds: ["g1", "g2"] }] as const;
  expect(runExitCode(summary({ done: 1 }, { paidTwice }))).toBe(EXIT.someFailed);
});

test.each([
  ["interrupted", EXIT.interrupted],
  ["superseded", EXIT.locked],
  ["budget", EXIT.stopped],
  ["account", EXIT.stopped],
  ["breaker", EXIT.stopped],
  ["disk", EXIT.stopped],
] as const)("a run that was stopped (%s) says so before anything else", (stopped, code) => {
  expect(runExitCode(summary({ waiting: 2, failed: 1, unconfirmed: 1 }, { stopped }))).toBe(code);
});

test("where several hold, the first of 1, 130, 5, 2, 4, 6, 3 is given", () => {
  const order = [1, 130, 5, 2, 4, 6, 3];
  for (const [index, code] of order.entries()) {
    expect(winningExitCode([...order.slice(index)].reverse())).toBe(code);
  }
  expect(winningExitCode([])).toBe(0);
});
