import type { Shot } from "@shotlist/manifest";
import type { EngineLimits } from "../engine/engine-options.ts";
import type { ModelCard } from "../models/model-card.ts";
import { upstreamFirst } from "../plan/upstream-order.ts";
import type { ServiceTime, StateSnapshot } from "../ports/state-store.ts";
import type { DurationEstimate, ServiceEstimate } from "./estimate-data.ts";

/** Finished generations of one kind from which on our own history is trusted, and how many of the last count. */
const ENOUGH_HISTORY = 3;
const RECENT_HISTORY = 50;

/** For a model of which nothing is known. */
const TYPICAL_SERVICE_S = 60;

const MINUTE_MS = 60_000;

/** What the duration depends on beside the shots. */
export interface DurationInput {
  readonly snapshot: Pick<StateSnapshot, "serviceTimes">;
  readonly limits: EngineLimits;
  readonly cards: readonly ModelCard[];
}

/**
 * Plays the batch through: every take starts as soon as a slot, the rate and the clip that it continues
 * allow, and needs what generations of its kind usually need. Retries and downloads are left out.
 *
 * @param buysOf - takes that are bought of a shot now, by its id.
 */
export function estimateDuration(
  shots: readonly Shot[],
  buysOf: (shotId: string) => number,
  { snapshot, limits, cards }: DurationInput,
): DurationEstimate {
  const scale = limits.timeScale ?? 1;
  const services = new Map<string, ServiceEstimate>();
  const history = historyByKey(snapshot.serviceTimes);
  const firstCard = cards.find(({ model }) => model === shots[0]?.model);
  const slots = limits.concurrency === "auto" ? (firstCard?.limits.concurrency ?? 10) : limits.concurrency;
  const schedule = new Schedule(slots, limits.createsPerMinute, MINUTE_MS / scale);
  const endOf = new Map<string, number>();
  for (const shot of upstreamFirst(shots)) {
    const key = serviceKey(shot);
    const service = services.get(key) ?? serviceOf(shot, key, history.get(key) ?? [], cards, scale);
    const readyMs = Math.max(0, ...shot.needs.map((id) => endOf.get(id) ?? 0));
    for (let buy = buysOf(shot.id); buy > 0; buy -= 1) {
      services.set(key, service);
      endOf.set(shot.id, schedule.add(readyMs, service.ms));
    }
  }
  return {
    ms: Math.round(schedule.endMs),
    slots,
    createsPerMinute: limits.createsPerMinute,
    services: [...services.values()],
  };
}

/** The key of a shot's kind in the history of service times. */
export function serviceKey(shot: Pick<Shot, "model" | "resolution" | "duration">): string {
  return `${shot.model}/${shot.resolution}/${shot.duration}`;
}

function historyByKey(times: readonly ServiceTime[]): ReadonlyMap<string, readonly ServiceTime[]> {
  return Map.groupBy(times, ({ key }) => key);
}

function serviceOf(
  shot: Shot,
  key: string,
  history: readonly ServiceTime[],
  cards: readonly ModelCard[],
  scale: number,
): ServiceEstimate {
  if (history.length >= ENOUGH_HISTORY) {
    const recent = history.toSorted((a, b) => a.atMs - b.atMs).slice(-RECENT_HISTORY);
    const sorted = recent.map(({ ms }) => ms).sort((a, b) => a - b);
    return { key, ms: sorted[Math.floor(sorted.length / 2)] ?? 0, from: "history" };
  }
  const typicalS = cards.find(({ model }) => model === shot.model)?.typicalServiceS ?? TYPICAL_SERVICE_S;
  return { key, ms: Math.round((typicalS * 1000) / scale), from: "card" };
}

/** Slots and a sliding minute of creates, filled one take after another. */
class Schedule {
  endMs = 0;
  readonly #slots: Float64Array;
  readonly #starts: number[] = [];
  readonly #perMinute: number;
  readonly #minuteMs: number;

  constructor(slots: number, perMinute: number, minuteMs: number) {
    this.#slots = new Float64Array(Math.max(1, Math.trunc(slots)));
    this.#perMinute = Math.max(1, Math.trunc(perMinute));
    this.#minuteMs = minuteMs;
  }

  /** @returns when the take ends, in milliseconds from the beginning. */
  add(readyMs: number, serviceMs: number): number {
    let slot = 0;
    for (let index = 1; index < this.#slots.length; index += 1) {
      if ((this.#slots[index] ?? 0) < (this.#slots[slot] ?? 0)) slot = index;
    }
    const before = this.#starts.at(-this.#perMinute);
    const isPaced = before !== undefined && this.#starts.length >= this.#perMinute;
    const allowedMs = isPaced ? before + this.#minuteMs : 0;
    const startMs = Math.max(readyMs, this.#slots[slot] ?? 0, allowedMs);
    const endMs = startMs + serviceMs;
    this.#slots[slot] = endMs;
    this.#starts.push(startMs);
    this.endMs = Math.max(this.endMs, endMs);
    return endMs;
  }
}
