import { existsSync } from "node:fs";
import {
  type EngineLimits,
  makePlan,
  modelCard,
  NOTHING_SETTLED,
  type OpenState,
  type Plan,
  priceOf,
  readOpenState,
  resolveLimits,
  type StateSnapshot,
  type StateStore,
  type Take,
} from "@shotlist/core";
import {
  lookAtClips,
  newUuid,
  openStateStore,
  type SqliteStateStore,
  systemClock,
} from "@shotlist/core/local";
import type { Manifest, Shot } from "@shotlist/manifest";
import { canList } from "./can-list.ts";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { makeSelection } from "./selection.ts";
import { type StatePaths, statePaths } from "./state-paths.ts";

/** What a manifest asks for, against what is there: read only, nothing is sent or changed. */
interface Planned {
  readonly manifest: Manifest;
  readonly paths: StatePaths;
  readonly plan: Plan;
  readonly limits: EngineLimits;
  readonly priceOf: (shot: Shot) => number | null;
  /** Takes whose clips were changed on disk, as far as their length shows it. They are left as they are. */
  readonly editedClips: readonly Take[];
}

/** Where a manifest stands against its state, with everything that the state holds. */
export interface Standing extends Planned {
  readonly snapshot: StateSnapshot;
}

/** The same where only what is not settled was read: enough for a plan, its estimate and sums. */
export interface OpenStanding extends Planned {
  readonly open: OpenState;
}

/** Looks at the whole state (if there is one) and at the clips, and makes the plan. */
export async function readStanding(
  io: Io,
  file: string,
  manifest: Manifest,
  flags: CommonFlags,
): Promise<Standing> {
  const paths = pathsOf(io, file, manifest, flags);
  const snapshot = await readSnapshot(paths.state, manifest.name);
  return planFrom(manifest, paths, snapshot, flags);
}

/** Looks at what is open in the state (if there is one) and at every clip, and makes the plan. */
export async function readOpenStanding(
  io: Io,
  file: string,
  manifest: Manifest,
  flags: CommonFlags,
): Promise<OpenStanding> {
  const paths = pathsOf(io, file, manifest, flags);
  const open = existsSync(paths.state)
    ? await withReader(paths.state, manifest.name, (store) => readOpen(store, manifest, paths))
    : { snapshot: emptySnapshot(manifest.name), settled: NOTHING_SETTLED };
  return openPlanFrom(manifest, paths, open, flags);
}

function pathsOf(io: Io, file: string, manifest: Manifest, flags: CommonFlags): StatePaths {
  return statePaths(manifest, file, {
    simulate: flags.simulate === true,
    cwd: io.cwd,
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
}

/** Reads what is open in a state, and looks at the clips of the rest. */
export async function readOpen(
  store: Pick<StateStore, "readOpen">,
  { shots }: Manifest,
  paths: StatePaths,
): Promise<OpenState> {
  return readOpenState(store, shots, async (clips) => {
    const faults = await lookAtClips(paths.clips, clips);
    return new Set([...faults.keys()].map(({ shotId }) => shotId));
  });
}

/** The flags of a plan; a saved plan's retakes are not told by `--only`. */
export type PlanRules = CommonFlags & { readonly retakeRejected?: boolean };

/** Makes the plan for a snapshot that has been read. */
export async function planFrom(
  manifest: Manifest,
  paths: StatePaths,
  snapshot: StateSnapshot,
  flags: PlanRules,
): Promise<Standing> {
  return { ...(await planned(manifest, paths, { snapshot }, flags)), snapshot };
}

/** The same where only what is not settled was read. */
export async function openPlanFrom(
  manifest: Manifest,
  paths: StatePaths,
  open: OpenState,
  flags: PlanRules,
): Promise<OpenStanding> {
  return { ...(await planned(manifest, paths, open, flags)), open };
}

async function planned(
  manifest: Manifest,
  paths: StatePaths,
  state: Pick<OpenState, "snapshot"> & Partial<OpenState>,
  flags: PlanRules,
): Promise<Planned> {
  const priced = (shot: Shot): number | null => priceOf(shot, manifest.prices);
  const { missing, edited } = await brokenClips(state.snapshot, paths.clips);
  const plan = makePlan({
    name: manifest.name,
    shots: manifest.shots,
    ...state,
    priceOf: priced,
    select: makeSelection(flags, manifest.shots),
    retry: flags.retry ?? "failed",
    retakeRejected: flags.retakeRejected ?? flags.only?.includes("rejected") === true,
    remakeChains: flags.remakeChains === true,
    refreshDefaults: flags.refreshDefaults === true,
    missingClips: missing,
    canList,
  });
  return { manifest, paths, plan, limits: limitsOf(manifest, flags), priceOf: priced, editedClips: edited };
}

function limitsOf(manifest: Manifest, flags: CommonFlags): EngineLimits {
  const models = [...new Set(manifest.shots.map(({ model }) => model))];
  const cards = models.map((model) => modelCard(model)).filter((card) => card !== undefined);
  return resolveLimits(manifest.limits, cards, flags);
}

/** Everything that a state holds, without disturbing a run; an empty one where there is no state. */
export async function readSnapshot(stateFile: string, name: string): Promise<StateSnapshot> {
  if (!existsSync(stateFile)) return emptySnapshot(name);
  return withReader(stateFile, name, (store) => store.read());
}

async function withReader<T>(
  file: string,
  name: string,
  work: (store: SqliteStateStore) => Promise<T>,
): Promise<T> {
  const store = await openStateStore({
    file,
    name,
    newId: newUuid,
    nowMs: systemClock.nowMs,
    readOnly: true,
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What a manifest without a state starts from. */
function emptySnapshot(name: string): StateSnapshot {
  return {
    info: { name, lineage: "", serial: 0, schemaVersion: 0, accounts: [] },
    takes: [],
    knownShots: [],
    verdicts: [],
    serviceTimes: [],
  };
}

/** Looks at every clip that should be there: which are gone, as `shotId/number`, and which were changed. */
async function brokenClips(
  snapshot: StateSnapshot,
  dir: string,
): Promise<{ readonly missing: ReadonlySet<string>; readonly edited: readonly Take[] }> {
  const takes = new Map(
    snapshot.takes.flatMap((take) =>
      take.state === "done" && take.clip !== undefined ? [[take.clip, take] as const] : [],
    ),
  );
  const missing = new Set<string>();
  const edited = new Set<Take>();
  for (const [clip, fault] of await lookAtClips(dir, [...takes.keys()])) {
    const take = takes.get(clip);
    if (take === undefined) continue;
    if (fault === "missing") missing.add(`${take.shotId}/${take.number}`);
    else edited.add(take);
  }
  return { missing, edited: snapshot.takes.filter((take) => edited.has(take)) };
}
