import type { ShotView, TakeView } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { openRetakes } from "./open-retakes.ts";

const sample = sampleReadModel({ shots: 1, seed: 1 }).shots[0]!;
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString();
const take = (number: number, more: Partial<TakeView> = {}): TakeView => ({
  ...sample.takes[0]!,
  number,
  intentAt: at(number * 10),
  ...more,
});
const shotOf = (...takes: readonly TakeView[]): ShotView => ({ ...sample, takes });
const open = (...takes: readonly TakeView[]): readonly number[] =>
  openRetakes(shotOf(...takes)).map(({ number }) => number);

describe("openRetakes", () => {
  it("is open until a later take is made", () => {
    const wish = { retake: { at: at(15) } };
    expect(open(take(1))).toEqual([]);
    expect(open(take(1, wish))).toEqual([1]);
    expect(open(take(1, wish), take(2))).toEqual([]);
    expect(open(take(1, wish), take(2, { state: "failed" }))).toEqual([1]);
    expect(open(take(1, { retake: { at: at(25) } }), take(2))).toEqual([1]);
  });

  it("is answered by one take each, other words last", () => {
    const first = take(1, { retake: { at: at(25), prompt: "Slower" } });
    const second = take(2, { retake: { at: at(26) } });
    expect(open(first, second, take(3))).toEqual([1]);
    expect(open(first, second, take(3), take(4))).toEqual([]);
  });

  it("is settled by an approved take, but for what was asked for beside that one", () => {
    const approved = { verdict: { verdict: "approved", note: "", at: at(27) } } as const;
    expect(open(take(1, { retake: { at: at(25) } }), take(2, approved))).toEqual([]);
    expect(open(take(1), take(2, { ...approved, retake: { at: at(28) } }))).toEqual([2]);
  });

  it("ends with the version of the shot that it was asked for", () => {
    expect(open(take(1, { current: false, retake: { at: at(15) } }))).toEqual([]);
  });
});
