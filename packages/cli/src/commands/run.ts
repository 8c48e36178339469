import { relative, resolve } from "node:path";
import { type SavedPlan, ShotlistError } from "@shotlist/core";
import type { Manifest } from "@shotlist/manifest";
import type { MatchingMode } from "../adopt-matching.ts";
import type { RunFlags } from "../arguments.ts";
import { agree, askForPictures, offerMatches } from "../ask-before-run.ts";
import { concludeRun } from "../conclude-run.ts";
import { EXIT } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { readProject } from "../project.ts";
import { runSession } from "../run-session.ts";
import { loadPlan } from "../saved-plan-file.ts";
import { showProblems } from "../show-problems.ts";
import { refuseStateBeside } from "../state-beside.ts";
import { type StatePaths, statePaths } from "../state-paths.ts";
import { openRunView } from "../terminal/run-view.ts";

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
  return runManifest(io, version, { file, manifest, paths, flags, sources: project.sources });
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
    /** The user's files; without them, as with a saved plan, a report is always written. */
    readonly sources?: ReadonlyMap<string, string>;
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
    return await concludeRun(io, { ...what, version }, outcome);
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
