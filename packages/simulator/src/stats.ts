import { type GenerationState, laneOf, stateAt } from "./book/generation.ts";
import type { GenerationBook } from "./book/generation-book.ts";
import { createSlidingWindow } from "./book/sliding-window.ts";
import type { FaultDice } from "./faults/fault-dice.ts";
import type { SimClock } from "./sim-clock.ts";

/** What the simulator has seen. Money and generations cover the book's life, the rest this process's. */
export interface SimulatorStats {
  /** Answers by endpoint (`POST /generations/video`) and status; `lost` and `hung` where none was given. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Creates with a good key. Received = accepted + refused + unanswered that were not accepted. */
  readonly creates: { readonly received: number; readonly accepted: number; readonly refused: number };
  readonly generations: Readonly<Record<GenerationState, number>>;
  /** How many completed generations each request has, by request hash; foreign ones left out. */
  readonly completedByRequestHash: Readonly<Record<string, number>>;
  /** Generations of other programs on the account. */
  readonly foreign: number;
  readonly balanceUsdCents: number;
  readonly chargedUsdCents: number;
  readonly refundedUsdCents: number;
  /** Most slots of videos in use at once. */
  readonly peakConcurrency: number;
  /** Most creates of videos received within one sliding minute, refused ones included. */
  readonly peakCreatesPerMinute: number;
  /** Creates that were refused for a limit, faults left out. */
  readonly limitViolations: { readonly rate: number; readonly concurrency: number };
  /** Must be 0: the key belongs to the API's host only. */
  readonly authorizationHeadersOnCdn: number;
  readonly downloads: { readonly requests: number; readonly bytes: number };
  readonly callbacks: { readonly sent: number; readonly delivered: number; readonly lost: number };
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Counts what happens. */
export interface StatsCounter {
  readonly now: {
    received: number;
    accepted: number;
    refused: number;
    rateViolations: number;
    concurrencyViolations: number;
    authorizationHeadersOnCdn: number;
    downloadRequests: number;
    downloadBytes: number;
    callbacksSent: number;
    callbacksDelivered: number;
    callbacksLost: number;
  };
  noteAnswer(endpoint: string, outcome: string): void;
  /** A create of a video was received. */
  noteCreate(): void;
  /** A video was accepted and now `active` slots are taken. */
  noteActive(active: number): void;
  read(): SimulatorStats;
}

/** Makes a counter over a book. */
export function createStatsCounter(options: {
  readonly book: GenerationBook;
  readonly clock: SimClock;
  readonly dice: FaultDice;
}): StatsCounter {
  const { book, clock, dice } = options;
  const requests: Record<string, Record<string, number>> = {};
  const minute = createSlidingWindow(clock.durationMs(60));
  let peakCreatesPerMinute = 0;
  let peakConcurrency = 0;
  const now: StatsCounter["now"] = {
    received: 0,
    accepted: 0,
    refused: 0,
    rateViolations: 0,
    concurrencyViolations: 0,
    authorizationHeadersOnCdn: 0,
    downloadRequests: 0,
    downloadBytes: 0,
    callbacksSent: 0,
    callbacksDelivered: 0,
    callbacksLost: 0,
  };
  return {
    now,
    noteAnswer: (endpoint, outcome) => {
      const outcomes = requests[endpoint] ?? {};
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      requests[endpoint] = outcomes;
    },
    noteCreate: () => {
      minute.add(clock.nowMs());
      peakCreatesPerMinute = Math.max(peakCreatesPerMinute, minute.count(clock.nowMs()));
    },
    noteActive: (active) => {
      peakConcurrency = Math.max(peakConcurrency, active);
    },
    read: () => {
      const money = book.money();
      return {
        requests: structuredClone(requests),
        creates: { received: now.received, accepted: now.accepted, refused: now.refused },
        ...countGenerations(book, clock.nowMs()),
        balanceUsdCents: money.balanceUsdE4 / 100,
        chargedUsdCents: money.chargedUsdE4 / 100,
        refundedUsdCents: money.refundedUsdE4 / 100,
        peakConcurrency,
        peakCreatesPerMinute,
        limitViolations: { rate: now.rateViolations, concurrency: now.concurrencyViolations },
        authorizationHeadersOnCdn: now.authorizationHeadersOnCdn,
        downloads: { requests: now.downloadRequests, bytes: now.downloadBytes },
        callbacks: { sent: now.callbacksSent, delivered: now.callbacksDelivered, lost: now.callbacksLost },
        faults: { ...dice.counts() },
      };
    },
  };
}

function countGenerations(
  book: GenerationBook,
  nowMs: number,
): Pick<SimulatorStats, "generations" | "completedByRequestHash" | "foreign"> {
  const generations = { queued: 0, dreaming: 0, completed: 0, failed: 0 };
  const completedByRequestHash: Record<string, number> = {};
  let foreign = 0;
  for (const generation of book.all()) {
    const state = stateAt(generation, nowMs);
    generations[state] += 1;
    if (generation.foreign) foreign += 1;
    if (generation.foreign || state !== "completed" || laneOf(generation.kind) !== "ray") continue;
    completedByRequestHash[generation.requestHash] =
      (completedByRequestHash[generation.requestHash] ?? 0) + 1;
  }
  return { generations, completedByRequestHash, foreign };
}
