import {
  type Dialect,
  type GenerationApi,
  NOTHING_SETTLED,
  type RunObserver,
  type RunSummary,
  runEngine,
  type StateStore,
  USD_E4,
} from "@shotlist/core";
import {
  acquireStateLock,
  createFileClipStore,
  newUuid,
  openStateStore,
  readLocalMedia,
  systemClock,
  systemRandom,
} from "@shotlist/core/local";
import type { Uploads } from "@shotlist/luma";
import { clipPath, type Manifest } from "@shotlist/manifest";
import { askBalance, type BalanceCheck, checkBalance } from "./balance/reconcile.ts";
import { type CallbackServer, startCallbackServer } from "./callbacks/callback-server.ts";
import { crashPoints } from "./crash-points.ts";
import type { CommonFlags } from "./flags.ts";
import { hasWork } from "./has-work.ts";
import type { Io } from "./io.ts";
import { type Credentials, credentialsOf, hasKey, isOnThisMachine, type KeySources } from "./keys.ts";
import { checkOneBaseUrl, dialectOf, dialectsOfGivenUp, neededDialects, openApis } from "./open-apis.ts";
import { afterRun, beforeRun, planRun, type RunPlanOptions } from "./run-plan.ts";
import { sharedAccounts } from "./shared-accounts.ts";
import { atSpeed, DEFAULT_SPEED, startSimulatedLuma } from "./simulated-luma.ts";
import type { OpenStanding, Standing } from "./standing.ts";
import { needsUploads, uploadsOf } from "./upload-target.ts";

/** What a run is wired from. */
export interface RunSessionOptions extends RunPlanOptions {
  readonly io: Io;
  /** The manifest's file as the user named it. */
  readonly file: string;
  readonly observer: RunObserver;
  readonly drain: AbortSignal;
  readonly abort: AbortSignal;
  /** Looks at what the plan would send (are its pictures there?) and may take shots out of it. */
  readonly prepare: (standing: OpenStanding) => Promise<OpenStanding>;
  /** Decides, with the plan as it stands under the lock, whether to go on. */
  readonly agree: (standing: OpenStanding) => Promise<boolean>;
}

/** How a session ended: not agreed, nothing to do, or run. `after` is the standing at its end. */
export type SessionOutcome =
  | { readonly kind: "declined" }
  | { readonly kind: "idle"; readonly after: OpenStanding }
  | {
      readonly kind: "ran";
      readonly summary: RunSummary;
      readonly after: Standing;
      /** Where the account's balance could be asked before and after. */
      readonly balance: BalanceCheck | undefined;
    };

