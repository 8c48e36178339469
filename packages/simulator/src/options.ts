import type { Latency } from "./book/fate.ts";
import type { GenerationState, SimulatedGeneration } from "./book/generation.ts";
import type { FaultSpec } from "./faults/fault-spec.ts";
import type { SetTimer } from "./sim-clock.ts";
import type { SimulatorStats } from "./stats.ts";

/** How the clips are made. */
export interface ClipOptions {
  /**
   * `small` (default): about 320 × 180 pixels at 12 frames a second, a few hundredths of a second of work.
   * `full`: the pixels that the request's resolution asks for, at most 1080p, at 24 frames a second; seconds
   * of work a clip.
   */
  readonly scale?: "small" | "full";
  /**
   * `each` (default): every generation has pictures of its own. `shared`: one set of pictures a shape and
   * length, told apart by a box in the file only; for runs of thousands.
   */
  readonly variety?: "each" | "shared";
}

/** How much may be asked of an API at once, and in any 60 seconds. */
export interface Limits {
  readonly concurrency?: number;
  readonly createsPerMinute?: number;
}

/** What can be changed while it runs. What is left out stays as it is. */
export interface SimulatorSettings {
  readonly latency?: Partial<Latency>;
  readonly limits?: Limits;
  readonly agents?: { readonly limits?: Limits };
  readonly clip?: ClipOptions;
}

/** What a simulated Luma is like. Durations are seconds of the real Luma; `speed` shrinks all of them. */
export interface SimulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Port of the API. Default 0: the one that the book remembers if it is free, else any. */
  readonly port?: number;
  /** Port of the CDN, a host of its own as at Luma. Default as `port`. */
  readonly cdnPort?: number;
  /** Fixes every draw. Default: the book's, else drawn. No effect on a book that exists. */
  readonly seed?: number;
  /** How many times as fast as life: latencies, rate window, link expiry, fault delays. Default 1. */
  readonly speed?: number;
  /** Keys that are accepted, of both APIs. Default: any `luma-api-…` for Agents, any other `luma-…` for Dream Machine. */
  readonly apiKeys?: readonly string[];
  /** What is different at the Agents API. */
  readonly agents?: {
    /** Default: as `balanceUsdCents`. No effect on a book that exists. */
    readonly balanceUsdCents?: number;
    /** Of everything together. Defaults 10 at once and 30 creates a minute, as its early edition. */
    readonly limits?: Limits;
  };
  /** Each account's balance at its start, US cents. Default 100,000. No effect on a book that exists. */
  readonly balanceUsdCents?: number;
  /** Of Dream Machine's videos; images have four times as many. Defaults 10 at once and 20 creates a minute, as the Build tier. */
  readonly limits?: Limits;
  readonly latency?: Partial<Latency>;
  /** How long a link to a clip lives. Default 3600. */
  readonly linkLifetimeS?: number;
  readonly faults?: FaultSpec;
  /** How far the server's clock is ahead of this machine's, in seconds; not shrunk by `speed`. Default 0. */
  readonly clockSkewS?: number;
  /** Keeps the account in this file, so that it outlives the process. Default: nothing is kept. */
  readonly bookFile?: string;
  readonly clip?: ClipOptions;
  /** Wall time, Unix milliseconds. Default: the machine's. */
  readonly now?: () => number;
  /** Default: the machine's timers. */
  readonly setTimer?: SetTimer;
}

/** A generation with its state at the moment of asking. */
export type GenerationView = SimulatedGeneration & { readonly state: GenerationState };

/** A running Luma of one's own. */
export interface Simulator {
  /** Base of the Dream Machine API, without a slash at the end. */
  readonly baseUrl: string;
  /** Base of the Agents API, without a slash at the end; on the same port. */
  readonly agentsBaseUrl: string;
  /** Base of the CDN, another origin than the API. */
  readonly cdnUrl: string;
  /** Base of the control API, `…/_sim`. */
  readonly controlUrl: string;
  readonly port: number;
  stats(): SimulatorStats;
  /** Every generation ever accepted, oldest first. */
  generations(): readonly GenerationView[];
  setFaults(faults: FaultSpec): void;
  /** Changes latencies, limits and clips from now on. */
  setSettings(settings: SimulatorSettings): void;
  /** Skips time ahead, in seconds of the real Luma. */
  advance(seconds: number): void;
  /** Stops listening and breaks every connection. The account stays in its book, if it has one. */
  close(): Promise<void>;
}
