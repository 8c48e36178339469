import { type GenerationState, type SimulatedGeneration, stateAt } from "./book/generation.ts";
import type { GenerationBook } from "./book/generation-book.ts";
import { createSlidingWindow } from "./book/sliding-window.ts";
import { type Dialect, forEachDialect } from "./dialect.ts";
import type { FaultDice } from "./faults/fault-dice.ts";
import type { SimClock } from "./sim-clock.ts";

/** What became of one request, however often it was sent. Foreign generations are left out. */
export interface RequestStats {
  readonly prompt: string | null;
  readonly accepted: number;
  readonly completed: number;
  readonly failed: number;
  /** Failed with the whole price given back. */
  readonly refunded: number;
  /** Accepted only after their client had left. */
  readonly late: number;
  /** What was charged and not given back, US cents. */
  readonly paidUsdCents: number;
  /** Of all that were accepted, oldest first. */
  readonly ids: readonly string[];
}

/** What one API has seen. Money and generations cover the book's life, the rest this process's. */
export interface DialectStats {
  /** Answers by endpoint (`POST /generations/video`) and status; `lost` and `hung` where none was given. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Creates with a good key. Received = accepted + refused + unanswered that were not accepted. */
  readonly creates: { readonly received: number; readonly accepted: number; readonly refused: number };
  readonly generations: Readonly<Record<GenerationState, number>>;
  /** How many completed generations each request has, by request hash; foreign ones left out. */
  readonly completedByRequestHash: Readonly<Record<string, number>>;
  /** Everything about each request, by request hash. */
  readonly byRequestHash: Readonly<Record<string, RequestStats>>;
  /** Generations of other programs on the account. */
  readonly foreign: number;
  readonly balanceUsdCents: number;
  readonly chargedUsdCents: number;
  readonly refundedUsdCents: number;
  /** Most slots in use at once; of videos, on Dream Machine. */
  readonly peakConcurrency: number;
  /** Most creates received within one sliding minute, refused ones included; of videos, on Dream Machine. */
  readonly peakCreatesPerMinute: number;
  /** Creates that were refused for a limit, faults left out. */
  readonly limitViolations: { readonly rate: number; readonly concurrency: number };
}

/**
 * What the simulator has seen. The figures of `DialectStats` at the top are Dream Machine's; the rest cover
 * every API.
 */