/**
 * Takes the lock, opens the state, makes the plan under it, asks, and runs. The only place that names every
 * adapter. A plan with nothing to do sends nothing at all: no API is even opened.
 *
 * @throws ShotlistError `state-locked`, `state-other-account`, `no-api-key`, `port-taken` and those of the state
 *   store
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
      const planned = await planRun(options, store);
      if (!hasWork(planned.standing.plan)) return idle(options, opened, planned.standing);
      const standing = await options.prepare(planned.standing);
      if (!hasWork(standing.plan)) return { kind: "idle", after: standing };
      if (!(await options.agree(standing))) return { kind: "declined" };
      const needs = {
        ...options,
        dialects: dialectsOfRun(options, standing),
        uploads: needsUploads(standing.plan, manifest.shots)
          ? uploadsOf(manifest, options.io.env, flags.simulate === true)
          : undefined,
      };
      const ran = await withApis(needs, standing.limits.requestTimeoutMs, async (apis, speed) => {
        const { plan, open } = await beforeRun(options, { ...planned, standing }, opened, apis);
        const purse = flags.simulate === true ? undefined : apis.get("dream-machine");
        const hadUsdE4 = await askBalance(purse);
        const callbacks = await openCallbacks(flags);
        const accounts = sharedAccounts(options.io.env, {
          simulated: flags.simulate === true,
          speed,
          warn: options.warn,
        });
        const summary = await runEngine({
          plan,
          shots: manifest.shots,
          store,
          apis: new Map([...apis].map(([dialect, api]) => [dialect, crash.api(api)])),
          dialectOf,
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
          readMedia: (media) => readLocalMedia(paths.manifestDir, media),
          shareOf: accounts.shareOf,
          ...(callbacks === undefined ? {} : { hints: callbacks }),
          observer: options.observer,
          drain: options.drain,
          abort: options.abort,
        }).finally(() => {
          accounts.close();
          return callbacks?.close();
        });
        // Who wants to leave at once waits for nothing more.
        const asks = hadUsdE4 !== undefined && !options.abort.aborted;
        return { summary, purse, open, hadUsdE4, hasUsdE4: asks ? await askBalance(purse) : undefined };
      });
      const { summary, purse, open, hadUsdE4, hasUsdE4 } = ran;
      const after = await afterRun(options, opened, summary);
      const told = { before: hadUsdE4, after: hasUsdE4 };
      const balance = purse && checkBalance(purse, open, after.snapshot, told);
      return { kind: "ran", summary, after, balance };
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}

async function openCallbacks({
  callbackUrl,
  callbackPort,
}: CommonFlags): Promise<CallbackServer | undefined> {
  if (callbackUrl === undefined || callbackPort === undefined) return undefined;
  return startCallbackServer({ publicUrl: callbackUrl, port: callbackPort });
}

/** Nothing has happened since the plan was made; only a saved one may be finished now. */
async function idle(
  options: RunSessionOptions,
  store: StateStore,
  planned: OpenStanding,
): Promise<SessionOutcome> {
  if (options.saved === undefined) return { kind: "idle", after: planned };
  const { snapshot, ...after } = await afterRun(options, store, undefined);
  return { kind: "idle", after: { ...after, open: { snapshot, settled: NOTHING_SETTLED } } };
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

/** What of a command decides which APIs are opened, and how. */
type ApiNeeds = Pick<RunSessionOptions, "io" | "flags" | "paths"> & {
  /** Without it, every API that there is a key for. */
  readonly dialects?: ReadonlySet<Dialect>;
  readonly uploads?: Uploads | undefined;
};

/**
 * Opens the APIs that a command may need, and closes them when the work ends.
 *
 * @throws ShotlistError `no-api-key`, `bad-base-url`
 */
export async function withApis<T>(
  { io, flags, paths, dialects, uploads }: ApiNeeds,
  requestTimeoutMs: number,
  work: (apis: ReadonlyMap<Dialect, GenerationApi>, speed: number) => Promise<T>,
): Promise<T> {
  const sources = { env: io.env, manifestDir: paths.manifestDir, baseUrl: flags.baseUrl };
  const simulated =
    flags.simulate === true
      ? await startSimulatedLuma({
          book: paths.book,
          speed: flags.speed ?? DEFAULT_SPEED,
          ...(flags.simulateSeed === undefined ? {} : { seed: flags.simulateSeed }),
        })
      : undefined;
  try {
    const needed = dialects ?? dialectsWithKey(sources, simulated !== undefined);
    if (simulated === undefined) checkOneBaseUrl(flags.baseUrl, needed);
    const find = simulated?.credentialsOf ?? ((dialect: Dialect) => credentialsOf(dialect, sources));
    const speed = speedOf(flags, [...needed].map(find));
    const opened = openApis({
      dialects: needed,
      credentialsOf: find,
      requestTimeoutMs,
      simulated: simulated !== undefined,
      uploads,
    });
    try {
      return await work(opened.apis, speed);
    } finally {
      await opened.close();
    }
  } finally {
    await simulated?.close();
  }
}

/** Where there is no key at all, Dream Machine, for the error that says so. */
function dialectsWithKey(sources: KeySources, simulated: boolean): ReadonlySet<Dialect> {
  const spoken: readonly Dialect[] = ["dream-machine", "agents", "crazyrouter"];
  const known = spoken.filter((dialect) => simulated || hasKey(dialect, sources));
  return new Set(known.length === 0 ? ["dream-machine"] : known);
}

/** What a run needs, and what may show a create that was given up, where that asks for no further key. */
function dialectsOfRun(
  { io, flags, paths }: RunSessionOptions,
  { plan, manifest, open }: OpenStanding,
): ReadonlySet<Dialect> {
  const { snapshot } = open;
  const needed = neededDialects(plan, manifest.shots, snapshot.takes);
  if (flags.baseUrl !== undefined) return needed;
  const sources = { env: io.env, manifestDir: paths.manifestDir };
  const late = [...dialectsOfGivenUp(snapshot.takes)].filter(
    (dialect) => flags.simulate === true || hasKey(dialect, sources),
  );
  return new Set([...needed, ...late]);
}

/** Only a Luma on this machine can be a simulated one that runs faster than life. */
function speedOf(flags: CommonFlags, credentials: readonly Credentials[]): number {
  if (flags.simulate === true) return flags.speed ?? DEFAULT_SPEED;
  return credentials.every(({ baseUrl }) => isOnThisMachine(baseUrl)) ? (flags.speed ?? 1) : 1;
}
