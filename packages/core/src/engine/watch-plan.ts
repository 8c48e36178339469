import type { Lane, Watched } from "./lane.ts";
import { type AtWork, meanDelayMs, nextLookAtMs, type Stakes } from "./poll-schedule.ts";
import type { RunContext } from "./run-context.ts";
import { serviceKey } from "./service-history.ts";
import { windowWaitMs } from "./submission-window.ts";

/**
 * What it costs, beside a slot that something waits for, not to see an end that nothing waits for: clips come
 * later and so do the figures, but the batch does not.
 */
const LAZY = 0.05;

/** How much one end says about how many callbacks are lost. */
const WORD_STEP = 1 / 50;

/** Fewer ends than this are not worth a connection that may be closed unused. */
const WORTH_A_CONNECTION = 0.3;

/** A plan is made anew when so many times as many are watched as it was made for. */
const GROWN = 1.25;

/** A watched generation with what is believed of it. */
interface Believed extends AtWork {
  readonly watched: Watched;
}

/** Decides when to look, for one account, from what is at stake just now. Times are Unix milliseconds. */
export class WatchPlan {
  readonly #run: RunContext;
  readonly #lane: Lane;
  readonly #dependents = new Map<string, string[]>();
  #madeFor = "";
  #madeForSize = 0;
  #sweepAtMs = 0;
  #neededAtMs = Number.POSITIVE_INFINITY;

  constructor(run: RunContext, lane: Lane) {
    this.#run = run;
    this.#lane = lane;
    for (const { id, needs } of run.options.shots) {
      for (const need of needs) {
        const dependents = this.#dependents.get(need);
        if (dependents === undefined) this.#dependents.set(need, [id]);
        else dependents.push(id);
      }
    }
  }

