import type { RunProgress } from "@shotlist/core";

/** A run of 96 shots in the middle, for tests; give what a test is about. */
export function makeProgress(fields: Partial<RunProgress> = {}): RunProgress {
  return {
    startedAtMs: 1_000_000,
    nowMs: 1_102_000,
    total: 96,
    waiting: 44,
    running: 10,
    downloading: 2,
    done: 38,
    failed: 2,
    unconfirmed: 0,
    blocked: 0,
    slotsInUse: 8,
    slots: 10,
    createsLastMinute: 14,
    createsPerMinute: 20,
    committedUsdE4: 271_200,
    runUsdE4: 42_000,
    wallUsdE4: 1_500_000,
    downloadedBytes: 148_000_000,
    timeLeftMs: 120_000,
    ...fields,
  };
}
