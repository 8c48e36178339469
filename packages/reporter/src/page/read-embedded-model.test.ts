import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { readEmbeddedModel } from "./read-embedded-model.ts";

describe("readEmbeddedModel", () => {
  it("reads a report", () => {
    const model = sampleReadModel({ shots: 3, seed: 1 });
    expect(readEmbeddedModel(JSON.stringify(model))).toEqual({ model: JSON.parse(JSON.stringify(model)) });
  });

  it.each([
    ["the empty template", "\n", /empty template/],
    ["data of another version", '{"version":2,"shots":[]}', /not a report/],
    ["data of another kind", "null", /not a report/],
    ["a file that was cut short", '{"version":1,"shots":[', /cut short/],
  ])("says why it cannot read %s", (_, text, reason) => {
    expect(readEmbeddedModel(text)).toEqual({ reason: expect.stringMatching(reason) });
  });
});
