import { relative } from "node:path";
import { formatUsd, planCounts, ShotlistError } from "@shotlist/core";
import { estimateTable, summaryLines } from "@shotlist/reporter";
import { checkUrls, newPictureUrls, withoutMissingPictures } from "../check-urls.ts";
import { estimateOf } from "../estimate-of.ts";
import { EXIT, runExitCode, winningExitCode } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { planLines } from "../plan-lines.ts";
import { printError } from "../print-error.ts";
import { readProject } from "../project.ts";
import { runSession, type SessionOutcome } from "../run-session.ts";
import { showProblems } from "../show-problems.ts";
import type { Standing } from "../standing.ts";
import { statePaths } from "../state-paths.ts";
import { openRunView } from "../terminal/run-view.ts";
import { readModelOf, writeReport } from "../write-report.ts";

/**
 * Does what the plan says: resumes, retries, submits, downloads, reports.
 *
 * @returns the exit code of the design: 0 all wanted clips are there, 2, 3, 4, 5, 6 or 130 otherwise.
 */
export async function run(io: Io, version: string, file: string, flags: CommonFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  const { manifest } = project;
  if (manifest === undefined) return EXIT.usage;
  const paths = statePaths(manifest, file, {
    simulate: flags.simulate === true,
    cwd: io.cwd,
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  const view = openRunView(io, { name: manifest.name, simulated: flags.simulate === true, version, flags });
  const stop = stopSignals(io, view.note);
  try {
    const outcome = await runSession({
      io,
      file,
      manifest,
      paths,
      flags,
      observer: view.observer,
      drain: stop.drain,
      abort: stop.abort,
      prepare: (standing) =>
        flags.simulate === true || flags.checkUrls === false
          ? Promise.resolve(standing)
          : askForPictures(io, standing),
      agree: (standing) => agree(io, flags, standing),
    });
    view.close();
    return await conclude(io, flags, outcome);
  } finally {
    view.close();
    stop.end();
  }
}

interface StopSignals {
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  end(): void;
}

/** The first signal drains, the second leaves at once. */
function stopSignals(io: Io, note: (words: string) => void): StopSignals {
  const drain = new AbortController();
  const abort = new AbortController();
  const end = io.onStopSignal(() => {
    if (!drain.signal.aborted) {
      note(
        "Stopping: no new submissions. Waiting for what is in flight to be safe; press Ctrl-C again to leave at once.",
      );
      drain.abort();
    } else {
      abort.abort();
    }
  });
  return { drain: drain.signal, abort: abort.signal, end };
}

/** Asks for the pictures that this run would use for the first time, before money is spent. */
async function askForPictures(io: Io, standing: Standing): Promise<Standing> {
  const { plan, manifest, snapshot } = standing;
  const urls = newPictureUrls(plan, manifest.shots, snapshot);
  if (urls.length === 0) return standing;
  const verdicts = await checkUrls(urls, AbortSignal.timeout(120_000));
  for (const [url, verdict] of verdicts) {
    if (verdict.kind !== "there")
      io.stderr.write(`${verdict.kind === "no" ? "error" : "warning"}: ${url}: ${verdict.why}\n`);
  }
  return { ...standing, plan: withoutMissingPictures(plan, manifest.shots, verdicts) };
}

async function agree(io: Io, flags: CommonFlags, standing: Standing): Promise<boolean> {
  const counts = planCounts(standing.plan);
  if (flags.json !== true && flags.quiet !== true) showPlan(io, standing);
  if (counts.buys === 0 || flags.yes === true) return true;
  if (flags.maxSpend !== undefined && !io.isTerminal) return true;
  if (!io.isTerminal || flags.json === true) {
    throw new ShotlistError(
      "needs-agreement",
      `This run would buy ${counts.buys} takes for ${formatUsd(counts.priceUsdE4)}.`,
      {
        hint: "Without a terminal to ask on, say --yes, or a bound: --max-spend USD.",
        standing: "Nothing was sent.",
      },
    );
  }
  const what =
    flags.simulate === true ? "on the simulator, for no money" : `for ${formatUsd(counts.priceUsdE4)}`;
  const answer = await io.ask(`Make ${counts.buys} ${counts.buys === 1 ? "take" : "takes"} ${what}? [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}

function showPlan(io: Io, standing: Standing): void {
  const columns = io.stdout.columns ?? 100;
  const lines = planLines(standing.plan, { color: io.color, columns, mostOfAKind: 12 });
  // What it would cost elsewhere belongs to `plan`; here it would stand between the price and the question.
  const here = { ...estimateOf(standing), comparisons: [] };
  io.stdout.write(`${lines.join("\n")}\n\n${estimateTable(here, { columns }).trimEnd()}\n\n`);
}

async function conclude(io: Io, flags: CommonFlags, outcome: SessionOutcome): Promise<number> {
  if (outcome.kind === "declined") {
    io.stdout.write("Nothing was sent.\n");
    return EXIT.ok;
  }
  const model = readModelOf(outcome.after, { simulated: flags.simulate === true, nowMs: Date.now() });
  const report = await reportOf(outcome.after, model);
  if (flags.json !== true) {
    if (outcome.kind === "idle")
      io.stdout.write(`${idleWords(outcome.after)} Nothing was sent to the API.\n`);
    for (const line of summaryLines(model)) io.stdout.write(`${line}\n`);
    if (report.sheet !== undefined) io.stdout.write(`Contact sheet: ${relative(io.cwd, report.sheet)}\n`);
  }
  const unwritten = report.sheet === undefined ? printError(io, report.error) : EXIT.ok;
  if (outcome.kind === "idle") return winningExitCode([unwritten, standingExitCode(outcome.after)]);
  for (const open of outcome.summary.open) {
    io.stderr.write(`${open.shotId}, take ${open.take}: ${open.reason}\n  ${open.command}\n`);
  }
  for (const { code, message, ...more } of outcome.summary.troubles ?? []) {
    printError(io, new ShotlistError(code, message, more));
  }
  return winningExitCode([unwritten, runExitCode(outcome.summary)]);
}

/** A run that cannot write its report still has a summary to show and an exit code of its own. */
async function reportOf(
  standing: Standing,
  model: ReturnType<typeof readModelOf>,
): Promise<{ readonly sheet: string } | { readonly sheet?: undefined; readonly error: unknown }> {
  try {
    return { sheet: await writeReport(standing, model) };
  } catch (error) {
    return { error };
  }
}

function idleWords({ plan }: Standing): string {
  const blocked = plan.actions.filter(({ kind, selected }) => kind === "blocked" && selected).length;
  if (blocked === 0) return "Nothing to do: every wanted clip is there.";
  return `Nothing that could go on by itself: ${blocked} ${blocked === 1 ? "shot waits" : "shots wait"} for you.`;
}

/** The exit code where nothing ran: blocked shots count as failed, unsettled ones as unconfirmed. */
function standingExitCode({ plan, snapshot }: Standing): number {
  const blocked = plan.actions.filter(({ kind, selected }) => kind === "blocked" && selected);
  if (blocked.length === 0) return EXIT.ok;
  const unconfirmed = new Set(
    snapshot.takes.filter(({ state }) => state === "unconfirmed").map(({ shotId }) => shotId),
  );
  return blocked.some(({ shotId }) => unconfirmed.has(shotId)) ? EXIT.unconfirmed : EXIT.someFailed;
}
