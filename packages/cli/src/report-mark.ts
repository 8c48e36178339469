import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, StateSnapshot } from "@shotlist/core";
import type { CommonFlags } from "./flags.ts";

/** Everything that a report is made from. */
export interface ReportMakings {
  /** Of this shotlist. */
  readonly version: string;
  /** Texts of the manifest and of all the tables that it names, by their files. */
  readonly sources: ReadonlyMap<string, string>;
  readonly flags: CommonFlags;
  readonly plan: Plan;
  readonly snapshot: Pick<StateSnapshot, "info" | "verdicts" | "retakes">;
}

/** The files of a report. */
export const REPORT_FILES = [
  "index.html",
  "results.json",
  "results.csv",
  "estimate.json",
  "estimate.csv",
  "spend.json",
  "spend.csv",
] as const;

const MARK_FILE = "made-from.json";

/**
 * A hash that is equal only for reports that say the same, but for the time at which they were made: over the
 * program, the user's files, the state's serial and reviews, and what is not done.
 */
export function markOf({ version, sources, flags, plan, snapshot }: ReportMakings): string {
  const { profile, model, simulate, state, out, only, tag, sample, retry } = flags;
  const { lineage, serial } = snapshot.info;
  const open = plan.actions.filter(({ kind, selected }) => kind !== "done" || !selected);
  const { verdicts, retakes = [] } = snapshot;
  const facts = [
    { version, lineage, serial, profile, model, simulate, state, out, only, tag, sample, retry },
    { verdicts, retakes, open, moves: plan.moves, actions: plan.actions.length },
  ];
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const [file, text] of sources) hash.update(JSON.stringify([file, text.length])).update(text);
  return hash.digest("hex");
}

/** Whether a folder holds the whole report that has this mark. A mark that cannot be read is another's. */
export async function hasReport(folder: string, mark: string): Promise<boolean> {
  if (!REPORT_FILES.every((file) => existsSync(join(folder, file)))) return false;
  const text = await readFile(join(folder, MARK_FILE), "utf8").catch(() => "");
  return text === textOf(mark);
}

/** Says that a report is whole, when the last of its files is written. */
export async function markReport(folder: string, mark: string): Promise<void> {
  await writeFile(join(folder, MARK_FILE), textOf(mark));
}

/** Takes the mark away, before the first of a report's files is written. */
export async function unmarkReport(folder: string): Promise<void> {
  await rm(join(folder, MARK_FILE), { force: true });
}

const textOf = (mark: string): string => `${JSON.stringify({ kind: "shotlist-report", version: 1, mark })}\n`;
