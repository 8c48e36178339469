import { expect, it } from "vitest";
import type { Decision } from "../../decisions/decision.ts";
import { decisionWords } from "./decision-words.ts";

const on = (shotId: string, take: number, verdict: Decision["verdict"], retake = false): Decision => ({
  shotId,
  take,
  sha256: "a".repeat(64),
  verdict,
  note: "",
  retake,
  at: "2026-11-01T12:00:00.000Z",
});

it.each([
  [[on("mug", 1, "approved")], "Approved take 1 of mug"],
  [[on("mug", 2, "rejected", true)], "Rejected take 2 of mug, retake wanted"],
  [[on("mug", 2, "none", true)], "Retake wanted for take 2 of mug"],
  [[on("mug", 2, "none")], "No verdict on take 2 of mug"],
  [[on("mug", 2, "approved"), on("mug", 1, "none")], "Picked take 2 of mug"],
  [[on("mug", 1, "rejected", true), on("hat", 1, "rejected", true)], "Rejected 2 clips, 2 retakes wanted"],
  [[on("mug", 1, "approved"), on("hat", 1, "none")], "Decided on 2 clips"],
])("says what was decided", (decisions, words) => {
  expect(decisionWords(decisions)).toBe(words);
});
