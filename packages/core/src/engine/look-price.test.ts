import { describe, expect, it } from "vitest";
import { LookPrice } from "./look-price.ts";

const MEAN_MS = 45_000;
const basis = { meanMs: MEAN_MS, scaleMs: MEAN_MS };

describe("the price of a look", () => {
  it("follows from the delay that a hundredth or two of the usual time leaves", () => {
    const price = new LookPrice();
    const aimMs = price.aimMs(MEAN_MS);
    expect(aimMs / MEAN_MS).toBeGreaterThan(0.01);
    expect(aimMs / MEAN_MS).toBeLessThan(0.02);
    expect(price.ofMs(basis) / ((2 * aimMs ** 2) / MEAN_MS)).toBeGreaterThan(0.5);
    expect(price.ofMs(basis) / ((2 * aimMs ** 2) / MEAN_MS)).toBeLessThanOrEqual(1);
  });

  it("falls while ends are seen too late, rises while they are seen early, and stays within reason", () => {
    const price = new LookPrice();
    const before = price.ofMs(basis);
    for (let index = 0; index < 10; index++) price.noteDelay(3000, MEAN_MS);
    expect(price.ofMs(basis)).toBeLessThan(before);
    for (let index = 0; index < 1000; index++) price.noteDelay(0, MEAN_MS);
    expect(price.ofMs(basis)).toBeLessThanOrEqual(before * 26);
    expect(price.ofMs(basis)).toBeGreaterThan(before);
  });

  it("leaves less to waiting when requests are slow, but never nothing", () => {
    const price = new LookPrice();
    const quickMs = price.aimMs(MEAN_MS);
    for (let index = 0; index < 50; index++) {
      price.noteRead(200);
      price.noteCreate(200);
      price.noteOpening(100);
    }
    expect(price.aimMs(MEAN_MS)).toBeCloseTo(quickMs - 240, -1);
    for (let index = 0; index < 50; index++) price.noteRead(10_000);
    expect(price.aimMs(MEAN_MS)).toBeGreaterThan(0);
  });
});
