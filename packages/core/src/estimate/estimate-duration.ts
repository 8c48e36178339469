import type { Shot } from "@shotlist/manifest";
import type { EngineLimits } from "../engine/engine-options.ts";
import type { ModelCard } from "../models/model-card.ts";
import { upstreamFirst } from "../plan/upstream-order.ts";
import type { ServiceTime, StateSnapshot } from "../ports/state-store.ts";
import { isInFlight } from "../take/take-facts.ts";
import type { DurationEstimate, ServiceEstimate } from "./estimate-data.ts";

/** Finished generations of one kind from which on our own history is trusted, and how many of the last count. */
const ENOUGH_HISTORY = 3;
const RECENT_HISTORY = 50;

/** For a model of which nothing is known. */
const TYPICAL_SERVICE_S = 60;

const UNKNOWN_SLOTS = 10;

const MINUTE_MS = 60_000;

/** What the duration depends on beside the shots. */
export interface DurationInput {
  readonly snapshot: Pick<StateSnapshot, "serviceTimes" | "takes">;
  readonly limits: EngineLimits;
  readonly cards: readonly ModelCard[];
}

/**
 * Plays the batch through: takes in flight keep their slots first, then every take that is bought starts as
 * soon as a slot, the rate and the clip that it continues allow. Each needs what generations of its kind
 * usually need, those in flight counted from now. Retries and downloads are left out.
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
  const history = Map.groupBy(snapshot.serviceTimes, ({ key }) => key);
  let last: { readonly kind: Kind; readonly ms: number } | undefined;
  const serviceMsOf = (kind: Kind): number => {
    if (last === undefined || !isSameKind(last.kind, kind)) last = { kind, ms: lookUp(kind) };
    return last.ms;
  };
  const lookUp = (kind: Kind): number => {
    const key = serviceKey(kind);
    const known = services.get(key);
    if (known !== undefined) return known.ms;
    const service = serviceOf(kind.model, key, history.get(key) ?? [], cards, scale);
    services.set(key, service);
    return service.ms;
  };
  const slots = limits.concurrency === "auto" ? fewestSlots(shots, cards) : limits.concurrency;
  const schedule = new Schedule(slots, limits.createsPerMinute, MINUTE_MS / scale);
  const endOf = new Map<string, number>();
  for (const take of snapshot.takes) {
    if (isInFlight(take) && take.state !== "overdue") {
      endOf.set(take.shotId, schedule.occupy(serviceMsOf(take)));
    }
  }
  for (const shot of upstreamFirst(shots)) {
    const readyMs = shot.needs.reduce((latest, id) => Math.max(latest, endOf.get(id) ?? 0), 0);
    for (let buy = buysOf(shot.id); buy > 0; buy -= 1) {
      endOf.set(shot.id, schedule.add(readyMs, serviceMsOf(shot)));
    }
  }
  return {
    ms: Math.round(schedule.endMs),
    slots,
    createsPerMinute: limits.createsPerMinute,
    services: [...services.values()],
  };
}

/** The slots of the model that has fewest: of several accounts one alone would hold everything else up. */
function fewestSlots(shots: readonly Shot[], cards: readonly ModelCard[]): number {
  const models = new Set(shots.map(({ model }) => model));
  const slots = cards.filter(({ model }) => models.has(model)).map(({ limits }) => limits.concurrency);
  return slots.length === 0 ? UNKNOWN_SLOTS : Math.min(...slots);
}

/** What service times are told apart by. */
type Kind = Pick<Shot, "model" | "resolution" | "duration">;

function isSameKind(one: Kind, other: Kind): boolean {
  return one.model === other.model && one.resolution === other.resolution && one.duration === other.duration;
}

function serviceKey({ model, resolution, duration }: Kind): string {
  return `${model}/${resolution}/${duration}`;
}

function serviceOf(
  model: string,
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
  const typicalS = cards.find((card) => card.model === model)?.typicalServiceS ?? TYPICAL_SERVICE_S;
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

  /** A take that is in flight already. @returns when it ends, in milliseconds from the beginning. */
  occupy(serviceMs: number): number {
    return this.#take(this.#earliestSlot(), 0, serviceMs);
  }

  /** A take that is to be sent. @returns when it ends, in milliseconds from the beginning. */
  add(readyMs: number, serviceMs: number): number {
    const slot = this.#earliestSlot();
    const before = this.#starts.at(-this.#perMinute);
    const isPaced = before !== undefined && this.#starts.length >= this.#perMinute;
    const startMs = Math.max(readyMs, this.#slots[slot] ?? 0, isPaced ? before + this.#minuteMs : 0);
    this.#starts.push(startMs);
    return this.#take(slot, startMs, serviceMs);
  }

  #take(slot: number, startMs: number, serviceMs: number): number {
    const endMs = startMs + serviceMs;
    this.#slots[slot] = endMs;
    this.endMs = Math.max(this.endMs, endMs);
    return endMs;
  }

  #earliestSlot(): number {
    let earliest = 0;
    for (let slot = 1; slot < this.#slots.length; slot += 1) {
      if ((this.#slots[slot] ?? 0) < (this.#slots[earliest] ?? 0)) earliest = slot;
    }
    return earliest;
  }
}
