import type { Estimate } from "@shotlist/core/read-model";
import { describe, expect, it } from "vitest";
import { estimateCsv, estimateJson, estimateTable } from "./estimate.ts";

const source = { name: "Luma price list", asOf: "2026-09-01", confidence: "high" } as const;
const line = {
  shotId: "mug-orbit",
  model: "ray-2",
  resolution: "720p",
  duration: "5s",
  aspectRatio: "16:9",
  priceUsdE4: 7_078,
  takes: 1,
  buys: 1,
  toBuyUsdE4: 7_078,
} as const;

const estimate: Estimate = {
  version: 1,
  lines: [
    line,
    { ...line, shotId: "cup-orbit" },
    { ...line, shotId: "done-already", buys: 0, toBuyUsdE4: 0 },
    { ...line, shotId: "odd", model: "ray-9", priceUsdE4: null, toBuyUsdE4: null },
  ],
  toBuy: { takes: 3, usdE4: 14_156, unknownPrices: 1 },
  whole: { takes: 4, usdE4: 21_234, unknownPrices: 1 },
  retries: { perShot: 2, atMostUsdE4: 28_312, afterRefundsUsdE4: 0 },
  soFar: { spentUsdE4: 7_078, inFlightUsdE4: 0, unconfirmedUsdE4: 7_078, refundedUsdE4: 0, unknownPrices: 0 },
  duration: { ms: 95_000, slots: 10, createsPerMinute: 20, services: [] },
  comparisons: [
    {
      name: "ray-flash-2",
      basis: "model-card",
      lowUsdE4: 7_299,
      highUsdE4: 7_299,
      approximated: 0,
      unknownPrices: 1,
      source,
    },
    {
      name: "Nowhere",
      basis: "per-5s-range",
      lowUsdE4: 0,
      highUsdE4: 0,
      approximated: 0,
      unknownPrices: 4,
      source,
    },
  ],
  appPlans: { plans: [{ name: "Plus", usdE4PerMonth: 299_900, videosPerMonth: 40, covers: true }], source },
};

describe("estimateTable", () => {
  it("shows kinds, sums, time and the comparison", () => {
    expect(estimateTable(estimate)).toMatchInlineSnapshot(`
      "MODEL  FORMAT        SHOTS    PRICE  TO BUY     COST
      ray-2  16:9 720p 5s      3  $0.7078       2  $1.4156
      ray-9  16:9 720p 5s      1  unknown       1  unknown

      To buy now            $1.4156 plus 1 unknown price for 3 takes
      Retries could add     at most $2.8312 (2 retries a shot), nothing once failures are refunded
      Time                  about 1 min 35 s with 10 slots
      Whole manifest, once  $2.1234 plus 1 unknown price for 4 takes
      Spent so far          $0.7078
      Unconfirmed           $0.7078

      THE SAME ELSEWHERE     COST  PRICES
      ray-flash-2         $0.7299  Luma price list, 2026-09-01; 1 unknown price left out
      Nowhere             unknown  Luma price list, 2026-09-01; 4 unknown prices left out
      "
    `);
  });

  it("says of other kinds than videos what they are, and what a comparison leaves out", () => {
    const still = {
      ...line,
      shotId: "s",
      kind: "image",
      model: "uni-1",
      resolution: "",
      duration: "",
    } as const;
    const edit = { ...line, shotId: "e", kind: "edit", aspectRatio: "", duration: "", sourceS: 7.5 } as const;
    const [first] = estimate.comparisons;
    const text = estimateTable({
      ...estimate,
      lines: [still, edit, { ...edit, options: "hdr, exr" }],
      comparisons: first === undefined ? [] : [{ ...first, leftOut: 2 }],
    });
    expect(text).toContain("uni-1  still 16:9 ");
    expect(text).toContain("ray-2  edit 720p of 7.5s ");
    expect(text).toContain("ray-2  edit 720p of 7.5s, hdr, exr ");
    expect(text).toContain("without 2 takes that it does not make");
  });

  it("says that what retries of an unknown price add is unknown", () => {
    const retries = { perShot: 2, atMostUsdE4: 0, afterRefundsUsdE4: 0, unknownPrices: 1 };
    expect(estimateTable({ ...estimate, retries })).toContain(
      "Retries could add     unknown (2 retries a shot)\n",
    );
    const some = estimateTable({ ...estimate, retries: { ...retries, atMostUsdE4: 10_000 } });
    expect(some).toContain("at most $1.00 plus 1 unknown price (2 retries a shot), nothing once");
  });

  it("never shows an unknown price as nothing", () => {
    expect(estimateTable(estimate)).not.toMatch(/\$0\.00/);
  });
});

describe("estimateCsv", () => {
  it("has a row a shot", () => {
    expect(estimateCsv(estimate).split("\r\n")).toEqual([
      "id,model,aspect_ratio,resolution,duration,price_usd,takes,buys,to_buy_usd,kind,source_s",
      "mug-orbit,ray-2,16:9,720p,5s,0.7078,1,1,0.7078,video,",
      "cup-orbit,ray-2,16:9,720p,5s,0.7078,1,1,0.7078,video,",
      "done-already,ray-2,16:9,720p,5s,0.7078,1,0,0,video,",
      "odd,ray-9,16:9,720p,5s,unknown,1,1,unknown,video,",
      "",
    ]);
  });
});

describe("estimateJson", () => {
  it("gives dollars, and null where the price is unknown", () => {
    const document = JSON.parse(estimateJson(estimate)) as { shots: object[]; to_buy: object };
    expect(document.to_buy).toEqual({ takes: 3, usd: 1.4156, unknown_prices: 1 });
    expect(document.shots[3]).toMatchObject({ id: "odd", price_usd: null, to_buy_usd: null });
  });
});
