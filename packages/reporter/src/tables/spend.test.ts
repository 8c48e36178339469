import type { Spend, SpendRow } from "@shotlist/core/read-model";
import { expect, test } from "vitest";
import { spendCsv, spendJson, spendTable } from "./spend.ts";

const row = (key: string | null, fields: Partial<SpendRow> = {}): SpendRow => ({
  key,
  takes: 1,
  spentUsdE4: 7_078,
  heldUsdE4: 0,
  refundedUsdE4: 0,
  unknownPrices: 0,
  ...fields,
});

const SPEND: Spend = {
  version: 1,
  total: row(null, { takes: 3, spentUsdE4: 14_156, heldUsdE4: 7_078, unknownPrices: 1 }),
  days: [row("2026-11-23"), row("2026-11-24", { takes: 2, heldUsdE4: 7_078, unknownPrices: 1 })],
  tags: [row("=cmd|'/c calc'!A1"), row(null, { takes: 2 })],
  products: [row(null, { takes: 3 })],
  models: [row("ray-2", { takes: 3 })],
};

test("the table shows each part of which something is known, and the total", () => {
  const text = spendTable(SPEND);
  expect(text).toMatch(/DAY \(UTC\) +TAKES +SPENT +HELD +REFUNDED\n2026-11-23 +1 +\$0\.7078 +- +-\n/);
  expect(text).toMatch(/2026-11-24 +2 +\$0\.7078 \+ 1 unknown +\$0\.7078 +-\n/);
  expect(text).toMatch(/TAG.*\n.*\n\(none\) +2 /);
  expect(text).not.toContain("PRODUCT");
  expect(
    text.endsWith("In all: spent $1.4156; held $0.7078; refunded $0.00; 3 takes, 1 of unknown price\n"),
  ).toBe(true);
});

test("of many rows a terminal shows the dearest, in their order, and counts the rest", () => {
  const products = Array.from({ length: 50 }, (_, index) => row(`p${index}`, { spentUsdE4: index * 100 }));
  const text = spendTable({ ...SPEND, products });
  expect(text).toContain("… and 20 more that cost less");
  expect(text).not.toMatch(/^p19 /m);
  expect(text.indexOf("p20 ")).toBeLessThan(text.indexOf("p49 "));
});

test("the CSV has every row, no text that a spreadsheet runs, and nothing for no key", () => {
  expect(spendCsv(SPEND).split("\r\n")).toEqual([
    "by,key,takes,spent_usd,held_usd,refunded_usd,unknown_prices",
    "total,,3,1.4156,0.7078,0,1",
    "day,2026-11-23,1,0.7078,0,0,0",
    "day,2026-11-24,2,0.7078,0.7078,0,1",
    "model,ray-2,3,0.7078,0,0,0",
    "tag,'=cmd|'/c calc'!A1,1,0.7078,0,0,0",
    "tag,,2,0.7078,0,0,0",
    "product,,3,0.7078,0,0,0",
    "",
  ]);
});

test("the JSON says the same", () => {
  const document = JSON.parse(spendJson(SPEND)) as { total: object; tags: readonly { key: string | null }[] };
  expect(document).toMatchObject({ kind: "shotlist-spend", version: 1, total: { spent_usd: 1.4156 } });
  expect(document.tags.map(({ key }) => key)).toEqual(["=cmd|'/c calc'!A1", null]);
});
