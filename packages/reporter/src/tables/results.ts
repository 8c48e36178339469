import { formatUsd, type ReadModel } from "@shotlist/core/read-model";
import { formatWords } from "../words/format-words.ts";
import { countOf, formatBytes } from "../words/show-values.ts";
import { stateLabels } from "../words/state-words.ts";
import { type CsvCell, csvFile } from "./csv.ts";
import { knownSpend, type ResultRow, resultColumns, resultRows, standingTake } from "./result-rows.ts";
import { type TextColumn, textTable } from "./text-table.ts";
import { paintState } from "./tone.ts";
import { toUsd } from "./usd.ts";

/** How a text table meets its terminal. */
export interface TableOptions {
  /** Width of the terminal in cells; without it nothing is cut. */
  readonly columns?: number;
  /** Whether states are coloured with ANSI codes; off by default. */
  readonly color?: boolean;
}

const columns: readonly TextColumn[] = [
  { title: "STATE", align: "left" },
  { title: "SHOT", align: "left", flexible: true },
  { title: "TAKE", align: "right" },
  { title: "FORMAT", align: "left" },
  { title: "SPENT", align: "right" },
  { title: "CLIP OR REASON", align: "left", flexible: true },
];

/** The results for a terminal: a head, a line a shot, a line of sums; ends with a line break. */
export function resultsTable(model: ReadModel, options: TableOptions = {}): string {
  const rows = model.shots.map((shot) => {
    const take = standingTake(shot);
    return [
      stateLabels[shot.state],
      shot.id,
      take === undefined ? "-" : `${take.number}/${shot.takes.length}`,
      `${formatWords(shot)}${shot.loop ? " loop" : ""}`,
      formatUsd(knownSpend(shot)),
      shot.state === "done" && take?.clip ? take.clip.file : (take?.failure?.words ?? shot.words),
    ];
  });
  const lines = textTable(columns, rows, {
    ...(options.columns === undefined ? {} : { columns: options.columns }),
    paint: (cell, row, column) => {
      const state = model.shots[row]?.state;
      return options.color && column === 0 && state ? paintState(cell, state) : cell;
    },
  });
  const { totals } = model;
  const sum = `${countOf(totals.clips, "clip")}, ${formatBytes(totals.clipBytes)}; spent ${formatUsd(totals.spentUsdE4)}`;
  return `${[...lines, "", sum].join("\n")}\n`;
}

/** The results as a CSV file: a head of `ResultRow`'s names, a row a shot; an unknown price says `unknown`. */
export function resultsCsv(model: ReadModel): string {
  const cell = (row: ResultRow, name: keyof ResultRow): CsvCell =>
    row[name] === null && name.endsWith("_usd") ? "unknown" : row[name];
  return csvFile(
    resultColumns,
    resultRows(model).map((row) => resultColumns.map((name) => cell(row, name))),
  );
}

/**
 * The results as JSON text: `{kind: "shotlist-results", version: 1, name, simulated, made_at, profile,
 * clips_base, totals, shots}` with `shots` as `ResultRow`s and `totals` in counts and dollars.
 */
export function resultsJson(model: ReadModel): string {
  const { totals } = model;
  const document = {
    kind: "shotlist-results",
    version: 1,
    name: model.name,
    simulated: model.simulated,
    made_at: model.madeAt,
    profile: model.profile ?? null,
    clips_base: model.clipsBase,
    totals: {
      shots: totals.shots,
      by_state: totals.byState,
      takes: totals.takes,
      clips: totals.clips,
      clip_bytes: totals.clipBytes,
      estimate_usd: toUsd(totals.estimateUsdE4),
      unknown_prices: totals.unknownPrices,
      spent_usd: toUsd(totals.spentUsdE4),
      held_usd: toUsd(totals.heldUsdE4),
      refunded_usd: toUsd(totals.refundedUsdE4),
      to_buy_usd: toUsd(totals.toBuyUsdE4),
    },
    shots: resultRows(model),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