  /** When to list next, for all that have a slot; `Infinity` when there is none. */
  sweepAtMs(nowMs: number): number {
    const lane = this.#lane;
    const { pollMinMs, pollMaxMs } = this.#run.options.limits;
    let dueAtMs = Number.POSITIVE_INFINITY;
    let restsUntilMs = 0;
    let sinceMs = Number.POSITIVE_INFINITY;
    for (const watched of lane.watched.values()) {
      if (watched.slow || watched.looking) continue;
      dueAtMs = Math.min(dueAtMs, watched.dueAtMs);
      restsUntilMs = Math.max(restsUntilMs, watched.restsUntilMs);
      if (isShown(watched)) sinceMs = Math.min(sinceMs, watched.knownAtMs);
    }
    if (sinceMs === Number.POSITIVE_INFINITY) return Math.max(restsUntilMs, dueAtMs);
    // While slots are needed, a generation that has just begun changes little.
    const needed = this.#isSlotNeeded();
    const madeFor = needed ? `${lane.knownAtMs}` : `${lane.knownAtMs} ${lane.watchChanges}`;
    const grown = lane.watched.size > this.#madeForSize * GROWN;
    if (madeFor !== this.#madeFor || grown || this.#sweepAtMs <= nowMs) {
      const believed = this.#believed();
      const fromMs = Math.max(sinceMs, lane.sweptAtMs + pollMinMs);
      this.#madeFor = madeFor;
      this.#madeForSize = lane.watched.size;
      this.#sweepAtMs = nextLookAtMs({
        atWork: believed,
        stakes: this.#stakes(believed, nowMs),
        priceMs: lane.price.ofMs(basisOf(believed)),
        sinceMs: Math.max(sinceMs, lane.knownAtMs),
        fromMs,
        toMs: Math.max(fromMs, Math.max(sinceMs, lane.sweptAtMs) + pollMaxMs),
      });
    }
    return Math.max(restsUntilMs, Math.min(dueAtMs, this.#sweepAtMs));
  }

  /** Plans a look at each one by itself that has none planned yet. */
  planLooks(nowMs: number): void {
    const lane = this.#lane;
    // While slots are needed each look stands for itself; at the end they depend on each other.
    const madeFor = this.#isSlotNeeded() ? "needed" : `${lane.watchChanges}`;
    const { pollMinMs, pollMaxMs } = this.#run.options.limits;
    const again = madeFor !== this.#madeFor;
    this.#madeFor = madeFor;
    let believed: Believed[] | undefined;
    for (const watched of lane.watched.values()) {
      if (watched.slow || watched.looking || !isShown(watched)) continue;
      if (!again && watched.plannedAtMs < Number.POSITIVE_INFINITY) continue;
      believed ??= this.#believed();
      const own = believed.find((one) => one.watched === watched);
      if (own === undefined) continue;
      const { model, knownAtMs } = own;
      watched.plannedAtMs = nextLookAtMs({
        atWork: [own],
        stakes: this.#stakesOfOne(own, believed, nowMs),
        priceMs: lane.price.ofMs({
          meanMs: model.meanMs,
          scaleMs: Math.max(1, lane.slots.inUse) * model.lookScaleMs,
        }),
        sinceMs: knownAtMs,
        fromMs: watched.seenAtMs + pollMinMs,
        toMs: watched.seenAtMs + pollMaxMs,
      });
    }
  }

  /**
   * How many creates will probably want to leave at once when a listing that is sent now is answered: one for each
   * end that nobody has seen yet and that something waits for.
   */
  createsAhead(nowMs: number): number {
    const { slots, gate, unreadable } = this.#lane;
    if (
      !this.#isSlotNeeded() ||
      unreadable > 0 ||
      gate.waitMs(nowMs) > 0 ||
      this.#slotNeededAtMs(nowMs) > nowMs
    )
      return 0;
    const ends = this.#believed().reduce(
      (sum, { model, ageMs, knownAtMs, silent, watched }) =>
        sum + (watched.hintedAtMs === undefined ? silent * model.endedWithin(ageMs, nowMs - knownAtMs) : 1),
      0,
    );
    return slots.waitMs(nowMs) > 0 && ends >= WORTH_A_CONNECTION ? Math.ceil(ends) : 0;
  }

  /** Learns from an end that is seen, before it is recorded, how long it went unseen. */
  noteEnd(watched: Watched, seenAtMs: number): void {
    const lane = this.#lane;
    if (this.#sendsWord(watched)) {
      lane.lostWord += ((watched.hintedAtMs === undefined ? 1 : 0) - lane.lostWord) * WORD_STEP;
      return;
    }
    if (!this.#isSlotNeeded() && !this.#isWaitedFor(watched)) return;
    const model = this.#run.history.latest(serviceKey(watched.take));
    const one = { model, knownAtMs: watched.knownAtMs, ageMs: ageOf(watched) };
    lane.price.noteDelay(meanDelayMs(one, seenAtMs), model.meanMs);
  }

  #believed(): Believed[] {
    const kinds = Map.groupBy([...this.#lane.watched.values()].filter(isShown), ({ take }) =>
      serviceKey(take),
    );
    const believed: Believed[] = [];
    for (const [key, group] of kinds) {
      const model = this.#run.history.model(key, group.map(ageOf));
      for (const watched of group) {
        believed.push({
          watched,
          model,
          knownAtMs: watched.knownAtMs,
          ageMs: ageOf(watched),
          silent: this.#silent(watched),
        });
      }
    }
    return believed;
  }

  /** Whether the API was asked to call this run back when the generation ends. */
  #sendsWord({ take }: Watched): boolean {
    const { options, epoch } = this.#run;
    return options.hints !== undefined && this.#lane.api.withCallback !== undefined && take.epoch === epoch;
  }

  #silent(watched: Watched): number {
    return this.#sendsWord(watched) ? this.#lane.lostWord : 1;
  }

  /** Whether a create waits for a slot. */
  #isSlotNeeded(): boolean {
    const { demand, shutdown } = this.#run;
    return shutdown.submitting && demand.hasReady(this.#lane.dialect);
  }

  /** Whether shots wait for this one's clip. */
  #isWaitedFor({ take }: Watched): boolean {
    const { demand } = this.#run;
    const dependents = this.#dependents.get(take.shotId) ?? [];
    return dependents.some((id) => (demand.work(id)?.waitingUpstream ?? 0) > 0);
  }

  #stakes(believed: readonly Believed[], nowMs: number): Stakes {
    const lane = this.#lane;
    const slots = Math.max(1, lane.slots.inUse);
    const part = 1 / slots;
    if (this.#isSlotNeeded()) {
      return { lazy: LAZY * part, needed: part, neededAtMs: this.#slotNeededAtMs(nowMs), all: 0 };
    }
    this.#neededAtMs = Number.POSITIVE_INFINITY;
    const waitedFor = believed.filter(({ watched }) => this.#isWaitedFor(watched)).length;
    // With nothing else to do, chains are what the batch waits for, and in the end its last generation.
    const needed = waitedFor > 0 ? 1 / believed.length : LAZY * part;
    return { lazy: needed, needed, neededAtMs: nowMs, all: 1 };
  }

  #stakesOfOne(own: Believed, believed: readonly Believed[], nowMs: number): Stakes {
    const stakes = this.#stakes(believed, nowMs);
    if (this.#isSlotNeeded()) return stakes;
    let othersEnded = 1;
    for (const other of believed) {
      if (other === own) continue;
      othersEnded *= other.model.endedWithin(other.ageMs, nowMs - other.knownAtMs);
    }
    return { ...stakes, all: stakes.all * othersEnded };
  }

  /** Since when, or from when on, the first create waits for nothing but a slot. */
  #slotNeededAtMs(nowMs: number): number {
    const { slots, pace } = this.#lane;
    const { window } = this.#run.options.limits;
    const free = Math.max(0, slots.limit - slots.used);
    const windowMs = window === undefined ? 0 : windowWaitMs(nowMs, window);
    const waitMs = Math.max(pace.waitForMs(nowMs, free + 1), windowMs);
    if (waitMs > 0) this.#neededAtMs = nowMs + waitMs;
    else this.#neededAtMs = Math.min(this.#neededAtMs, nowMs);
    return this.#neededAtMs;
  }
}

/** Whether it is at work, as far as is known, and the API admits to it. */
function isShown({ slow, take }: Watched): boolean {
  return !slow && take.notFoundLooks === undefined;
}

function ageOf({ take, knownAtMs }: Watched): number {
  return Math.max(0, knownAtMs - (take.acceptedAtMs ?? knownAtMs));
}

function basisOf(believed: readonly Believed[]): { readonly meanMs: number; readonly scaleMs: number } {
  const meanMs = believed.reduce((sum, { model }) => sum + model.meanMs, 0) / Math.max(1, believed.length);
  return { meanMs, scaleMs: meanMs };
}
