import type { Take } from "../take/take.ts";
import { committedUsdE4 } from "../take/take-facts.ts";
import type { Demand } from "./demand.ts";
import type { Lane } from "./lane.ts";
import type { RunProgress } from "./run-event.ts";
import type { ServiceHistory } from "./service-history.ts";
import { type ShotStanding, standingOf } from "./shot-standing.ts";
import type { Work } from "./work.ts";

/** What a progress counts with. */
export interface ProgressOptions {
  readonly startedAtMs: number;
  readonly epoch: number;
  readonly wallUsdE4: number | undefined;
  readonly minuteMs: number;
  readonly history: ServiceHistory;
}

/** Where a run stands, kept up to date change by change: telling it costs the same for ten shots and ten thousand. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #standings = new Map<string, ShotStanding>();
  readonly #counts: Record<ShotStanding, number> = {
    waiting: 0,
    running: 0,
    downloading: 0,
    done: 0,
    failed: 0,
    unconfirmed: 0,
    blocked: 0,
  };
  #createsWaiting = 0;
  readonly #waitingOf = new Map<string, number>();
  #committedUsdE4 = 0;
  #runUsdE4 = 0;
  #bytes = 0;
  #taken = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** Takes that this run began. */
  get taken(): number {
    return this.#taken;
  }

  /** Counts a take's money. */
  count(after: Take, before: Take | undefined): void {
    const moreUsdE4 = committedUsdE4(after) - (before === undefined ? 0 : committedUsdE4(before));
    this.#committedUsdE4 += moreUsdE4;
    if (after.epoch !== this.#options.epoch) return;
    this.#runUsdE4 += moreUsdE4;
    if (before === undefined) this.#taken++;
  }

  /** Counts what a forgotten take was paid with: it stays paid. */
  countForgotten(usdE4: number): void {
    this.#committedUsdE4 += usdE4;
  }

  /** Counts a shot anew after something about it changed. */
  place(work: Work, demand: Demand): void {
    const { id } = work.shot;
    const standing = standingOf(work, demand.current(work));
    const before = this.#standings.get(id);
    if (before !== standing) {
      if (before !== undefined) this.#counts[before]--;
      this.#counts[standing]++;
      this.#standings.set(id, standing);
    }
    const waits = work.waiting + work.leaving;
    this.#createsWaiting += waits - (this.#waitingOf.get(id) ?? 0);
    this.#waitingOf.set(id, waits);
  }

  downloaded(bytes: number): void {
    this.#bytes += bytes;
  }

  /**
   * A copy of where the run stands.
   *
   * @param isSubmitting - whether what waits will still be sent in this run.
   */
  at(nowMs: number, lanes: Iterable<Lane>, isSubmitting: boolean): RunProgress {
    const { startedAtMs, wallUsdE4 } = this.#options;
    let slotsInUse = 0;
    let slots = 0;
    let createsLastMinute = 0;
    let createsPerMinute = 0;
    for (const lane of lanes) {
      slotsInUse += lane.slots.inUse;
      slots += lane.slots.limit;
      createsLastMinute += lane.pace.used(nowMs);
      createsPerMinute += lane.pace.capacity;
    }
    const waiting = isSubmitting ? this.#createsWaiting : 0;
    const timeLeftMs = this.#timeLeftMs({ waiting, inFlight: slotsInUse, slots, createsPerMinute });
    return {
      startedAtMs,
      nowMs,
      total: this.#standings.size,
      ...this.#counts,
      slotsInUse,
      slots,
      createsLastMinute,
      createsPerMinute,
      committedUsdE4: this.#committedUsdE4,
      runUsdE4: this.#runUsdE4,
      downloadedBytes: this.#bytes,
      ...(wallUsdE4 === undefined ? {} : { wallUsdE4 }),
      ...(timeLeftMs === undefined ? {} : { timeLeftMs }),
    };
  }

  /** By the work that is left, or by the rate, whichever takes longer; then the last one has to be made. */
  #timeLeftMs(work: {
    readonly waiting: number;
    readonly inFlight: number;
    readonly slots: number;
    readonly createsPerMinute: number;
  }): number | undefined {
    const { waiting, inFlight, slots, createsPerMinute } = work;
    const { history, minuteMs } = this.#options;
    const serviceMs = history.meanMs;
    if (waiting + inFlight === 0) return 0;
    if (serviceMs === undefined) return undefined;
    const lastMs = waiting > 0 ? serviceMs : serviceMs / 2;
    const bySlotsMs = ((waiting + inFlight / 2) * serviceMs) / Math.max(1, slots);
    const byRateMs = (waiting * minuteMs) / Math.max(1, createsPerMinute) + lastMs;
    return Math.round(Math.max(bySlotsMs, byRateMs, lastMs));
  }
}
