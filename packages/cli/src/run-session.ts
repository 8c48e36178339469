import {
  type Dialect,
  type GenerationApi,
  type RunObserver,
  type RunSummary,
  runEngine,
  USD_E4,
} from "@shotlist/core";
import {
  acquireStateLock,
  createFileClipStore,
  newUuid,
  openStateStore,
  systemClock,
  systemRandom,
} from "@shotlist/core/local";
import { createDreamMachineApi } from "@shotlist/luma";
import { clipPath, type Manifest } from "@shotlist/manifest";
import { crashPoints } from "./crash-points.ts";
import type { CommonFlags } from "./flags.ts";
import { hasWork } from "./has-work.ts";
import type { Io } from "./io.ts";
import { dreamMachineCredentials, isOnThisMachine } from "./keys.ts";
import { atSpeed, DEFAULT_SPEED, startSimulatedLuma } from "./simulated-luma.ts";
import { planFrom, type Standing } from "./standing.ts";
import type { StatePaths } from "./state-paths.ts";

/** What a run is wired from. */
export interface RunSessionOptions {
  readonly io: Io;
  /** The manifest's file as the user named it. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly paths: StatePaths;
  readonly flags: CommonFlags;
  readonly observer: RunObserver;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  /** Looks at what the plan would send (are its pictures there?) and may take shots out of it. */
  readonly prepare: (standing: Standing) => Promise<Standing>;
  /** Decides, with the plan as it stands under the lock, whether to go on. */
  readonly agree: (standing: Standing) => Promise<boolean>;
}

/** How a session ended: not agreed, nothing to do, or run. `after` is the standing at its end. */
export type SessionOutcome =
  | { readonly kind: "declined" }
  | { readonly kind: "idle"; readonly after: Standing }
  | { readonly kind: "ran"; readonly summary: RunSummary; readonly after: Standing };

/**
 * Takes the lock, opens the state, makes the plan under it, asks, and runs. The only place that names every
 * adapter. A plan with nothing to do sends nothing at all: no API is even opened.
 *
 * @throws ShotlistError `state-locked`, `state-other-account`, `no-api-key` and those of the state store
 */
export async function runSession(options: RunSessionOptions): Promise<SessionOutcome> {
  const { manifest, paths, flags } = options;
  const lock = await acquireStateLock({
    stateFile: paths.state,
    command: `shotlist run ${options.file}`,
    nowMs: systemClock.nowMs,
  });
  try {
    const crash = crashPoints(options.io.env["SHOTLIST_CRASH_AT"]);
    const opened = await openStateStore({
      file: paths.state,
      name: manifest.name,
      newId: newUuid,
      nowMs: systemClock.nowMs,
    });
    const store = crash.store(opened);
    try {
      const planned = await planFrom(manifest, paths, await store.read(), flags);
      if (!hasWork(planned.plan)) return { kind: "idle", after: planned };
      const standing = await options.prepare(planned);
      if (!hasWork(standing.plan)) return { kind: "idle", after: standing };
      if (!(await options.agree(standing))) return { kind: "declined" };
      const summary = await withApis(options, standing.limits.requestTimeoutMs, (apis, speed) =>
        runEngine({
          plan: standing.plan,
          shots: manifest.shots,
          store,
          apis: new Map([...apis].map(([dialect, api]) => [dialect, crash.api(api)])),
          dialectOf: () => "dream-machine",
          clips: crash.clips(
            createFileClipStore({
              dir: paths.clips,
              requestTimeoutMs: standing.limits.requestTimeoutMs,
            }),
          ),
          clock: systemClock,
          random: systemRandom,
          newId: newUuid,
          limits: speed === 1 ? standing.limits : atSpeed(standing.limits, speed),
          walls: wallsOf(manifest, flags),
          priceOf: standing.priceOf,
          clipPath: (shot, takeNumber) => clipPath(manifest.output, shot, takeNumber),
          observer: options.observer,
          drain: options.drain,
          abort: options.abort,
        }),
      );
      return { kind: "ran", summary, after: await planFrom(manifest, paths, await store.read(), flags) };
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}

function wallsOf(
  manifest: Manifest,
  flags: CommonFlags,
): { maxSpendUsdE4?: number; maxRunSpendUsdE4?: number } {
  const { maxSpendUsdE4 } = manifest.limits;
  return {
    ...(maxSpendUsdE4 === undefined ? {} : { maxSpendUsdE4 }),
    ...(flags.maxSpend === undefined ? {} : { maxRunSpendUsdE4: Math.round(flags.maxSpend * USD_E4) }),
  };
}

/**
 * Opens the APIs that a command may need, and closes them when the work ends.
 *
 * @throws ShotlistError `no-api-key`, `bad-base-url`
 */
export async function withApis<T>(
  { io, flags, paths }: Pick<RunSessionOptions, "io" | "flags" | "paths">,
  requestTimeoutMs: number,
  work: (apis: ReadonlyMap<Dialect, GenerationApi>, speed: number) => Promise<T>,
): Promise<T> {
  const simulated =
    flags.simulate === true
      ? await startSimulatedLuma({
          book: paths.book,
          speed: flags.speed ?? DEFAULT_SPEED,
          ...(flags.simulateSeed === undefined ? {} : { seed: flags.simulateSeed }),
        })
      : undefined;
  const credentials =
    simulated ??
    dreamMachineCredentials({ env: io.env, manifestDir: paths.manifestDir, baseUrl: flags.baseUrl });
  const speed = speedOf(flags, credentials.baseUrl);
  const api = createDreamMachineApi({ ...credentials, requestTimeoutMs });
  try {
    return await work(new Map([["dream-machine", simulated === undefined ? api : asSimulated(api)]]), speed);
  } finally {
    await api.close();
    await simulated?.close();
  }
}

/** Only a Luma on this machine can be a simulated one that runs faster than life. */
function speedOf(flags: CommonFlags, baseUrl: string): number {
  if (flags.simulate === true) return flags.speed ?? DEFAULT_SPEED;
  return isOnThisMachine(baseUrl) ? (flags.speed ?? 1) : 1;
}

/** Every simulated Luma is the same account to its state, whichever port this one listens on. */
function asSimulated(api: GenerationApi): GenerationApi {
  return { ...api, account: { ...api.account, origin: "simulated" } };
}
