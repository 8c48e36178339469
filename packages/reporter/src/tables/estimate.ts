import { type Comparison, type Estimate, type EstimateLine, formatUsd } from "@shotlist/core/read-model";
import { formatWords } from "../words/format-words.ts";
import { countOf, formatCount, formatSpan } from "../words/show-values.ts";
import { csvFile } from "./csv.ts";
import type { TableOptions } from "./results.ts";
import { textTable } from "./text-table.ts";
import { toUsd } from "./usd.ts";

/**
 * The estimate for a terminal: what is to buy by kind of clip, what retries could add, what is spent and
 * held already, how long it will take, and what the same would cost elsewhere. Ends with a line break.
 */
export function estimateTable(estimate: Estimate, options: TableOptions = {}): string {
  const width = options.columns === undefined ? {} : { columns: options.columns };
  const kinds = textTable(
    [
      { title: "MODEL", align: "left", flexible: true },
      { title: "FORMAT", align: "left" },
      { title: "SHOTS", align: "right" },
      { title: "PRICE", align: "right" },
      { title: "TO BUY", align: "right" },
      { title: "COST", align: "right" },
    ],
    kindRows(estimate.lines),
    width,
  );
  return `${[...kinds, "", ...sumLines(estimate), ...comparisonLines(estimate, width)].join("\n")}\n`;
}

function kindRows(lines: readonly EstimateLine[]): readonly (readonly string[])[] {
  const kinds = new Map<string, EstimateLine[]>();
  for (const line of lines) {
    const key = `${line.model} ${formatOf(line)} ${line.priceUsdE4}`;
    const kind = kinds.get(key);
    if (kind) kind.push(line);
    else kinds.set(key, [line]);
  }
  return [...kinds.values()].map((kind) => {
    const [first] = kind;
    const buys = kind.reduce((sum, line) => sum + line.buys, 0);
    const price = first?.priceUsdE4 ?? null;
    return [
      first?.model ?? "",
      first === undefined ? "" : formatOf(first),
      formatCount(kind.length),
      formatUsd(price),
      formatCount(buys),
      buys === 0 ? "-" : formatUsd(price === null ? null : price * buys),
    ];
  });
}

function formatOf(line: EstimateLine): string {
  const source = line.sourceS === undefined ? "" : ` of ${line.sourceS}s`;
  return `${formatWords(line)}${source}${line.options === undefined ? "" : `, ${line.options}`}`;
}

