import { isDeepStrictEqual } from "node:util";
import type { Estimate, ReadModel } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import {
  estimateCsv,
  estimateJson,
  estimateTable,
  renderContactSheet,
  resultsCsv,
  resultsJson,
  resultsTable,
  summaryLines,
  unpackModel,
} from "@shotlist/reporter";
import type { Dice } from "../dice.ts";
import { bytesOf, type FuzzInput, type FuzzTarget, fileOf, promise } from "../fuzz-target.ts";
import { HOSTILE_TEXTS } from "../hostile-texts.ts";
import { readCells } from "../read-cells.ts";

const MODELS: readonly ReadModel[] = [1, 2, 3].map((seed) => sampleReadModel({ shots: 4, seed }));

/** Where users, catalogs and APIs put their texts. */
const OPEN = new Set([
  ...[
    "id",
    "words",
    "prompt",
    "model",
    "aspectRatio",
    "resolution",
    "duration",
    "startFrame",
    "endFrame",
    "name",
  ],
  ...[
    "profile",
    "clipsBase",
    "code",
    "apiMessage",
    "note",
    "generationId",
    "file",
    "poster",
    "handle",
    "title",
  ],
  ...["sku", "image", "tags", "matrix"],
]);

const TEMPLATE =
  '<!doctype html><title>Contact sheet</title><script type="application/json" id="read-model"></script><main></main>';

/** Read-models with hostile texts wherever a text may come from outside; every output is looked through. */
export const reportTarget: FuzzTarget = {
  name: "report",
  share: 40,
  make(dice: Dice): FuzzInput {
    return { files: { "model.json": bytesOf(JSON.stringify(hostile(dice.pick(MODELS), "", dice))) } };
  },
  check(input) {
    const model = JSON.parse(new TextDecoder().decode(fileOf(input, "model.json"))) as ReadModel;
    checkCells(resultsCsv(model), model.shots.length, "results.csv");
    checkCells(estimateCsv(estimateOf(model)), undefined, "estimate.csv");
    JSON.parse(resultsJson(model));
    JSON.parse(estimateJson(estimateOf(model)));
    checkLines(resultsTable(model, { columns: 80 }).split("\n"), "the table of results");
    checkLines(estimateTable(estimateOf(model), { columns: 80 }).split("\n"), "the estimate");
    checkLines(summaryLines(model), "the summary");
    checkPage(renderContactSheet(model, TEMPLATE), model);
  },
};

function hostile<T>(value: T, key: string, dice: Dice): T {
  if (typeof value === "string") {
    if (!OPEN.has(key) || dice.chance(0.5)) return value;
    return dice.pick([
      dice.pick(HOSTILE_TEXTS),
      `${value}${dice.pick(HOSTILE_TEXTS)}`,
      dice.pick(HOSTILE_TEXTS) + value,
    ]) as T;
  }
  if (Array.isArray(value)) return value.map((item) => hostile(item, key, dice)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    key === "matrix" && dice.chance(0.3) ? dice.pick(HOSTILE_TEXTS) : name,
    hostile(inner, OPEN.has(key) && key === "matrix" ? key : name, dice),
  ]);
  return Object.fromEntries(entries) as T;
}

function checkCells(csv: string, rows: number | undefined, what: string): void {
  const records = readCells(csv);
  const [head = [], ...body] = records;
  promise(
    rows === undefined || body.length === rows,
    () => `${what} has ${body.length} rows for ${rows} shots`,
  );
  for (const cells of body) {
    promise(
      cells.length === head.length,
      () => `a row of ${what} has ${cells.length} cells, its head ${head.length}`,
    );
    for (const cell of cells) {
      const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell);
      promise(
        isNumber || !/^[=+\-@\t\r\n]/.test(cell),
        () => `a cell of ${what} is a formula: ${JSON.stringify(cell)}`,
      );
      promise(
        !/^\s+[=+\-@]/.test(cell),
        () => `a cell of ${what} is a formula after spaces: ${JSON.stringify(cell)}`,
      );
      promise(
        !/^\s*[＝＋－＠]/.test(cell),
        () => `a cell of ${what} is a wide formula: ${JSON.stringify(cell)}`,
      );
      promise(!cell.includes("\0"), () => `a cell of ${what} has a NUL`);
    }
  }
}

function checkLines(lines: readonly string[], what: string): void {
  for (const line of lines)
    promise(
      !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line),
      () => `${what} has control characters: ${JSON.stringify(line)}`,
    );
}

function checkPage(html: string, model: ReadModel): void {
  const parts =
    /^<!doctype html><title>([^<]*)<\/title><script type="application\/json" id="read-model">([^<]*)<\/script><main><\/main>$/.exec(
      html,
    );
  promise(parts !== null, () => "a text has become markup of the page");
  promise(
    isDeepStrictEqual(unpackModel(JSON.parse(parts[2] ?? "")), model),
    () => "the page has another model",
  );
}

function estimateOf(model: ReadModel): Estimate {
  const sum = { takes: 1, usdE4: 1, unknownPrices: 0 };
  const source = { name: model.name, asOf: "2026-09-01", confidence: "high" } as const;
  return {
    version: 1,
    lines: model.shots.map((shot) => ({
      shotId: shot.id,
      model: shot.model,
      resolution: shot.resolution,
      duration: shot.duration,
      aspectRatio: shot.aspectRatio,
      priceUsdE4: shot.priceUsdE4,
      takes: 1,
      buys: 1,
      toBuyUsdE4: shot.priceUsdE4,
    })),
    toBuy: sum,
    whole: sum,
    retries: { perShot: 2, atMostUsdE4: 1, afterRefundsUsdE4: 0 },
    soFar: { spentUsdE4: 0, inFlightUsdE4: 0, unconfirmedUsdE4: 0, refundedUsdE4: 0, unknownPrices: 0 },
    duration: { ms: 1_000, slots: 1, createsPerMinute: 20, services: [] },
    comparisons: [
      {
        name: model.name,
        basis: "model-card",
        lowUsdE4: 1,
        highUsdE4: 2,
        approximated: 0,
        unknownPrices: 0,
        source,
      },
    ],
    appPlans: { plans: [{ name: model.name, usdE4PerMonth: 1, videosPerMonth: 2, covers: true }], source },
  };
}
