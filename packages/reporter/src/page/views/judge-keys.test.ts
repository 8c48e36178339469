import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it, vi } from "vitest";
import { pressJudgeKey } from "./judge-keys.ts";

const { shots } = sampleReadModel({ shots: 20, seed: 2 });
const shot = shots.find((each) => each.takes.length === 1 && each.takes[0]?.clip)!;
const target = { shot, take: shot.takes[0]! };
const press = (key: string, on: typeof target | null = target, more: object = {}) => {
  const tools = { decide: vi.fn(), undo: vi.fn(), say: vi.fn(), ask: vi.fn() };
  const event = { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
  return { ...tools, acted: pressJudgeKey(event, { target: on, tools }) };
};

describe("pressJudgeKey", () => {
  it.each([
    ["a", { verdict: "approved" }],
    ["N", { verdict: "none" }],
    ["t", { retake: true }],
  ])("decides with %s", (key, intent) => {
    expect(press(key).decide).toHaveBeenCalledWith([{ target, intent }]);
  });

  it("takes the wish for a retake back with the same key", () => {
    const wanted = { shot, take: { ...target.take, retake: { at: "2026-11-01T00:00:00Z" } } };
    expect(press("t", wanted).decide).toHaveBeenCalledWith([{ target: wanted, intent: { retake: false } }]);
  });

  it("asks for a reason, for other words, and what to do about all", () => {
    expect(press("r").ask).toHaveBeenCalledWith({ kind: "reject", shotId: shot.id, take: 1 });
    expect(press("e").ask).toHaveBeenCalledWith({ kind: "retake", shotId: shot.id, take: 1 });
    expect(press("b", null).ask).toHaveBeenCalledWith({ kind: "bulk" });
  });

  it("undoes with U, Ctrl-Z and Cmd-Z, not with what browsers use", () => {
    expect(press("u", null).undo).toHaveBeenCalledOnce();
    expect(press("z", null, { ctrlKey: true }).undo).toHaveBeenCalledOnce();
    expect(press("z", null, { metaKey: true }).undo).toHaveBeenCalledOnce();
    for (const more of [{ ctrlKey: true, shiftKey: true }, { altKey: true }]) {
      expect(press("z", null, more)).toMatchObject({ acted: false });
    }
    for (const key of ["a", "r", "t"]) expect(press(key, target, { ctrlKey: true }).acted).toBe(false);
  });

  it("says what is missing instead of doing nothing", () => {
    const { clip: _, ...take } = target.take;
    expect(press("a", null).say).toHaveBeenCalledOnce();
    expect(press("a", { shot, take }).decide).not.toHaveBeenCalled();
    expect(press("x").acted).toBe(false);
  });
});
