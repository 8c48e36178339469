import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readOrders } from "./order.ts";

const ID = "6f1c0a52-7d0e-4d0b-9f43-0d6f4f0b7c11";
const bad = expect.objectContaining({ code: "bad-resolution" });

describe("a file of answers", () => {
  test.each([
    ["commas", `shot,take,generation id\nmug,1,${ID}\ncup,,not-created\nopener,2,abandon\n`],
    [
      "semicolons, quotes, a mark of the encoding and CRLF",
      `\uFEFFshot;take;generation\r\n"mug";1;"${ID}"\r\ncup;;not created\r\n\r\nopener;2;abandoned`,
    ],
    ["tabs and no head", `mug\t1\t${ID}\ncup\t\tNot-Created\nopener\t2\tabandon`],
    [
      "JSON lines",
      [
        { shot: "mug", take: 1, generation: ID },
        { shot: "cup", generation: "not-created" },
        { shot: "opener", take: 2, generation: "abandon" },
      ]
        .map((line) => JSON.stringify(line))
        .join("\n"),
    ],
  ])("with %s is read", (_, text) => {
    expect(readOrders(text, "answers").map(({ line: _line, ...order }) => order)).toEqual([
      { shotId: "mug", take: 1, answer: { kind: "created", generationId: ID } },
      { shotId: "cup", answer: { kind: "not-created" } },
      { shotId: "opener", take: 2, answer: { kind: "abandoned" } },
    ]);
  });

  test("that is not understood is refused with its lines", () => {
    const text = "mug,1,\ncup,one,not-created\njug,0,abandon\npot,1,two words\n{broken\nlid,1,abandon,more";
    expect(() => readOrders(text, "answers.csv")).toThrow(bad);
    expect(() => readOrders(text, "answers.csv")).toThrow(/line 1: .*line 2: .*line 3: .*line 4: .*line 5: /);
    expect(() => readOrders("shot,take,generation\n", "answers.csv")).toThrow(bad);
  });

  test("of any text is read or refused, and never half", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constant(`mug,1,${ID}`))), (lines) => {
        try {
          const text = lines.join("\n");
          const filled = text.split(/\r?\n/).filter((line) => line.replace("\uFEFF", "").trim() !== "");
          const orders = readOrders(text, "answers");
          expect(filled.length - orders.length).toBeLessThanOrEqual(1);
          for (const { shotId } of orders) expect(shotId).not.toBe("");
        } catch (error) {
          expect(error).toEqual(bad);
        }
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
