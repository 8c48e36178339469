import { describe, expect, it } from "vitest";
import { Slots } from "./slots.ts";

const options = { limit: 3, grows: false, throttleMs: 60_000, throttleMaxMs: 600_000 };
const NEVER = Number.POSITIVE_INFINITY;

function filled(count: number, parts: Partial<typeof options> = {}): Slots {
  const slots = new Slots({ ...options, ...parts });
  for (let index = 0; index < count; index++) slots.take();
  return slots;
}

/** The API refuses the last slot that was taken. */
const refuse = (slots: Slots, nowMs: number, retryAfterMs?: number): number => {
  const waitMs = slots.refused(nowMs, retryAfterMs);
  slots.release();
  return waitMs;
};

describe("slots", () => {
  it("are given until there are none", () => {
    expect(filled(2).waitMs(0)).toBe(0);
    expect(filled(3).waitMs(0)).toBe(NEVER);
  });

  it("hold back only what goes above the number in flight after a refusal", () => {
    const slots = filled(3);
    expect(refuse(slots, 0, 30_000)).toBe(30_000);
    expect(slots.limit).toBe(2);
    expect(slots.waitMs(0)).toBe(30_000);
    slots.release();
    expect(slots.waitMs(0)).toBe(0);
  });

  it("wait even with none in flight when somebody else has them all", () => {
    const slots = filled(1);
    refuse(slots, 0, 30_000);
    expect(slots.waitMs(0)).toBe(30_000);
    expect(slots.waitMs(30_000)).toBe(0);
  });

  it("come back one by one once a try above is accepted, and no further than they were told", () => {
    const slots = filled(3);
    for (let refused = 0; refused < 3; refused++) refuse(slots, 0, 30_000);
    expect(slots.limit).toBe(0);
    for (let limit = 1; limit <= 3; limit++) {
      expect(slots.waitMs(30_000)).toBe(0);
      slots.take();
      slots.accepted(30_000);
      expect(slots.limit).toBe(limit);
    }
    expect(slots.waitMs(30_000)).toBe(NEVER);
  });

  it("try less and less often while there are no more", () => {
    const slots = filled(3);
    let nowMs = 0;
    const waits: number[] = [];
    refuse(slots, nowMs);
    for (let attempt = 0; attempt < 6; attempt++) {
      const waitMs = slots.waitMs(nowMs);
      waits.push(waitMs);
      nowMs += waitMs;
      slots.take();
      refuse(slots, nowMs);
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });

  it("take refusals of one moment as one lesson", () => {
    const slots = filled(3);
    refuse(slots, 0);
    refuse(slots, 10);
    expect(slots.limit).toBe(1);
    expect(slots.waitMs(10)).toBeLessThanOrEqual(120_000);
  });

  it("grow while more are accepted, when asked to find out", () => {
    const slots = filled(3, { grows: true });
    for (let more = 0; more < 4; more++) {
      expect(slots.waitMs(0)).toBe(0);
      slots.take();
      expect(slots.waitMs(0)).toBe(NEVER);
      slots.accepted(0);
    }
    expect(slots.limit).toBe(7);
  });
});
