import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "./decision.ts";
import { readDecisions } from "./read-decisions.ts";

const decision: Decision = {
  shotId: "mug-spin@9x16",
  take: 2,
  sha256: "a".repeat(64),
  verdict: "rejected",
  note: "Too dark",
  retake: true,
  prompt: "A brighter mug",
  at: "2026-09-14T12:30:00.000Z",
};

describe("readDecisions", () => {
  it("reads the file that the sheet exports, and the bare list that the served page posts", () => {
    const file = { kind: "shotlist-decisions", version: 1, name: "x", madeAt: decision.at };
    expect(readDecisions({ ...file, decisions: [decision] })).toEqual({ decisions: [decision] });
    expect(readDecisions([decision])).toEqual({ decisions: [decision] });
  });

  it("leaves out what it does not know, and a prompt of blanks", () => {
    const read = readDecisions([{ ...decision, prompt: "  ", colour: "red" }]);
    const { prompt: _, ...rest } = decision;
    expect(read).toEqual({ decisions: [rest] });
  });

  it.each([
    [null, "no list"],
    [{ decisions: {} }, "no list"],
    [{ kind: "shotlist-plan", decisions: [] }, "another kind"],
    [{ version: 2, decisions: [] }, "version 2"],
    [["x"], "Decision 1: it is no object"],
    [[decision, { ...decision, shotId: "" }], "Decision 2: its shotId"],
    [[{ ...decision, take: 0 }], "take"],
    [[{ ...decision, take: 1.5 }], "take"],
    [[{ ...decision, sha256: "abc" }], "sha256"],
    [[{ ...decision, verdict: "maybe" }], "verdict"],
    [[{ ...decision, note: 3 }], "note"],
    [[{ ...decision, note: "x".repeat(20_001) }], "note"],
    [[{ ...decision, retake: "yes" }], "retake"],
    [[{ ...decision, prompt: 3 }], "prompt"],
    [[{ ...decision, at: "yesterday" }], "time"],
    [[{ ...decision, at: "2026-13-40T00:00:00Z" }], "time"],
  ])("says what is wrong with %j", (json, words) => {
    expect(readDecisions(json)).toEqual({ problem: expect.stringContaining(words) });
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const read = readDecisions(json);
        expect("problem" in read || Array.isArray(read.decisions)).toBe(true);
      }),
    );
  });
});
