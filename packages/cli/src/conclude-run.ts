import { join, relative } from "node:path";
import { isUnanswered, type RunSummary, ShotlistError } from "@shotlist/core";
import type { ReadModel } from "@shotlist/core/read-model";
import type { Manifest } from "@shotlist/manifest";
import { summaryLines } from "@shotlist/reporter";
import { type BalanceCheck, disagreement } from "./balance/reconcile.ts";
import { EXIT, runExitCode, winningExitCode } from "./exit-code.ts";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { printError } from "./print-error.ts";
import { printRecord } from "./print-record.ts";
import { hasReport, markOf } from "./report-mark.ts";
import type { SessionOutcome } from "./run-session.ts";
import { type OpenStanding, readStanding, type Standing } from "./standing.ts";
import { openModelOf, readModelOf, writeReport } from "./write-report.ts";

/** What an ended run is told with. */
export interface EndedRun {
  /** Of this shotlist. */
  readonly version: string;
  /** The manifest's file as the user named it. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly flags: CommonFlags;
  /** The user's files; without them a report is always written. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** Writes the report and says how a run ended. @returns its exit code. */
export async function concludeRun(io: Io, ended: EndedRun, outcome: SessionOutcome): Promise<number> {
  if (outcome.kind === "declined") {
    io.stdout.write("Nothing was sent.\n");
    return EXIT.ok;
  }
  if (outcome.kind === "idle") return concludeIdle(io, ended, outcome.after);
  const { after, summary, balance } = outcome;
  const model = readModelOf(after, timely(ended));
  const report = await reportOf(after, model, markFor(ended, after));
  if (ended.flags.json !== true) tell(io, model, report);
  if (balance !== undefined) tellBalance(io, ended, balance);
  warnOfEditedClips(io, after);
  const unwritten = report.sheet === undefined ? printError(io, report.error) : EXIT.ok;
  for (const line of heldUpLines(summary)) io.stderr.write(`${line}\n`);
  for (const open of summary.open) {
    io.stderr.write(`${open.shotId}, take ${open.take}: ${open.reason}\n  ${open.command}\n`);
  }
  for (const { code, message, ...more } of summary.troubles ?? []) {
    printError(io, new ShotlistError(code, message, more));
  }
  return winningExitCode([unwritten, runExitCode(summary)]);
}

/** Nothing has changed, so a report that is there and was made from the same is left as it is. */
async function concludeIdle(io: Io, ended: EndedRun, after: OpenStanding): Promise<number> {
  const { open, paths } = after;
  const mark = markFor(ended, { plan: after.plan, snapshot: open.snapshot });
  const isThere = mark !== undefined && (await hasReport(paths.report, mark));
  const report: Report = isThere
    ? { sheet: join(paths.report, "index.html") }
    : await reportOfWhole(io, ended, after, mark);
  if (ended.flags.json !== true) {
    io.stdout.write(`${idleWords(after)} Nothing was sent to the API.\n`);
    tell(io, openModelOf(after, timely(ended)), report);
  }
  warnOfEditedClips(io, after);
  const unwritten = report.sheet === undefined ? printError(io, report.error) : EXIT.ok;
  return winningExitCode([unwritten, standingExitCode(after)]);
}

function timely({ flags }: EndedRun): { readonly simulated: boolean; readonly nowMs: number } {
  return { simulated: flags.simulate === true, nowMs: Date.now() };
}

function markFor(
  { version, flags, sources }: EndedRun,
  { plan, snapshot }: Pick<Standing, "plan" | "snapshot">,
): string | undefined {
  return sources === undefined ? undefined : markOf({ version, flags, sources, plan, snapshot });
}

function tell(io: Io, model: ReadModel, { sheet }: Report): void {
  for (const line of summaryLines(model)) io.stdout.write(`${line}\n`);
  if (sheet !== undefined) io.stdout.write(`Contact sheet: ${relative(io.cwd, sheet)}\n`);
}

async function reportOfWhole(
  io: Io,
  ended: EndedRun,
  after: OpenStanding,
  mark: string | undefined,
): Promise<Report> {
  const { snapshot, settled } = after.open;
  const whole =
    settled.sums.shots === 0
      ? { ...after, snapshot }
      : await readStanding(io, ended.file, ended.manifest, ended.flags);
  return reportOf(whole, readModelOf(whole, timely(ended)), mark);
}

/** One line where the account and the state disagree; with `--json` always one `balance-check` record. */
function tellBalance(io: Io, { flags }: EndedRun, check: BalanceCheck): void {
  const words = disagreement(check);
  if (flags.json === true) printRecord(io, { type: "balance-check", ...check });
  else if (words !== undefined) io.stderr.write(`warning: ${words}\n`);
}

/** Shots that one cause holds up stand in one line, however many they are. */
function heldUpLines({ heldUp }: RunSummary): readonly string[] {
  return [...Map.groupBy(heldUp, ({ reason }) => reason)].map(([reason, shots]) => {
    const ids = shots.slice(0, 3).map(({ shotId }) => shotId);
    const more = shots.length > ids.length ? ` and ${shots.length - ids.length} more` : "";
    return `${ids.join(", ")}${more} not sent: ${reason}`;
  });
}

/** A clip that a person changed is theirs: nothing replaces it unless they ask. */
function warnOfEditedClips(io: Io, { editedClips }: Pick<Standing, "editedClips">): void {
  for (const { shotId, number, clip } of editedClips) {
    io.stderr.write(
      `warning: ${clip?.file} (${shotId}, take ${number}) was changed on disk; it stays as it is.\n`,
    );
  }
  if (editedClips.length === 0) return;
  io.stderr.write(
    "  shotlist status MANIFEST --verify --repair sets it aside; then a run fetches what was made.\n",
  );
}

type Report = { readonly sheet: string } | { readonly sheet?: undefined; readonly error: unknown };

/** A run that cannot write its report still has a summary to show and an exit code of its own. */
async function reportOf(standing: Standing, model: ReadModel, mark: string | undefined): Promise<Report> {
  try {
    return { sheet: await writeReport(standing, model, { mark }) };
  } catch (error) {
    return { error };
  }
}

function idleWords({ plan }: OpenStanding): string {
  const blocked = plan.actions.filter(({ kind, selected }) => kind === "blocked" && selected).length;
  if (blocked === 0) return "Nothing to do: every wanted clip is there.";
  return `Nothing that could go on by itself: ${blocked} ${blocked === 1 ? "shot waits" : "shots wait"} for you.`;
}

/** The exit code where nothing ran: blocked shots count as failed, unsettled ones as unconfirmed. */
function standingExitCode({ plan, open }: OpenStanding): number {
  const blocked = plan.actions.filter(({ kind, selected }) => kind === "blocked" && selected);
  if (blocked.length === 0) return EXIT.ok;
  const unconfirmed = new Set(open.snapshot.takes.filter(isUnanswered).map(({ shotId }) => shotId));
  return blocked.some(({ shotId }) => unconfirmed.has(shotId)) ? EXIT.unconfirmed : EXIT.someFailed;
}
