import { existsSync } from "node:fs";
import {
  type EngineLimits,
  makePlan,
  modelCard,
  type Plan,
  priceOf,
  resolveLimits,
  type StateSnapshot,
  type Take,
} from "@shotlist/core";
import { createFileClipStore, newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import type { Manifest, Shot } from "@shotlist/manifest";
import { canList } from "./can-list.ts";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { makeSelection } from "./selection.ts";
import { type StatePaths, statePaths } from "./state-paths.ts";

/** Where a manifest stands against its state: read only, nothing is sent or changed. */
export interface Standing {
  readonly manifest: Manifest;
  readonly paths: StatePaths;
  readonly snapshot: StateSnapshot;
  readonly plan: Plan;
  readonly limits: EngineLimits;
  readonly priceOf: (shot: Shot) => number | null;
  /** Takes whose clips were changed on disk, as far as their length shows it. They are left as they are. */
  readonly editedClips: readonly Take[];
}

/** Looks at the state (if there is one) and at the clips, and makes the plan. */
export async function readStanding(
  io: Io,
  file: string,
  manifest: Manifest,
  flags: CommonFlags,
): Promise<Standing> {
  const paths = statePaths(manifest, file, {
    simulate: flags.simulate === true,
    cwd: io.cwd,
    ...(flags.state === undefined ? {} : { state: flags.state }),
    ...(flags.out === undefined ? {} : { out: flags.out }),
  });
  const snapshot = await readSnapshot(paths.state, manifest.name);
  return planFrom(manifest, paths, snapshot, flags);
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
  const priced = (shot: Shot): number | null => priceOf(shot, manifest.prices);
  const { missing, edited } = await brokenClips(snapshot, paths.clips);
  const plan = makePlan({
    name: manifest.name,
    shots: manifest.shots,
    snapshot,
    priceOf: priced,
    select: makeSelection(flags, manifest.shots),
    retry: flags.retry ?? "failed",
    retakeRejected: flags.retakeRejected ?? flags.only?.includes("rejected") === true,
    remakeChains: flags.remakeChains === true,
    refreshDefaults: flags.refreshDefaults === true,
    missingClips: missing,
    canList,
  });
  const limits = limitsOf(manifest, flags);
  return { manifest, paths, snapshot, plan, limits, priceOf: priced, editedClips: edited };
}

function limitsOf(manifest: Manifest, flags: CommonFlags): EngineLimits {
  const models = [...new Set(manifest.shots.map(({ model }) => model))];
  const cards = models.map((model) => modelCard(model)).filter((card) => card !== undefined);
  return resolveLimits(manifest.limits, cards, flags);
}

/** Everything that a state holds, without disturbing a run; an empty one where there is no state. */
export async function readSnapshot(stateFile: string, name: string): Promise<StateSnapshot> {
  if (!existsSync(stateFile)) return emptySnapshot(name);
  const store = await openStateStore({
    file: stateFile,
    name,
    newId: newUuid,
    nowMs: systemClock.nowMs,
    readOnly: true,
  });
  try {
    return await store.read();
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

/** Clips that are looked at at the same time. */
const LOOKS_AT_ONCE = 32;

/** Looks at every clip that should be there: which are gone, as `shotId/number`, and which were changed. */
async function brokenClips(
  snapshot: StateSnapshot,
  dir: string,
): Promise<{ readonly missing: ReadonlySet<string>; readonly edited: readonly Take[] }> {
  const store = createFileClipStore({ dir, requestTimeoutMs: 1 });
  const missing = new Set<string>();
  const isEdited = new Set<Take>();
  const queue = snapshot.takes.values();
  const look = async (): Promise<void> => {
    for (const take of queue) {
      if (take.state !== "done" || take.clip === undefined) continue;
      const health = await store.health(take.clip, { deep: false });
      if (health === "missing") missing.add(`${take.shotId}/${take.number}`);
      if (health === "edited") isEdited.add(take);
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, look));
  return { missing, edited: snapshot.takes.filter((take) => isEdited.has(take)) };
}
