import { describe, expect, it } from "vitest";
import { NetworkGate } from "./network-gate.ts";

const gate = (): NetworkGate => new NetworkGate({ firstMs: 1000, mostMs: 30_000 }, () => 1);

describe("the network gate", () => {
  it("is open until something cannot be reached", () => {
    const open = gate();
    open.begin();
    open.begin();
    expect(open.waitMs(0)).toBe(0);
    open.reached();
    expect(open.waitMs(0)).toBe(0);
  });

  it("counts connections that fail together once", () => {
    const shut = gate();
    for (let index = 0; index < 3; index++) shut.begin();
    expect(shut.failed(0)).toBe(1000);
    expect(shut.failed(10)).toBeUndefined();
    expect(shut.failed(20)).toBeUndefined();
    expect(shut.waitMs(20)).toBe(980);
  });

  it("lets one try alone after each wait, waits longer each time, and opens when one succeeds", () => {
    const shut = gate();
    let nowMs = 0;
    shut.begin();
    const waits = [shut.failed(nowMs)];
    for (let attempt = 0; attempt < 6; attempt++) {
      nowMs += shut.waitMs(nowMs);
      shut.begin();
      expect(shut.waitMs(nowMs)).toBe(Number.POSITIVE_INFINITY);
      waits.push(shut.failed(nowMs));
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    nowMs += shut.waitMs(nowMs);
    shut.begin();
    shut.reached();
    expect(shut.waitMs(nowMs)).toBe(0);
  });
});
