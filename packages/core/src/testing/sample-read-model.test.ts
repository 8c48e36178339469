import { expect, test } from "vitest";
import { sampleReadModel } from "./sample-read-model.ts";

test("the sample is the same for the same seed, and has every state", () => {
  const sample = sampleReadModel({ shots: 60, seed: 7 });
  expect(sampleReadModel({ shots: 60, seed: 7 })).toEqual(sample);
  expect(sampleReadModel({ shots: 60, seed: 8 })).not.toEqual(sample);
  expect(Object.values(sample.totals.byState).every((count) => count > 0)).toBe(true);
  expect(new Set(sample.shots.map((shot) => shot.id)).size).toBe(60);
});

test("the sample is plain JSON and holds together", () => {
  const sample = sampleReadModel({ shots: 40, seed: 1 });
  expect(JSON.parse(JSON.stringify(sample))).toEqual(sample);
  for (const shot of sample.shots) {
    expect(shot.takes.map((take) => take.number)).toEqual(shot.takes.map((_, index) => index + 1));
    if (shot.shownTake > 0) expect(shot.takes[shot.shownTake - 1]?.clip).toBeDefined();
  }
});
