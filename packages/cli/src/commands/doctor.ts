import { resolve } from "node:path";
import type { Dialect } from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import type { Manifest } from "@shotlist/manifest";
import {
  type CheckName,
  type Diagnosis,
  diagnosisExitCode,
  finding,
  fine,
  fromError,
} from "../doctor/diagnosis.ts";
import { diskNeed } from "../doctor/disk-need.ts";
import { examineApi } from "../doctor/examine-apis.ts";
import { examineDisk } from "../doctor/examine-disk.ts";
import {
  examineFiles,
  examineLimits,
  examinePictures,
  examineUploads,
  faultyManifest,
  unreadManifest,
} from "../doctor/examine-manifest.ts";
import { examineState, examineTakes } from "../doctor/examine-state.ts";
import { examineVersions } from "../doctor/examine-versions.ts";
import { EXIT, winningExitCode } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { foundKey, type KeySources, keyVariable } from "../keys.ts";
import { dialectOf } from "../open-apis.ts";
import { printRecord } from "../print-record.ts";
import { readProject } from "../project.ts";
import { DEFAULT_SPEED, startSimulatedLuma } from "../simulated-luma.ts";
import { readStanding, type Standing } from "../standing.ts";
import { type StatePaths, statePaths } from "../state-paths.ts";
import { createPaint } from "../terminal/look.ts";
import { oneLine } from "../terminal/text-width.ts";

const DIALECTS: readonly Dialect[] = ["dream-machine", "agents", "crazyrouter"];
/** One request; a doctor who is waited for longer has said enough. */
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * Looks at everything that a run stands on, and says how it stands: versions, the manifest and its files, keys, each
 * API's access, clock and balance, limits, pictures, storage, disk and state. Buys, writes and changes nothing, and
 * prints no key. With `--simulate` it asks a simulated Luma.
 *
 * With `--json`: a `version` record, a `diagnosis` record a line (see `Diagnosis`), and a `diagnosis-summary`.
 *
 * @param file - the manifest; without one only what hangs on none is looked at.
 * @returns 0 when nothing stands in the way of a run, else the exit code that such a run would end with.
 */
export async function doctor(
  io: Io,
  version: string,
  file: string | undefined,
  flags: CommonFlags,
): Promise<number> {
  const stop = new AbortController();
  const end = io.onStopSignal(() => stop.abort());
  const report = new Report(io, flags);
  if (flags.json === true) printRecord(io, { type: "version", format: 1, shotlist: version });
  try {
    report.add([examineVersions(version, process.versions)]);
    await examine(io, file, flags, report, stop.signal);
  } finally {
    end();
  }
  return stop.signal.aborted ? EXIT.interrupted : report.conclude();
}

async function examine(
  io: Io,
  file: string | undefined,
  flags: CommonFlags,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const subject = file === undefined ? undefined : await openSubject(io, file, flags, report);
  const { manifest, standing, paths } = subject ?? {};
  await examineApis(io, { flags, manifest, standing, paths }, report, signal);
  if (manifest === undefined || paths === undefined) return;
  if (standing !== undefined) report.add(examineLimits(manifest, standing.limits));
  report.add(examineFiles(manifest.shots));
  report.add(examineUploads(manifest, io.env, flags.simulate === true));
  if (flags.simulate !== true && flags.checkUrls !== false) {
    report.add(await examinePictures(manifest.shots, signal));
  }
  const need =
    standing === undefined
      ? { bytes: 0, clips: 0 }
      : diskNeed(standing.plan, manifest.shots, standing.snapshot.takes);
  report.add([await examineDisk(paths.clips, need)]);
}

interface Subject {
  readonly manifest: Manifest | undefined;
  /** Undefined where the state cannot be read. */
  readonly standing: Standing | undefined;
  readonly paths: StatePaths | undefined;
}

