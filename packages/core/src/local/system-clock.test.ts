import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newUuid, systemClock, systemRandom } from "./system-clock.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
afterEach(() => vi.useRealTimers());

/** Follows a promise without waiting for it. */
function watch(promise: Promise<void>): { done: boolean } {
  const seen = { done: false };
  void promise.then(() => {
    seen.done = true;
  });
  return seen;
}

test("a sleep ends after its time and not before", async () => {
  const sleep = watch(systemClock.sleep(500));
  await vi.advanceTimersByTimeAsync(499);
  expect(sleep.done).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(sleep.done).toBe(true);
});

test("an aborted sleep ends at once, without a rejection or a timer left", async () => {
  const controller = new AbortController();
  const sleep = watch(systemClock.sleep(500, controller.signal));
  await vi.advanceTimersByTimeAsync(10);
  controller.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(sleep.done).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  await systemClock.sleep(500, controller.signal);
  await systemClock.sleep(0);
  await systemClock.sleep(-5);
});

test("a sleep longer than a timer can hold is slept whole", async () => {
  const fortyDaysMs = 40 * 24 * 3_600_000;
  const sleep = watch(systemClock.sleep(fortyDaysMs));
  await vi.advanceTimersByTimeAsync(fortyDaysMs - 1);
  expect(sleep.done).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(sleep.done).toBe(true);
});

test("wall time and monotonic time advance together", async () => {
  const before = [systemClock.nowMs(), systemClock.monotonicMs()] as const;
  await vi.advanceTimersByTimeAsync(250);
  expect(systemClock.nowMs() - before[0]).toBe(250);
  expect(systemClock.monotonicMs() - before[1]).toBe(250);
});

test("ids are UUIDs and random numbers lie in [0, 1)", () => {
  expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newUuid()).not.toBe(newUuid());
  for (let draw = 0; draw < 100; draw++) expect(Math.floor(systemRandom())).toBe(0);
});
