import type { CostDifference, Estimate, Plan, PlanAction } from "@shotlist/core/read-model";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLine } from "./display-width.ts";
import { markdownText } from "./markdown-text.ts";
import { planMarkdown } from "./plan-markdown.ts";

const ESTIMATE: Estimate = {
  version: 1,
  lines: [],
  toBuy: { takes: 3, usdE4: 14_156, unknownPrices: 1 },
  whole: { takes: 4, usdE4: 21_234, unknownPrices: 1 },
  retries: { perShot: 2, atMostUsdE4: 28_312, afterRefundsUsdE4: 28_312 },
  soFar: { spentUsdE4: 7_078, inFlightUsdE4: 0, unconfirmedUsdE4: 7_078, refundedUsdE4: 0, unknownPrices: 0 },
  duration: { ms: 90_000, slots: 10, createsPerMinute: 20, services: [] },
  comparisons: [],
  appPlans: { plans: [], source: { name: "x", asOf: "2026-01-01", confidence: "low" } },
};

const action = (shotId: string, fields: Partial<PlanAction> = {}): PlanAction => ({
  shotId,
  kind: "new",
  reason: "never made",
  changedFields: [],
  buys: 1,
  priceUsdE4: 7_078,
  selected: true,
  ...fields,
});

const planOf = (actions: readonly PlanAction[], name = "spring"): Plan => ({
  version: 1,
  name,
  lineage: "",
  serial: 0,
  actions,
  moves: [],
});

const told = (
  actions: readonly PlanAction[],
  comparison?: { other: string; difference: CostDifference },
): string =>
  planMarkdown({
    plan: planOf(actions),
    estimate: ESTIMATE,
    simulated: false,
    ...(comparison === undefined ? {} : { comparison }),
  });

test("sums, kinds and shots with their reasons and prices; unknown prices and held money are told", () => {
  const text = told([
    action("mug"),
    action("cup", { kind: "changed", reason: "prompt changed", buys: 2, priceUsdE4: 14_156 }),
    action("gate", { priceUsdE4: null }),
    action("old", { kind: "done", buys: 0, priceUsdE4: 0 }),
  ]);
  expect(text.split("\n")).toEqual([
    "### Plan for <code>spring</code>",
    "",
    "| **To buy now** | **&#36;1.4156 plus 1 unknown price for 3 takes** |",
    "| --- | --- |",
    "| Retries could add | at most &#36;2.8312 (2 retries a shot) |",
    "| Time | about 1 min 30 s with 10 slots |",
    "| Whole manifest, once | &#36;2.1234 plus 1 unknown price for 4 takes |",
    "| Spent so far | &#36;0.7078 |",
    "| Unconfirmed | &#36;0.7078 |",
    "",
    "| What | Shots | Takes | Price |",
    "| --- | ---: | ---: | ---: |",
    "| New | 2 | 2 | &#36;0.7078 plus 1 unknown price |",
    "| Changed, made again | 1 | 2 | &#36;1.4156 |",
    "| Done, left as they are | 1 |  |  |",
    "",
    "**New: 2 shots**",
    "",
    "| Shot | Why | Takes | Price each | Price |",
    "| --- | --- | ---: | ---: | ---: |",
    "| <code>mug</code> | never made | 1 | &#36;0.7078 | &#36;0.7078 |",
    "| <code>gate</code> | never made | 1 | unknown | unknown |",
    "",
    "**Changed, made again: 1 shot**",
    "",
    "| Shot | Why | Takes | Price each | Price |",
    "| --- | --- | ---: | ---: | ---: |",
    "| <code>cup</code> | prompt changed | 2 | &#36;0.7078 | &#36;1.4156 |",
    "",
  ]);
});

test("a long list is folded up, and a huge one cut so that it fits into a comment", () => {
  const many = (count: number): readonly PlanAction[] =>
    Array.from({ length: count }, (_, index) => action(`shot-${index}`, { reason: "|".repeat(500) }));
  expect(told(many(10))).not.toContain("<details>");
  expect(told(many(11))).toContain("<details>\n<summary>New: 11 shots</summary>\n\n| Shot |");
  const huge = told(many(5_000));
  expect(huge.length).toBeLessThan(65_536);
  expect(huge).toMatch(/… and [\d,]+ more\.\n\n<\/details>/);
});

test("the difference to another manifest stands among the sums and shot by shot", () => {
  const shot = { changedFields: [], beforeUsdE4: 7_078, afterUsdE4: 7_078 };
  const difference: CostDifference = {
    version: 1,
    shots: [
      { ...shot, shotId: "mug", change: "unchanged" },
      { ...shot, shotId: "cup", change: "changed", changedFields: ["duration"], afterUsdE4: 12_740 },
      { ...shot, shotId: "new", change: "unchanged", renamedFrom: "old" },
      { ...shot, shotId: "gone", change: "removed", afterUsdE4: 0 },
    ],
    counts: { added: 0, removed: 1, changed: 1, repriced: 0, unchanged: 2 },
    before: { takes: 4, usdE4: 28_312, unknownPrices: 0 },
    after: { takes: 3, usdE4: 26_896, unknownPrices: 0 },
    differenceUsdE4: -1_416,
  };
  const text = told([], { other: "base.yaml", difference });
  expect(text).toContain("| Against <code>base.yaml</code> | **&#36;2.8312 → &#36;2.6896 (-&#36;0.1416)** |");
  expect(text).toContain("**Against <code>base.yaml</code>: 1 removed, 1 changed, 2 unchanged**");
  expect(text).toContain(
    "| <code>cup</code> | duration changed | &#36;0.7078 → &#36;1.274 (+&#36;0.5662) |".replace(
      "1.274 ",
      "1.274 ",
    ),
  );
  expect(text).toContain("| <code>new</code> | was old | &#36;0.7078 |");
  expect(text).toContain("| <code>gone</code> | removed | -&#36;0.7078 |");
});

describe("hostile text", () => {
  const decoded = (markdown: string): string =>
    markdown
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replaceAll("\u2060", "");

  test("shows as what it is, and can make no structure, link or mention", () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc
        .array(
          fc.constantFrom(
            "|",
            "`",
            "<img src=x onerror=1>",
            "@octocat",
            "#12",
            "\n",
            "\\",
            "[a](b)",
            "$",
            "*",
          ),
          {},
        )
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const markdown = markdownText(text);
        expect(decoded(markdown)).toBe(plainLine(text).replaceAll("\u2060", ""));
        expect(markdown.replace(/&#\d+;/g, "")).not.toMatch(/[|`<>@#\\[\]*_~$&!{}:\n\r]/);
        // What a renderer shows has no mention in it: something invisible parts the sign from the name.
        const shown = markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
        expect(shown).not.toMatch(/[@#]\w/);
      }),
      { numRuns: 60 },
    );
  });

  test("in ids, reasons and names leaves every table as it is", () => {
    const evil = "a|b`c`</details><script>@all $x$";
    const text = planMarkdown({
      plan: planOf([action(evil, { reason: evil, renamedFrom: evil })], evil),
      estimate: ESTIMATE,
      simulated: true,
    });
    expect(text).not.toMatch(/`|<script|@|<\/details/);
    const rows = text.split("\n").filter((line) => line.startsWith("| <code>"));
    expect(rows.map((line) => line.split("|").length)).toEqual([7]);
  });
});

test("equal plans give equal text", () => {
  const actions = [action("b"), action("a", { kind: "retry" }), action("c", { selected: false })];
  expect(told(actions)).toBe(told(structuredClone(actions)));
  expect(told(actions)).toContain("1 shot not selected, left as they are.");
});
