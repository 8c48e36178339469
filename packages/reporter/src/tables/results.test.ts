import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { displayWidth } from "./display-width.ts";
import { resultsCsv, resultsJson, resultsTable } from "./results.ts";
import { summaryLines } from "./summary.ts";

const model = sampleReadModel({ shots: 40, seed: 9 });

describe("resultsTable", () => {
  it("has a head, a line a shot and the sums", () => {
    const lines = resultsTable(model).trimEnd().split("\n");
    expect(lines).toHaveLength(1 + 40 + 2);
    expect(lines[0]).toMatch(/^STATE +SHOT +TAKE +FORMAT +SPENT +CLIP OR REASON$/);
    expect(lines.at(-1)).toContain(`${model.totals.clips} clips`);
  });

  it("fits into 100 columns and stays one line a shot, whatever the texts are", () => {
    const hostile = { ...model, shots: model.shots.map((shot) => ({ ...shot, words: "a\nb\u001b[31m" })) };
    for (const line of resultsTable(hostile, { columns: 100 }).split("\n")) {
      expect(displayWidth(line)).toBeLessThanOrEqual(100);
      expect(line).not.toContain("\u001b");
    }
  });

  it("says of what is no video which kind it is, with the measures that it has", () => {
    const shot = model.shots[0]!;
    const still = {
      ...shot,
      kind: "image",
      resolution: "",
      duration: "",
      aspectRatio: "16:9",
      loop: false,
    } as const;
    const edit = {
      ...shot,
      kind: "edit",
      resolution: "540p",
      duration: "",
      aspectRatio: "",
      loop: false,
    } as const;
    const [, first, second] = resultsTable({ ...model, shots: [still, edit] }).split("\n");
    expect(first).toMatch(/ still 16:9 {2,}/);
    expect(second).toMatch(/ edit 540p {2,}/);
  });

  it("colours states only when asked", () => {
    expect(resultsTable(model)).not.toContain("\u001b");
    expect(resultsTable(model, { color: true })).toContain("\u001b[31mFailed\u001b[0m");
  });
});

describe("resultsCsv", () => {
  it("has one row a shot and says unknown for an unknown price", () => {
    const shot = { ...model.shots[0]!, priceUsdE4: null, id: "only", prompt: "=1+1", takes: [] };
    const [head, row, end] = resultsCsv({ ...model, shots: [shot] }).split("\r\n");
    const cell = (name: string) => row?.split(",")[head!.split(",").indexOf(name)];
    expect(end).toBe("");
    expect(cell("id")).toBe("only");
    expect(cell("price_usd")).toBe("unknown");
    expect(cell("prompt")).toBe("'=1+1");
    expect(cell("take")).toBe("");
  });

  it("has its head even without a shot", () => {
    expect(resultsCsv({ ...model, shots: [] })).toMatch(/^id,state,words,[^\r]+\r\n$/);
  });

  it("has the same names as the JSON", () => {
    const [head] = resultsCsv(model).split("\r\n");
    const { shots } = JSON.parse(resultsJson(model)) as { shots: object[] };
    expect(head!.split(",").sort()).toEqual(Object.keys(shots[0]!).sort());
  });
});

describe("resultsJson", () => {
  it("keeps its shape", () => {
    const shots = model.shots.slice(0, 1);
    expect(Object.keys(JSON.parse(resultsJson({ ...model, shots })) as object)).toEqual([
      "kind",
      "version",
      "name",
      "simulated",
      "made_at",
      "profile",
      "clips_base",
      "totals",
      "shots",
    ]);
  });

  it("gives null for unknown money and exact dollars for known", () => {
    const shot = { ...model.shots[0]!, priceUsdE4: null, spentUsdE4: 12_740 };
    const document = JSON.parse(resultsJson({ ...model, shots: [shot] })) as { shots: object[] };
    expect(document.shots[0]).toMatchObject({ price_usd: null, spent_usd: 1.274 });
  });
});

describe("summaryLines", () => {
  it("names the states, the money, and what needs a person", () => {
    const text = summaryLines(model).join("\n");
    expect(text).toContain("spring-apparel (simulated, profile final)");
    expect(text).toContain(`${model.totals.byState.failed} failed`);
    expect(text).toContain("Unconfirmed: shotlist run looks for them");
    expect(text).toContain("unknown to buy");
  });

  it("is short when all is well", () => {
    const calm = sampleReadModel({ shots: 1, seed: 1 });
    expect(summaryLines(calm)).toHaveLength(4);
    expect(summaryLines(calm)[3]).toContain("nothing to buy");
  });

  it("names ten shots of a state and counts the rest", () => {
    const failed = model.shots.find((shot) => shot.state === "failed")!;
    const shots = Array.from({ length: 25 }, (_, index) => ({ ...failed, id: `shot-${index}` }));
    const lines = summaryLines({ ...model, shots });
    expect(lines.filter((line) => line.startsWith("  shot-"))).toHaveLength(10);
    expect(lines.at(-1)).toBe("  and 15 more");
  });
});
