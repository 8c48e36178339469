/** The options that most commands share, as the command line gives them. */
export interface CommonFlags {
  readonly simulate?: boolean;
  /** How many times as fast the simulated Luma runs. */
  readonly speed?: number;
  readonly simulateSeed?: number;
  readonly state?: string;
  readonly out?: string;
  readonly baseUrl?: string;
  /** Where the API can reach this machine with callbacks, and the port that this leads to. */
  readonly callbackUrl?: string;
  readonly callbackPort?: number;
  readonly profile?: string;
  readonly model?: string;
  readonly only?: readonly string[];
  readonly tag?: readonly string[];
  readonly sample?: number;
  readonly retry?: "failed" | "all" | "none";
  readonly concurrency?: number | "auto";
  readonly requestsPerMinute?: number;
  readonly retries?: number;
  readonly downloads?: number;
  readonly requestTimeout?: number;
  readonly confirmAfter?: number;
  readonly pollMin?: number;
  readonly pollMax?: number;
  readonly generationTimeout?: number;
  readonly maxSpend?: number;
  /** False: do not ask whether keyframe pictures are there before a run. */
  readonly checkUrls?: boolean;
  /** Shots that continue another take than the one that counts now are made again. */
  readonly remakeChains?: boolean;
  /** Shots are made again that were made with other defaults of shotlist's own. */
  readonly refreshDefaults?: boolean;
  /** A new state is begun, though one beside the manifest knows its shots. */
  readonly newState?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}