export interface SimulatorStats extends DialectStats {
  /** The same figures for each API. */
  readonly dialects: Readonly<Record<Dialect, DialectStats>>;
  /** Must be 0: the key belongs to the API's host only. */
  readonly authorizationHeadersOnCdn: number;
  readonly downloads: { readonly requests: number; readonly bytes: number };
  readonly callbacks: { readonly sent: number; readonly delivered: number; readonly lost: number };
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Counts what happens at one API. */
interface DialectCounter {
  readonly now: {
    received: number;
    accepted: number;
    refused: number;
    rateViolations: number;
    concurrencyViolations: number;
  };
  noteAnswer(endpoint: string, outcome: string): void;
  /** A create that the peaks cover was received. */
  noteCreate(): void;
  /** A create was accepted and now `active` slots are taken. */
  noteActive(active: number): void;
}

/** Counts what happens. */
export interface StatsCounter {
  /** The counter of one API. */
  of(dialect: Dialect): DialectCounter;
  readonly now: {
    authorizationHeadersOnCdn: number;
    downloadRequests: number;
    downloadBytes: number;
    callbacksSent: number;
    callbacksDelivered: number;
    callbacksLost: number;
  };
  read(): SimulatorStats;
}

/** Makes a counter over a book. */
export function createStatsCounter(options: {
  readonly book: GenerationBook;
  readonly clock: SimClock;
  readonly dice: FaultDice;
}): StatsCounter {
  const { clock, dice } = options;
  const counters = forEachDialect((dialect) => createDialectCounter(dialect, options));
  const now: StatsCounter["now"] = {
    authorizationHeadersOnCdn: 0,
    downloadRequests: 0,
    downloadBytes: 0,
    callbacksSent: 0,
    callbacksDelivered: 0,
    callbacksLost: 0,
  };
  return {
    now,
    of: (dialect) => counters[dialect],
    read: () => {
      const dialects = forEachDialect((dialect) => counters[dialect].read(clock.nowMs()));
      return {
        ...dialects["dream-machine"],
        dialects,
        authorizationHeadersOnCdn: now.authorizationHeadersOnCdn,
        downloads: { requests: now.downloadRequests, bytes: now.downloadBytes },
        callbacks: { sent: now.callbacksSent, delivered: now.callbacksDelivered, lost: now.callbacksLost },
        faults: { ...dice.counts() },
      };
    },
  };
}

function createDialectCounter(
  dialect: Dialect,
  { book, clock }: { readonly book: GenerationBook; readonly clock: SimClock },
): DialectCounter & { read(nowMs: number): DialectStats } {
  const requests: Record<string, Record<string, number>> = {};
  const minute = createSlidingWindow(clock.durationMs(60));
  let peakCreatesPerMinute = 0;
  let peakConcurrency = 0;
  const now = { received: 0, accepted: 0, refused: 0, rateViolations: 0, concurrencyViolations: 0 };
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
    read: (nowMs) => {
      const money = book.money(dialect);
      return {
        requests: structuredClone(requests),
        creates: { received: now.received, accepted: now.accepted, refused: now.refused },
        ...countGenerations(
          book.all().filter((generation) => generation.dialect === dialect),
          nowMs,
        ),
        balanceUsdCents: money.balanceUsdE4 / 100,
        chargedUsdCents: money.chargedUsdE4 / 100,
        refundedUsdCents: money.refundedUsdE4 / 100,
        peakConcurrency,
        peakCreatesPerMinute,
        limitViolations: { rate: now.rateViolations, concurrency: now.concurrencyViolations },
      };
    },
  };
}

function countGenerations(
  all: readonly SimulatedGeneration[],
  nowMs: number,
): Pick<DialectStats, "generations" | "completedByRequestHash" | "byRequestHash" | "foreign"> {
  const generations = { queued: 0, dreaming: 0, completed: 0, failed: 0 };
  const completedByRequestHash: Record<string, number> = {};
  const byRequest = new Map<string, SimulatedGeneration[]>();
  let foreign = 0;
  for (const generation of all) {
    const state = stateAt(generation, nowMs);
    generations[state] += 1;
    if (generation.foreign) {
      foreign += 1;
      continue;
    }
    const { requestHash } = generation;
    const equals = byRequest.get(requestHash);
    if (equals === undefined) byRequest.set(requestHash, [generation]);
    else equals.push(generation);
    if (state !== "completed") continue;
    completedByRequestHash[requestHash] = (completedByRequestHash[requestHash] ?? 0) + 1;
  }
  const byRequestHash = Object.fromEntries(
    [...byRequest].map(([hash, equals]) => [hash, requestStats(equals, nowMs)]),
  );
  return { generations, completedByRequestHash, byRequestHash, foreign };
}

function requestStats(equals: readonly SimulatedGeneration[], nowMs: number): RequestStats {
  const prompt = equals[0]?.wish.prompt ?? "";
  const stats = { accepted: equals.length, completed: 0, failed: 0, refunded: 0, late: 0 };
  let paidUsdE4 = 0;
  for (const generation of equals) {
    const state = stateAt(generation, nowMs);
    const isRefunded = generation.refundUsdE4 === generation.priceUsdE4;
    if (state === "completed") stats.completed += 1;
    if (state === "failed") stats.failed += 1;
    if (state === "failed" && isRefunded) stats.refunded += 1;
    if (generation.lateByMs !== undefined) stats.late += 1;
    paidUsdE4 += generation.priceUsdE4 - (state === "failed" ? generation.refundUsdE4 : 0);
  }
  return {
    prompt: prompt === "" ? null : prompt,
    ...stats,
    paidUsdCents: paidUsdE4 / 100,
    ids: equals.map(({ id }) => id),
  };
}
