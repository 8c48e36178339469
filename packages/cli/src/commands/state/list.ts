import { formatUsd, type Take } from "@shotlist/core";
import { textTable } from "@shotlist/reporter";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";
import { readExistingSnapshot } from "./read-existing-snapshot.ts";

const COLUMNS = [
  { title: "shot", align: "left", flexible: true },
  { title: "take", align: "right" },
  { title: "state", align: "left" },
  { title: "price", align: "right" },
  { title: "generation", align: "left" },
  { title: "clip", align: "left", flexible: true },
] as const;

/** Lists every take that the state holds, or those of some shots. Reads only, and disturbs no run. */
export async function stateList(
  io: Io,
  file: string,
  shotIds: readonly string[],
  flags: CommonFlags,
): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const snapshot = await readExistingSnapshot(state);
  const only = new Set(shotIds);
  const takes = snapshot.takes
    .filter(({ shotId }) => only.size === 0 || only.has(shotId))
    .toSorted((one, other) => compare(one.shotId, other.shotId) || one.number - other.number);
  if (flags.json === true) {
    printRecord(io, { type: "state", ...snapshot.info });
    for (const take of takes) printRecord(io, { type: "take", ...take });
    return EXIT.ok;
  }
  const rows = takes.map(rowOf);
  if (rows.length === 0) io.stdout.write("The state holds no takes.\n");
  else io.stdout.write(`${textTable(COLUMNS, rows, { columns: io.stdout.columns ?? 160 }).join("\n")}\n`);
  const forgotten = snapshot.forgotten ?? [];
  if (forgotten.length > 0 && flags.quiet !== true) {
    const money = forgotten.reduce((sum, take) => sum + take.committedUsdE4, 0);
    io.stdout.write(`\n${forgotten.length} forgotten, ${formatUsd(money)} of the spend is theirs.\n`);
  }
  return EXIT.ok;
}

function rowOf({ shotId, number, state, priceUsdE4, generationId, clip }: Take): readonly string[] {
  return [
    shotId,
    String(number),
    state,
    priceUsdE4 === null ? "unknown" : formatUsd(priceUsdE4),
    generationId ?? "",
    clip?.file ?? "",
  ];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
