import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowWaitMs } from "./submission-window.ts";

const at = (iso: string): number => Date.parse(iso);
const night = { fromMinute: 22 * 60, toMinute: 6 * 60, timeZone: "Europe/Berlin" };

describe("the submission window", () => {
  it.each([
    ["2026-01-10T21:30:00Z", 0],
    ["2026-01-10T04:59:59Z", 0],
    ["2026-01-10T05:00:00Z", 3_600_000],
    ["2026-01-10T20:59:30Z", 30_000],
    ["2026-07-10T20:00:00Z", 0],
    ["2026-07-10T19:59:00Z", 60_000],
  ])("over midnight in Berlin at %s waits %i ms", (iso, waitMs) => {
    expect(windowWaitMs(at(iso), night)).toBe(waitMs);
  });

  it("is the whole day when both ends are equal", () => {
    expect(windowWaitMs(at("2026-01-10T12:00:00Z"), { fromMinute: 60, toMinute: 60 })).toBe(0);
  });

  it("is always reached by waiting, asking again after each wait", () => {
    fc.assert(
      fc.property(fc.nat(1439), fc.nat(1439), fc.nat(400 * 86_400_000), (fromMinute, toMinute, offsetMs) => {
        const window = { fromMinute, toMinute, timeZone: "America/New_York" };
        let nowMs = at("2026-01-01T00:00:00Z") + offsetMs;
        let asked = 0;
        for (let waitMs = windowWaitMs(nowMs, window); waitMs > 0; waitMs = windowWaitMs(nowMs, window)) {
          nowMs += waitMs;
          expect(++asked).toBeLessThan(30);
        }
      }),
      { numRuns: 60 },
    );
  });
});