/** Reads the manifest and its state, and says how both are. */
async function openSubject(
  io: Io,
  file: string,
  flags: CommonFlags,
  report: Report,
): Promise<Subject | undefined> {
  const project = await readProject(io, file, flags).catch((error: unknown) => {
    report.add([unreadManifest(error)]);
  });
  if (project === undefined) return undefined;
  const { manifest, problems } = project;
  if (manifest === undefined) {
    report.add([faultyManifest(file, problems.filter(({ severity }) => severity === "error").length)]);
    return undefined;
  }
  const { length } = manifest.shots;
  report.add([fine("manifest", `${file}: ${length} ${length === 1 ? "shot" : "shots"}, no errors`)]);
  const paths = statePaths(manifest, file, {
    simulate: flags.simulate === true,
    cwd: io.cwd,
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  report.add(await examineState(paths.state));
  // What is wrong with the state has been said.
  const standing = report.hasProblem("state")
    ? undefined
    : await readStanding(io, file, manifest, flags).catch((error: unknown) => {
        report.add([fromError("state", error)]);
      });
  if (standing !== undefined) report.add(examineTakes(standing.snapshot));
  return { manifest, paths, standing: standing ?? undefined };
}

interface ApiSubject {
  readonly flags: CommonFlags;
  readonly manifest: Manifest | undefined;
  readonly standing: Standing | undefined;
  readonly paths: StatePaths | undefined;
}

/** Looks at the APIs that the manifest needs and at those that there is a key for. */
async function examineApis(io: Io, subject: ApiSubject, report: Report, signal: AbortSignal): Promise<void> {
  const { flags, manifest, paths } = subject;
  const sources: KeySources = {
    env: io.env,
    manifestDir: paths?.manifestDir ?? resolve(io.cwd),
    baseUrl: flags.baseUrl,
  };
  const needed = new Set(manifest?.shots.map(dialectOf));
  const isSimulated = flags.simulate === true;
  const keys = new Map(DIALECTS.map((dialect) => [dialect, foundKey(dialect, sources)] as const));
  const wanted = DIALECTS.filter((dialect) =>
    isSimulated
      ? needed.size === 0 || needed.has(dialect)
      : keys.get(dialect) !== undefined || needed.has(dialect),
  );
  if (wanted.length === 0) {
    report.add([
      finding(
        "problem",
        "key",
        "no-api-key",
        "There is no API key",
        `Set ${DIALECTS.map(keyVariable).join(", ")} in the environment or in a .env beside the manifest, or try things without a key: --simulate.`,
      ),
    ]);
    return;
  }
  const { credentialsOf } = await import("../keys.ts");
  const simulated = isSimulated ? await startSimulator(subject) : undefined;
  try {
    const found = await Promise.all(
      wanted.map((dialect) =>
        examineApi(
          {
            dialect,
            key: keys.get(dialect),
            simulated: isSimulated,
            isNeeded: manifest === undefined || needed.has(dialect),
            credentialsOf: simulated?.credentialsOf ?? ((one) => credentialsOf(one, sources)),
            requestTimeoutMs: REQUEST_TIMEOUT_MS,
            toBuyUsdE4: toBuyAt(dialect, subject),
            boundTo: subject.standing?.snapshot.info.accounts.find((account) => account.dialect === dialect),
            nowMs: systemClock.nowMs,
          },
          signal,
        ),
      ),
    );
    for (const lines of found) report.add(lines);
  } finally {
    await simulated?.close();
  }
}

function startSimulator({ flags, paths }: ApiSubject): ReturnType<typeof startSimulatedLuma> {
  return startSimulatedLuma({
    speed: flags.speed ?? DEFAULT_SPEED,
    ...(paths === undefined ? {} : { book: paths.book }),
  });
}

/** What the plan buys at one API, as far as prices are known. */
function toBuyAt(dialect: Dialect, { manifest, standing }: ApiSubject): number {
  const shots = new Map(manifest?.shots.map((shot) => [shot.id, shot]));
  return (standing?.plan.actions ?? [])
    .filter(({ shotId, selected }) => {
      const shot = shots.get(shotId);
      return selected && shot !== undefined && dialectOf(shot) === dialect;
    })
    .reduce((sum, { priceUsdE4 }) => sum + (priceUsdE4 ?? 0), 0);
}

/** Prints each finding as it comes, and remembers what stands in the way. */
class Report {
  readonly #io: Io;
  readonly #flags: CommonFlags;
  readonly #counts = { ok: 0, warning: 0, problem: 0 };
  readonly #problems: { readonly check: CheckName; readonly code: string }[] = [];

  constructor(io: Io, flags: CommonFlags) {
    this.#io = io;
    this.#flags = flags;
  }

  add(lines: readonly Diagnosis[]): void {
    for (const line of lines) {
      this.#counts[line.level] += 1;
      if (line.level === "problem" && line.code !== undefined) {
        this.#problems.push({ check: line.check, code: line.code });
      }
      if (this.#flags.json === true) printRecord(this.#io, { type: "diagnosis", ...line });
      else if (this.#flags.quiet !== true || line.level !== "ok") this.#print(line);
    }
  }

  hasProblem(check: CheckName): boolean {
    return this.#problems.some((problem) => problem.check === check);
  }

  conclude(): number {
    const exitCode = winningExitCode(this.#problems.map(({ code }) => diagnosisExitCode(code)));
    const { ok, warning, problem } = this.#counts;
    if (this.#flags.json === true) {
      printRecord(this.#io, {
        type: "diagnosis-summary",
        ok,
        warnings: warning,
        problems: problem,
        exitCode,
      });
    } else {
      const warnings = `${warning} ${warning === 1 ? "warning" : "warnings"}`;
      const words =
        problem === 0
          ? `Nothing stands in the way of a run; ${warnings}.`
          : `${problem} ${problem === 1 ? "problem stands" : "problems stand"} in the way of a run; ${warnings}.`;
      this.#io.stdout.write(`${words}\n`);
    }
    return exitCode;
  }

  #print({ level, check, code, message, hint }: Diagnosis): void {
    const paint = createPaint(this.#io.color);
    const tone = level === "ok" ? "good" : level === "warning" ? "active" : "bad";
    const mark = code === undefined ? "" : ` ${paint("quiet", `[${code}]`)}`;
    this.#io.stdout.write(
      `${paint(tone, level.padEnd(7))}  ${check.padEnd(9)}  ${oneLine(message)}${mark}\n`,
    );
    if (hint !== undefined) this.#io.stdout.write(`${" ".repeat(20)}${oneLine(hint)}\n`);
  }
}
