import { formatUsd, type Spend, type SpendRow } from "@shotlist/core/read-model";
import { formatCount } from "../words/show-values.ts";
import { csvFile } from "./csv.ts";
import type { TableOptions } from "./results.ts";
import { textTable } from "./text-table.ts";
import { toUsd } from "./usd.ts";

/** What money is told apart by, with the words of tables and files. */
const PARTS = [
  { name: "day", title: "DAY (UTC)", none: "(forgotten)", rowsOf: (spend: Spend) => spend.days },
  { name: "model", title: "MODEL", none: "(forgotten)", rowsOf: (spend: Spend) => spend.models },
  { name: "tag", title: "TAG", none: "(none)", rowsOf: (spend: Spend) => spend.tags },
  { name: "product", title: "PRODUCT", none: "(none)", rowsOf: (spend: Spend) => spend.products },
] as const;

/** Rows of one part in a terminal before the dearest of the rest are left out. */
const MOST_ROWS = 30;

/**
 * What was spent, for a terminal: a table each for days, models, tags and products, and the total. Parts of which
 * nothing is known are left out. Ends with a line break.
 */
export function spendTable(spend: Spend, options: TableOptions = {}): string {
  const parts = PARTS.filter(({ rowsOf }) => rowsOf(spend).some(({ key }) => key !== null));
  const tables = parts.flatMap((part) => [...partTable(spend, part, options), ""]);
  const { total } = spend;
  const unknown = total.unknownPrices > 0 ? `, ${formatCount(total.unknownPrices)} of unknown price` : "";
  const sums = [
    `spent ${formatUsd(total.spentUsdE4)}`,
    `held ${formatUsd(total.heldUsdE4)}`,
    `refunded ${formatUsd(total.refundedUsdE4)}`,
  ];
  const takes = `${formatCount(total.takes)} ${total.takes === 1 ? "take" : "takes"}`;
  return `${[...tables, `In all: ${sums.join("; ")}; ${takes}${unknown}`].join("\n")}\n`;
}

function partTable(
  spend: Spend,
  { title, none, rowsOf }: (typeof PARTS)[number],
  { columns }: TableOptions,
): readonly string[] {
  const rows = rowsOf(spend);
  const shown = new Set(rows.length > MOST_ROWS ? dearest(rows) : rows);
  const lines = textTable(
    [
      { title, align: "left", flexible: true },
      { title: "TAKES", align: "right" },
      { title: "SPENT", align: "right" },
      { title: "HELD", align: "right" },
      { title: "REFUNDED", align: "right" },
    ],
    rows.filter((row) => shown.has(row)).map((row) => cellsOf(row, none)),
    columns === undefined ? {} : { columns },
  );
  const left = rows.length - shown.size;
  return left === 0 ? lines : [...lines, `… and ${formatCount(left)} more that cost less; --json has all`];
}

function dearest(rows: readonly SpendRow[]): readonly SpendRow[] {
  const costOf = ({ spentUsdE4, heldUsdE4 }: SpendRow): number => spentUsdE4 + heldUsdE4;
  return rows.toSorted((a, b) => costOf(b) - costOf(a)).slice(0, MOST_ROWS);
}

function cellsOf(row: SpendRow, none: string): readonly string[] {
  const spent = formatUsd(row.spentUsdE4);
  return [
    row.key ?? none,
    formatCount(row.takes),
    row.unknownPrices > 0 ? `${spent} + ${formatCount(row.unknownPrices)} unknown` : spent,
    row.heldUsdE4 === 0 ? "-" : formatUsd(row.heldUsdE4),
    row.refundedUsdE4 === 0 ? "-" : formatUsd(row.refundedUsdE4),
  ];
}

/**
 * What was spent, as a CSV file: a row for the total, then for each day, model, tag and product. Money is in
 * dollars. A take with several tags stands under each, so the rows of tags may add up to more than the total.
 */
export function spendCsv(spend: Spend): string {
  const parts = PARTS.flatMap(({ name, rowsOf }) =>
    rowsOf(spend).map((row) => ({ name: name as string, row })),
  );
  return csvFile(
    ["by", "key", "takes", "spent_usd", "held_usd", "refunded_usd", "unknown_prices"],
    [{ name: "total", row: spend.total }, ...parts].map(({ name, row }) => [
      name,
      row.key,
      row.takes,
      toUsd(row.spentUsdE4),
      toUsd(row.heldUsdE4),
      toUsd(row.refundedUsdE4),
      row.unknownPrices,
    ]),
  );
}

/**
 * What was spent, as JSON text: `{kind: "shotlist-spend", version: 1, total, days, models, tags, products}`, each row
 * `{key, takes, spent_usd, held_usd, refunded_usd, unknown_prices}`. Money is in dollars; names are only ever added to.
 */
export function spendJson(spend: Spend): string {
  const document = {
    kind: "shotlist-spend",
    version: 1,
    total: rowDocument(spend.total),
    days: spend.days.map(rowDocument),
    models: spend.models.map(rowDocument),
    tags: spend.tags.map(rowDocument),
    products: spend.products.map(rowDocument),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function rowDocument(row: SpendRow): object {
  return {
    key: row.key,
    takes: row.takes,
    spent_usd: toUsd(row.spentUsdE4),
    held_usd: toUsd(row.heldUsdE4),
    refunded_usd: toUsd(row.refundedUsdE4),
    unknown_prices: row.unknownPrices,
  };
}
