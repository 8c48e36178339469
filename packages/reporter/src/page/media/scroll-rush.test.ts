import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteScroll, whenCalm } from "./scroll-rush.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

test("a wheel's step is no rush, a thrown page is, until it has rested", () => {
  noteScroll(0, 900);
  vi.runAllTimers();
  expect(noteScroll(120, 900)).toBe(false);
  const early = vi.fn();
  whenCalm(early);
  expect(early).toHaveBeenCalledOnce();

  expect(noteScroll(5_000, 900)).toBe(true);
  const [late, cancelled] = [vi.fn(), vi.fn()];
  whenCalm(late);
  whenCalm(cancelled)();
  vi.advanceTimersByTime(60);
  expect(noteScroll(5_020, 900)).toBe(true);
  vi.advanceTimersByTime(60);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60);
  expect(late).toHaveBeenCalledOnce();
  expect(cancelled).not.toHaveBeenCalled();
  expect(noteScroll(5_100, 900)).toBe(false);
});
