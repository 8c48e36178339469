import type { Json, Shot } from "@shotlist/manifest";
import type { EngineLimits, EngineOptions } from "../engine/engine-options.ts";
import type { RunEvent } from "../engine/run-event.ts";
import type { Plan, PlanAction } from "../plan/plan.ts";
import type { ClipStore } from "../ports/clip-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { GenerationApi } from "../ports/generation-api.ts";
import type { StateSnapshot, StateStore } from "../ports/state-store.ts";
import { isEmptyHanded, isMade } from "../take/take-facts.ts";
import { seededIds, seededRandom } from "./seeded-random.ts";

/** Limits of the Build tier, as a run has them in real life. */
export const BUILD_TIER: EngineLimits = {
  concurrency: 10,
  createsPerMinute: 20,
  retries: 2,
  downloads: 8,
  requestTimeoutMs: 60_000,
  confirmAfterMs: 120_000,
  pollMinMs: 1000,
  pollMaxMs: 30_000,
  generationTimeoutMs: 3_600_000,
};

/** A shot with everything filled in; what a test does not care about is left to this. */
export function testShot(id: string, parts: Partial<Shot> = {}): Shot {
  const prompt = parts.prompt ?? `a film of ${id}`;
  const wanted = { prompt, keyframes: (parts.keyframes ?? {}) as Json };
  return {
    id,
    kind: "video",
    provider: "luma",
    model: "ray-2",
    prompt,
    aspectRatio: "16:9",
    resolution: "720p",
    duration: "5s",
    loop: false,
    keyframes: {},
    concepts: [],
    tags: [],
    takes: 1,
    extra: {},
    matrix: {},
    needs: [],
    wanted,
    fingerprint: `fingerprint of ${JSON.stringify(wanted)}`,
    ...parts,
  };
}

/** So many different shots, `shot-1` and on. */
export function testShots(count: number, parts: Partial<Shot> = {}): Shot[] {
  return Array.from({ length: count }, (_, index) => testShot(`shot-${index + 1}`, parts));
}

/**
 * The simplest plan: every shot gets the takes that it lacks, a permanent failure is left alone.
 *
 * @param snapshot - the state as it is now.
 */
export function testPlan(
  shots: readonly Shot[],
  snapshot: StateSnapshot,
  priceUsdE4: number | null = 7100,
): Plan {
  const takesOf = Map.groupBy(snapshot.takes, ({ shotId }) => shotId);
  const actions = shots.map((shot): PlanAction => {
    const takes = (takesOf.get(shot.id) ?? []).filter(({ fingerprint }) => fingerprint === shot.fingerprint);
    const alive = takes.filter((take) => !isEmptyHanded(take));
    const permanent = takes.at(-1)?.failure?.category === "permanent";
    const buys = permanent ? 0 : Math.max(0, shot.takes - alive.length);
    const lacking = alive.some((take) => !isMade(take)) ? "resume" : "download";
    const fetched = alive.every(({ state }) => state === "done");
    const kind = permanent ? "blocked" : buys > 0 ? "new" : fetched ? "done" : lacking;
    return {
      shotId: shot.id,
      kind,
      reason: kind,
      changedFields: [],
      buys,
      priceUsdE4: priceUsdE4 === null ? null : buys * priceUsdE4,
      selected: true,
    };
  });
  const { name, lineage, serial } = snapshot.info;
  return { version: 1, name, lineage, serial, actions, moves: [] };
}

/** Ports and choices of a test run; the rest is filled in. */
export interface BenchParts {
  readonly shots: readonly Shot[];
  readonly store: StateStore;
  readonly api: GenerationApi;
  readonly clips: ClipStore;
  readonly clock: Clock;
  readonly seed?: number;
  readonly limits?: Partial<EngineLimits>;
  readonly options?: Partial<EngineOptions>;
  /** Hears every event. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** Options of one run over one API, planned from what the store holds now. */
export async function benchOptions(parts: BenchParts): Promise<EngineOptions> {
  const { shots, store, api, clips, clock, seed = 1 } = parts;
  const never = new AbortController().signal;
  return {
    plan: testPlan(shots, await store.read()),
    shots,
    store,
    apis: new Map([[api.account.dialect, api]]),
    dialectOf: () => api.account.dialect,
    clips,
    clock,
    random: seededRandom(seed),
    newId: seededIds(seededRandom(seed + 1)),
    limits: { ...BUILD_TIER, ...parts.limits },
    walls: {},
    priceOf: () => 7100,
    clipPath: (shot, takeNumber) => `${shot.id}/take-${takeNumber}.mp4`,
    observer: (event) => parts.onEvent?.(event),
    drain: never,
    abort: never,
    ...parts.options,
  };
}
