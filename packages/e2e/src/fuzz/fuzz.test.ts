import { describe, expect, test } from "vitest";
import { readCorpus } from "./corpus-file.ts";
import { TARGETS, targetOf } from "./targets/index.ts";
import { inputOf, tryInput } from "./try-input.ts";

/** The machine is shared with other tests here; only what takes without end is of interest. */
const LIMIT_MS = 5_000;

/** Fresh inputs for each target, few where each is a whole reading. */
const FRESH: Readonly<Record<string, number>> = {
  manifest: 100,
  template: 100,
  catalog: 100,
  table: 100,
  report: 200,
  mp4: 500,
  answer: 2_000,
};

describe("the corpus", () => {
  test.each(readCorpus())("$name: $why", async ({ target, input, limitMs = LIMIT_MS }) => {
    const { finding } = await tryInput(targetOf(target), input, limitMs);
    expect(finding).toBeUndefined();
  });
});

describe("fresh inputs", () => {
  test.each(TARGETS)("nothing is found with $name", async (target) => {
    const findings: string[] = [];
    for (let index = 0; index < (FRESH[target.name] ?? 100); index += 1) {
      const { finding } = await tryInput(target, inputOf(target, 20_261_124, index), LIMIT_MS);
      if (finding !== undefined) findings.push(`${target.name} ${index}: ${finding}`);
    }
    expect(findings).toEqual([]);
  });
});
