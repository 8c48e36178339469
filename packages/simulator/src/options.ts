import type { StoredFile } from "./agents/files/stored-file.ts";
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

/** What not every account of the Agents API may use. */
export interface AgentsAccess {
  /** HDR, and with it EXR. Default true. */
  readonly hdr?: boolean;
  /** Reframing in 1080p, which Luma has announced. Default false. */
  readonly reframe1080p?: boolean;
}

/** What can be changed while it runs. What is left out stays as it is. */
export interface SimulatorSettings {
  /** Of every API. */
  readonly latency?: Partial<Latency>;
  /** Of Dream Machine. */
  readonly limits?: Limits;
  readonly agents?: { readonly limits?: Limits; readonly access?: AgentsAccess };
  readonly crazyrouter?: { readonly limits?: Limits; readonly latency?: Partial<Latency> };
  readonly clip?: ClipOptions;
  readonly localOrigins?: readonly string[];
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
  /**
   * Keys that are accepted, of all APIs. Default: any `luma-api-…` for Agents, any other `luma-…` for Dream
   * Machine, any `sk-…` for Crazyrouter.
   */
  readonly apiKeys?: readonly string[];
  /** What is different at the Agents API. */
  readonly agents?: {
    /** Default: as `balanceUsdCents`. No effect on a book that exists. */
    readonly balanceUsdCents?: number;
    /** Of everything together. Defaults 10 at once and 30 creates a minute, as its early edition. */
    readonly limits?: Limits;
    readonly access?: AgentsAccess;
    readonly files?: {
      /** How long a file lives that names no end of its own. Default: for ever. */
      readonly lifetimeS?: number;
      /** How long a file is looked at once its upload is complete. Default 1; a multipart upload is ready at once. */
      readonly processingS?: number;
    };
  };
  /** What is different at the gateway, Crazyrouter. */
  readonly crazyrouter?: {
    /** Default: as `balanceUsdCents`. No effect on a book that exists. */
    readonly balanceUsdCents?: number;
    /** Made up, as nothing is published. Defaults 10 at once and 20 creates a minute. */
    readonly limits?: Limits;
    /** Default: as `latency`. */
    readonly latency?: Partial<Latency>;
    /** Answers as gateways of the same make do: `pending` for `queued`, and fields it does not document. Default false. */
    readonly likeSiblings?: boolean;
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
  /**
   * Origins on this machine, such as `http://127.0.0.1:9000`, that the simulated Luma may fetch media from, as
   * it may from the public net. Default none: such URLs cannot be reached.
   */
  readonly localOrigins?: readonly string[];
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
  /** Base of Crazyrouter, without a slash at the end; its Luma route is `…/luma/generations`. On the same port. */
  readonly crazyrouterBaseUrl: string;
  /** Base of the CDN, another origin than the API. */
  readonly cdnUrl: string;
  /** Base of the control API, `…/_sim`. */
  readonly controlUrl: string;
  readonly port: number;
  stats(): SimulatorStats;
  /** Every generation ever accepted, oldest first. */
  generations(): readonly GenerationView[];
  /** Every file ever given to the Agents API, oldest first, deleted and expired ones too. */
  files(): readonly StoredFile[];
  setFaults(faults: FaultSpec): void;
  /** Changes latencies, limits and clips from now on. */
  setSettings(settings: SimulatorSettings): void;
  /** Skips time ahead, in seconds of the real Luma. */
  advance(seconds: number): void;
  /** Stops listening and breaks every connection. The account stays in its book, if it has one. */
  close(): Promise<void>;
}
