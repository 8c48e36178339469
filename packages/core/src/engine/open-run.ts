import { modelCard } from "../models/model-cards.ts";
import type { KnownShot, StateSnapshot } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Dialect, Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";
import type { EngineLimits, EngineOptions } from "./engine-options.ts";
import type { EngineTimes } from "./engine-times.ts";
import { type FirstLook, Lane } from "./lane.ts";
import { NetworkGate } from "./network-gate.ts";
import { Pace } from "./pace.ts";
import { Slots } from "./slots.ts";

/** Slots with which `auto` begins when no model card says better: the Build tier's. */
const AUTO_BEGINS_WITH = 10;

/** What earlier runs left is looked at before anything else. */
const AT_ONCE: FirstLook = { quickMs: 0, slowMs: 0, looked: false };

/**
 * Begins the run in the state: a new epoch, moved takes, the shots of this manifest, then everything as it is.
 *
 * @throws ShotlistError `plan-stale` when the plan was made for another state, or the state has moved on since:
 *   what it buys may have been bought already.
 */
export async function openRun(
  options: EngineOptions,
): Promise<{ readonly epoch: number; readonly snapshot: StateSnapshot }> {
  const { store, shots, plan, apis, clock } = options;
  const info = await store.info();
  if (plan.lineage !== info.lineage || plan.serial !== info.serial) {
    throw new ShotlistError("plan-stale", "The state has moved on since this plan was made.", {
      hint: "Make a new plan.",
      standing: "Nothing was sent or changed.",
    });
  }
  const accounts = [...apis.values()].map(({ account }) => account);
  const epoch = await store.beginRun({ accounts, atMs: clock.nowMs() });
  const known = shots.map(
    (shot, position): KnownShot => ({
      id: shot.id,
      fingerprint: shot.fingerprint,
      wanted: shot.wanted,
      position,
    }),
  );
  await store.syncShots(epoch, plan.moves, known);
  // No shot is left out, but the texts of the manifest, which is at hand, are not read again.
  return { epoch, snapshot: await store.readOpen(() => false) };
}

/** One lane for each account, with what earlier runs left at work there. */
export function openLanes(
  options: EngineOptions,
  times: EngineTimes,
  snapshot: StateSnapshot,
): ReadonlyMap<Dialect, Lane> {
  const { clock, limits, random } = options;
  const nowMs = clock.nowMs();
  const lanes = new Map<Dialect, Lane>();
  for (const [dialect, api] of options.apis) {
    const { concurrency, createsPerMinute } = limits.accounts?.[dialect] ?? limits;
    const share = options.shareOf?.(api.account);
    const takes = snapshot.takes.filter(({ account }) => account.dialect === dialect);
    const lane = new Lane({
      dialect,
      api,
      clock,
      slots: new Slots({
        limit: concurrency === "auto" ? firstSlots(options, dialect) : concurrency,
        grows: concurrency === "auto",
        throttleMs: times.throttleMs,
        throttleMaxMs: times.throttleMaxMs,
        share,
      }),
      pace: new Pace(createsPerMinute, times.minuteMs, recentCreates(takes, limits, nowMs), share),
      gate: new NetworkGate({ firstMs: times.networkMs, mostMs: times.networkMaxMs }, random),
      share,
    });
    for (const take of takes) lane.follow(take, nowMs, AT_ONCE);
    lane.accepted.push(...witnesses(takes));
    lanes.set(dialect, lane);
  }
  return lanes;
}

function firstSlots({ shots, dialectOf }: EngineOptions, dialect: Dialect): number {
  const shot = shots.find((one) => dialectOf(one) === dialect);
  return (shot && modelCard(shot.model)?.limits.concurrency) ?? AUTO_BEGINS_WITH;
}

/** When the API may have counted the creates of earlier runs, at the latest. */
function recentCreates(takes: readonly Take[], limits: EngineLimits, nowMs: number): number[] {
  return takes.map((take) => {
    if (take.idSource === "answer" && take.acceptedAtMs !== undefined) return take.acceptedAtMs;
    return isUnanswered(take) ? Math.min(nowMs, take.intentAtMs + limits.requestTimeoutMs) : take.intentAtMs;
  });
}

/** Generations that this state knows to be accepted, in the order of acceptance. */
function witnesses(takes: readonly Take[]): { readonly generationId: string; readonly atMs: number }[] {
  const accepted: { generationId: string; atMs: number }[] = [];
  for (const { generationId, acceptedAtMs, idSource } of takes) {
    if (generationId === undefined || acceptedAtMs === undefined || idSource !== "answer") continue;
    accepted.push({ generationId, atMs: acceptedAtMs });
  }
  return accepted.sort((a, b) => a.atMs - b.atMs);
}