function sumLines(estimate: Estimate): readonly string[] {
  const rows = estimateRows(estimate);
  const wide = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(wide)}  ${value}`);
}

/** The sums of an estimate in words, each with its name; what there is nothing of is left out. */
export function estimateRows(estimate: Estimate): readonly (readonly [name: string, value: string])[] {
  const { toBuy, whole, retries, soFar, duration } = estimate;
  const rows: (readonly [name: string, value: string])[] = [
    ["To buy now", `${priceSum(toBuy)} for ${countOf(toBuy.takes, "take")}`],
  ];
  if (toBuy.takes > 0) {
    if (retries.perShot > 0) rows.push(["Retries could add", retryWords(estimate)]);
    rows.push(["Time", `about ${formatSpan(duration.ms)} with ${countOf(duration.slots, "slot")}`]);
  }
  rows.push(["Whole manifest, once", `${priceSum(whole)} for ${countOf(whole.takes, "take")}`]);
  const unknown = soFar.unknownPrices > 0 ? ` plus ${countOf(soFar.unknownPrices, "unknown price")}` : "";
  rows.push(["Spent so far", formatUsd(soFar.spentUsdE4) + unknown]);
  if (soFar.inFlightUsdE4 > 0) rows.push(["In flight", formatUsd(soFar.inFlightUsdE4)]);
  if (soFar.unconfirmedUsdE4 > 0) rows.push(["Unconfirmed", formatUsd(soFar.unconfirmedUsdE4)]);
  if (soFar.refundedUsdE4 > 0) rows.push(["Refunded", formatUsd(soFar.refundedUsdE4)]);
  return rows;
}

function retryWords({ retries }: Estimate): string {
  const { unknownPrices = 0 } = retries;
  if (unknownPrices > 0 && retries.atMostUsdE4 === 0) {
    return `${formatUsd(null)} (${countOf(retries.perShot, "retry", "retries")} a shot)`;
  }
  const unknown = unknownPrices === 0 ? "" : ` plus ${countOf(unknownPrices, "unknown price")}`;
  const most = `at most ${formatUsd(retries.atMostUsdE4)}${unknown} (${countOf(retries.perShot, "retry", "retries")} a shot)`;
  if (retries.afterRefundsUsdE4 === retries.atMostUsdE4) return most;
  const left = retries.afterRefundsUsdE4 === 0 ? "nothing" : formatUsd(retries.afterRefundsUsdE4);
  return `${most}, ${left} once failures are refunded`;
}

function priceSum(sum: Estimate["toBuy"]): string {
  if (sum.takes > 0 && sum.unknownPrices === sum.takes) return formatUsd(null);
  const unknown = sum.unknownPrices > 0 ? ` plus ${countOf(sum.unknownPrices, "unknown price")}` : "";
  return formatUsd(sum.usdE4) + unknown;
}

function comparisonLines(estimate: Estimate, width: TableOptions): readonly string[] {
  if (estimate.comparisons.length === 0) return [];
  const rows = estimate.comparisons.map((each) => [each.name, comparisonPrice(each), comparisonNote(each)]);
  return [
    "",
    ...textTable(
      [
        { title: "THE SAME ELSEWHERE", align: "left" },
        { title: "COST", align: "right" },
        { title: "PRICES", align: "left", flexible: true },
      ],
      rows,
      width,
    ),
  ];
}

function comparisonPrice(each: Comparison): string {
  if (each.lowUsdE4 === 0 && each.unknownPrices > 0) return formatUsd(null);
  if (each.lowUsdE4 === each.highUsdE4) return formatUsd(each.lowUsdE4);
  return `${formatUsd(each.lowUsdE4)} to ${formatUsd(each.highUsdE4)}`;
}

function comparisonNote(each: Comparison): string {
  const notes = [`${each.source.name}, ${each.source.asOf}`];
  if (each.approximated > 0) notes.push(`${countOf(each.approximated, "clip")} by the nearest kind`);
  if (each.unknownPrices > 0) notes.push(`${countOf(each.unknownPrices, "unknown price")} left out`);
  if (each.leftOut !== undefined)
    notes.push(`without ${countOf(each.leftOut, "take")} that it does not make`);
  return notes.join("; ");
}

/** The estimate as a CSV file, a row a shot; prices in dollars, an unknown one says `unknown`. */
export function estimateCsv(estimate: Estimate): string {
  return csvFile(
    [
      "id",
      "model",
      "aspect_ratio",
      "resolution",
      "duration",
      "price_usd",
      "takes",
      "buys",
      "to_buy_usd",
      "kind",
      "source_s",
    ],
    estimate.lines.map((line) => [
      line.shotId,
      line.model,
      line.aspectRatio,
      line.resolution,
      line.duration,
      toUsd(line.priceUsdE4) ?? "unknown",
      line.takes,
      line.buys,
      toUsd(line.toBuyUsdE4) ?? "unknown",
      line.kind ?? "video",
      line.sourceS ?? "",
    ]),
  );
}

/**
 * The estimate as JSON text: `{kind: "shotlist-estimate", version: 1, shots, to_buy, whole, retries,
 * so_far, duration, comparisons, app_plans}`. Money is in dollars, null where unknown; names are only
 * ever added to.
 */
export function estimateJson(estimate: Estimate): string {
  const { retries, soFar, duration, appPlans } = estimate;
  const sum = (each: Estimate["toBuy"]): object => ({
    takes: each.takes,
    usd: toUsd(each.usdE4),
    unknown_prices: each.unknownPrices,
  });
  const document = {
    kind: "shotlist-estimate",
    version: 1,
    to_buy: sum(estimate.toBuy),
    whole: sum(estimate.whole),
    retries: {
      per_shot: retries.perShot,
      at_most_usd: toUsd(retries.atMostUsdE4),
      after_refunds_usd: toUsd(retries.afterRefundsUsdE4),
      unknown_prices: retries.unknownPrices ?? 0,
    },
    so_far: {
      spent_usd: toUsd(soFar.spentUsdE4),
      in_flight_usd: toUsd(soFar.inFlightUsdE4),
      unconfirmed_usd: toUsd(soFar.unconfirmedUsdE4),
      refunded_usd: toUsd(soFar.refundedUsdE4),
      unknown_prices: soFar.unknownPrices,
    },
    duration: { ms: duration.ms, slots: duration.slots, creates_per_minute: duration.createsPerMinute },
    comparisons: estimate.comparisons.map((each) => ({
      name: each.name,
      low_usd: toUsd(each.lowUsdE4),
      high_usd: toUsd(each.highUsdE4),
      approximated: each.approximated,
      unknown_prices: each.unknownPrices,
      left_out: each.leftOut ?? 0,
      source: each.source,
    })),
    app_plans: appPlans.plans.map((plan) => ({
      name: plan.name,
      usd_per_month: toUsd(plan.usdE4PerMonth),
      videos_per_month: plan.videosPerMonth,
      covers: plan.covers,
    })),
    shots: estimate.lines.map((line) => ({
      id: line.shotId,
      model: line.model,
      kind: line.kind ?? "video",
      aspect_ratio: line.aspectRatio,
      resolution: line.resolution,
      duration: line.duration,
      price_usd: toUsd(line.priceUsdE4),
      takes: line.takes,
      buys: line.buys,
      to_buy_usd: toUsd(line.toBuyUsdE4),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
