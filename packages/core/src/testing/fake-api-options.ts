import type { Clock, Random } from "../ports/clock.ts";
import type { Failure, WireRequest } from "../take/take.ts";

/** What can go wrong with a create or its generation, each with its probability from 0 to 1; their sum is at most 1. */
export interface CreateFaults {
  /** The connection cannot be opened. */
  readonly unreachable?: number;
  /** The connection breaks before a byte has left. */
  readonly unsent?: number;
  /** The request is lost on its way: nothing is made, the client hears nothing. */
  readonly lostBefore?: number;
  /** The generation is made, its answer is lost. */
  readonly lostAfter?: number;
  /** Like `lostBefore`, but the request arrives after `lateMs`, when the client has given up. */
  readonly late?: number;
  /** A yes that cannot be read. */
  readonly acceptedUnknown?: number;
  readonly refusedTransient?: number;
  readonly refusedPermanent?: number;
  /** The generation fails at its end, refunded. */
  readonly failsTransient?: number;
  readonly failsPermanent?: number;
}

/** How a `FakeGenerationApi` behaves; everything may be left out. Times are in milliseconds. */
export interface FakeApiOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly slots?: number;
  readonly createsPerMinute?: number;
  /** Shortest and longest time that a generation takes. */
  readonly serviceMs?: readonly [number, number];
  /** How long the next generation takes, in the place of `serviceMs`; `made` is how many there were before it. */
  readonly drawServiceMs?: (random: Random, made: number) => number;
  /** Shortest and longest time that a request or an answer is on its way. */
  readonly latencyMs?: readonly [number, number];
  /** Whether the account's generations can be listed; without it this is an Agents API. */
  readonly list?: boolean;
  /** How long a new generation is not shown by the list. */
  readonly listLagMs?: number;
  /** Probability that a page of the list leaves out about half of what should be on it, without a word. */
  readonly partialLists?: number;
  /** List pages above this limit answer 500. */
  readonly brokenAboveLimit?: number;
  /** Whether the echo of a request can be read; otherwise only its prompt can. */
  readonly readableEcho?: boolean;
  /** What generation ids begin with, so that two fakes in one test never give the same; `gen` unless said. */
  readonly idPrefix?: string;
  readonly linkLifeMs?: number;
  /** When a client without an answer gives up. */
  readonly timeoutMs?: number;
  readonly lateMs?: number;
  /** Whether a 429 says which limit it means. */
  readonly classifiedThrottles?: boolean;
  /** Creates that ask for it are called back when they end, at once; `lost` of them (0 to 1) never. */
  readonly callbacks?: { readonly lost?: number };
  readonly faults?: CreateFaults;
  /** Probability that a look or a list gets no answer. */
  readonly unreachableReads?: number;
}

/** A generation in the fake's own book. */
export interface FakeGeneration {
  readonly id: string;
  readonly request: WireRequest;
  readonly createdAtMs: number;
  readonly endsAtMs: number;
  readonly failure?: Failure;
  readonly foreign: boolean;
}

/** What the fake has seen, for tests to judge. */
export interface FakeCounts {
  opens: number;
  /** Creates that arrived, whatever became of them. */
  creates: number;
  accepted: number;
  rateThrottles: number;
  concurrencyThrottles: number;
  looks: number;
  lists: number;
  /** Generations at work at one time, most ever. */
  mostInFlight: number;
  /** Creates that arrived within any 60 s, most ever. */
  mostCreatesInMinute: number;
}
