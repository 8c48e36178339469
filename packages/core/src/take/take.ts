import type { ByInput, JsonObject } from "@shotlist/manifest";

/** Which of the API dialects a take speaks. Ids never cross dialects or accounts. */
export type Dialect = "dream-machine" | "agents" | "crazyrouter";

/** Whose money it is: the API's origin and a keyed hash of the key, never the key itself. */
export interface Account {
  readonly dialect: Dialect;
  /** Such as `https://api.lumalabs.ai`. */
  readonly origin: string;
  /** Keyed hash of the API key, in hex. */
  readonly keyHash: string;
}

/** A create as it goes over the wire: fixed before the intent is stored, never built again for that take. */
export interface WireRequest {
  /** Below the base URL, such as `/generations/video`. */
  readonly path: string;
  readonly body: JsonObject;
}

/**
 * The states of a take. What enters and leaves each one stands above `nextTake` in `take-machine.ts`.
 */
export type TakeState =
  | "sending"
  | "unconfirmed"
  | "running"
  | "overdue"
  | "missing"
  | "completed"
  | "checked"
  | "done"
  | "failed"
  | "refused"
  | "not-created"
  | "abandoned";

/** Transient failures are tried again by themselves, permanent ones only when asked, account ones stop the run. */
export type FailureCategory = "transient" | "permanent" | "account";

/** Why the API did not make a clip. */
export interface Failure {
  readonly category: FailureCategory;
  /** The API's own code, or our name for its message, in kebab or snake case. */
  readonly code: string;
  /** The API's own words, cleaned of secrets and control characters. */
  readonly message: string;
  /** The HTTP status of a refusal. */
  readonly status?: number;
  /** Whether the money comes back; `unknown` is counted as spent. */
  readonly refund: "refunded" | "charged" | "unknown";
}

/** A clip or a still on disk, checked. */
export interface ClipFacts {
  /** Absent for a video. */
  readonly media?: "image";
  /** Path inside the output folder, with `/`. */
  readonly file: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
  /** Pixels as the container states them. */
  readonly width: number;
  readonly height: number;
  /** 0 for a still. */
  readonly durationS: number;
  /** The poster picture's path inside the output folder, where the API gave one. */
  readonly poster?: string;
  /** What belongs to the clip and lies beside it, such as its frames as EXR; paths inside the output folder. */
  readonly attachments?: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/** How a generation id came to its take. */
export type IdSource = "answer" | "listing" | "hand" | "callback";

/** One paid try at a shot. Immutable: the machine makes the next one from an event. Times are Unix milliseconds. */
export interface Take {
  readonly shotId: string;
  /** From 1, never used again within a shot. */
  readonly number: number;
  readonly state: TakeState;
  /** The shot's fingerprint when the intent was written. */
  readonly fingerprint: string;
  /** What was wanted then, to say later which field changed. */
  readonly wanted: JsonObject;
  readonly model: string;
  readonly resolution: string;
  readonly duration: string;
  readonly account: Account;
  readonly request: WireRequest;
  /** SHA-256 in hex over the canonical JSON of `request`. */
  readonly requestHash: string;
  /** Our own `X-Request-Id` of the create. */
  readonly requestId: string;
  /** Generation ids of other takes that the request refers to, by input. */
  readonly upstream: ByInput<string>;
  /** The run that wrote the intent. */
  readonly epoch: number;
  readonly intentAtMs: number;
  /** Server clock minus ours when the intent was written; 0 while unknown. */
  readonly clockOffsetMs: number;
  /** When the connection of an unanswered create ended. */
  readonly unansweredAtMs?: number;
  /** The answer said yes but could not be read, or a person must settle it: never sent again by itself. */
  readonly neverResend?: boolean;
  readonly generationId?: string;
  readonly idSource?: IdSource;
  readonly acceptedAtMs?: number;
  /** The API's last word on a running generation. */
  readonly apiState?: "queued" | "running";
  /** When the API's terminal state was seen. */
  readonly endedAtMs?: number;
  /** Looks in a row that said "not found", and when the first of them was. */
  readonly notFoundLooks?: number;
  readonly notFoundSinceMs?: number;
  readonly failure?: Failure;
  /** Price when the intent was written, in USD × 10⁴; null where the price is unknown. */
  readonly priceUsdE4: number | null;
  readonly clip?: ClipFacts;
  readonly doneAtMs?: number;
  /** This take turned up after its attempt had been given up and sent again: it was paid twice. */
  readonly paidTwiceOf?: number;
}

/** `shot` and `number` together name a take. */
export interface TakeKey {
  readonly shotId: string;
  readonly number: number;
}
