import { relative, resolve } from "node:path";
import { isUnanswered, type RunSummary, type SavedPlan, ShotlistError } from "@shotlist/core";
import type { Manifest } from "@shotlist/manifest";
import { summaryLines } from "@shotlist/reporter";
import type { MatchingMode } from "../adopt-matching.ts";
import type { RunFlags } from "../arguments.ts";
import { agree, askForPictures, offerMatches } from "../ask-before-run.ts";
import { EXIT, runExitCode, winningExitCode } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { printError } from "../print-error.ts";
import { readProject } from "../project.ts";
import { runSession, type SessionOutcome } from "../run-session.ts";
import { loadPlan } from "../saved-plan-file.ts";
import { showProblems } from "../show-problems.ts";
import type { Standing } from "../standing.ts";
import { refuseStateBeside } from "../state-beside.ts";
import { type StatePaths, statePaths } from "../state-paths.ts";
import { openRunView } from "../terminal/run-view.ts";
import { readModelOf, writeReport } from "../write-report.ts";

/**
 * Does what the plan says: resumes, retries, submits, downloads, reports. With `--plan` it does a saved plan,
 * for which no manifest needs to be named.
 *
 * @returns the exit code of the design: 0 all wanted clips are there, 2, 3, 4, 5, 6 or 130 otherwise.
 */
export async function run(
  io: Io,
  version: string,
  file: string | undefined,
  flags: RunFlags,
): Promise<number> {
  if (flags.plan !== undefined) return runSaved(io, version, file, flags, flags.plan);
  if (file === undefined) throw new Error("A run without a saved plan names a manifest.");
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  const { manifest } = project;
  if (manifest === undefined) return EXIT.usage;
  const paths = pathsOf(io, manifest, file, flags);
  await refuseStateBeside(manifest, paths, flags);
  return runManifest(io, version, { file, manifest, paths, flags });
}

async function runSaved(
  io: Io,
  version: string,
  file: string | undefined,
  flags: RunFlags,
  planFile: string,
): Promise<number> {
  const { saved, edited } = await loadPlan(io, planFile);
  refuseOtherWishes(io, saved, file, flags);
  for (const path of edited) {
    io.stderr.write(`warning: ${relative(io.cwd, path)} has changed; the plan does what it shows.\n`);
  }
  const { manifest, manifestFile, simulated, state, out } = saved;
  const placed: RunFlags = {
    ...flags,
    simulate: simulated,
    ...(state === undefined ? {} : { state }),
    ...(out === undefined ? {} : { out }),
  };
  const paths = pathsOf(io, manifest, manifestFile, placed);
  return runManifest(io, version, { file: manifestFile, manifest, paths, flags: placed, saved });
}

/** A saved plan does what it shows: nothing on the command line may ask for something else. */
function refuseOtherWishes(io: Io, saved: SavedPlan, file: string | undefined, flags: RunFlags): void {
  const { only, tag, sample, acceptRisk, adoptMatching, profile, model, remakeChains, refreshDefaults } =
    flags;
  const asked = [only, tag, sample, acceptRisk, adoptMatching, profile, model, remakeChains, refreshDefaults];
  const isOther = file !== undefined && resolve(io.cwd, file) !== saved.manifestFile;
  if (!isOther && asked.every((wish) => wish === undefined)) return;
  throw new ShotlistError(
    "bad-selection",
    isOther
      ? `The saved plan was made for ${saved.manifestFile}, not for ${file}.`
      : "A saved plan does exactly what it shows, and takes no selection and no other changes.",
    {
      hint: "Make a plan that says so: shotlist plan MANIFEST … --out FILE.",
      standing: "Nothing was sent and nothing was changed.",
    },
  );
}

function pathsOf(io: Io, manifest: Manifest, file: string, flags: CommonFlags): StatePaths {
  return statePaths(manifest, file, {
    simulate: flags.simulate === true,
    cwd: io.cwd,
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
}

async function runManifest(
  io: Io,
  version: string,
  what: {
    readonly file: string;
    readonly manifest: Manifest;
    readonly paths: StatePaths;
    readonly flags: RunFlags;
    readonly saved?: SavedPlan;
  },
): Promise<number> {
  const { manifest, flags } = what;
  const view = openRunView(io, { name: manifest.name, simulated: flags.simulate === true, version, flags });
  const stop = stopSignals(io, view.note);
  try {
    const outcome = await runSession({
      io,
      ...what,
      ...(flags.acceptRisk === undefined ? {} : { acceptRisk: flags.acceptRisk }),
      matching: matchingOf(flags),
      offer: (matches) => offerMatches(io, flags, matches),
      warn: (words) => void io.stderr.write(`warning: ${words}\n`),
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

/** On a simulator nothing is paid, so that its account is asked for matches only when that is what is tried. */
function matchingOf({ adoptMatching, simulate }: RunFlags): MatchingMode {
  if (adoptMatching === true) return "adopt";
  return adoptMatching === false || simulate === true ? "ignore" : "offer";
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
  warnOfEditedClips(io, outcome.after);
  const unwritten = report.sheet === undefined ? printError(io, report.error) : EXIT.ok;
  if (outcome.kind === "idle") return winningExitCode([unwritten, standingExitCode(outcome.after)]);
  for (const line of heldUpLines(outcome.summary)) io.stderr.write(`${line}\n`);
  for (const open of outcome.summary.open) {
    io.stderr.write(`${open.shotId}, take ${open.take}: ${open.reason}\n  ${open.command}\n`);
  }
  for (const { code, message, ...more } of outcome.summary.troubles ?? []) {
    printError(io, new ShotlistError(code, message, more));
  }
  return winningExitCode([unwritten, runExitCode(outcome.summary)]);
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
function warnOfEditedClips(io: Io, { editedClips }: Standing): void {
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
  const unconfirmed = new Set(snapshot.takes.filter(isUnanswered).map(({ shotId }) => shotId));
  return blocked.some(({ shotId }) => unconfirmed.has(shotId)) ? EXIT.unconfirmed : EXIT.someFailed;
}
