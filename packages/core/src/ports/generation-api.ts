import type { ByInput, InputName, JsonObject, Shot } from "@shotlist/manifest";
import type { Account, Failure, WireRequest } from "../take/take.ts";

/** A generation as every dialect can show it. */
export interface Generation {
  readonly id: string;
  /** States that we do not know count as running. */
  readonly state: "queued" | "running" | "completed" | "failed";
  /** Server time, Unix milliseconds. */
  readonly createdAtMs?: number;
  /** The link to the video or the still; lives for a limited time and is never stored. */
  readonly clipUrl?: string;
  /** When the link dies, where the link says so; Unix milliseconds, server time. */
  readonly clipUrlExpiresAtMs?: number;
  readonly posterUrl?: string;
  /** What was made beside the clip and belongs to it, such as its frames as EXR. `type` is the API's own word. */
  readonly attachments?: readonly { readonly type: string; readonly url: string }[];
  readonly failure?: Failure;
  /** The request as the API echoes it, where it does. */
  readonly echo?: JsonObject;
}

/** Why a create was refused for now: the account's limits, not the shot. */
export interface Throttle {
  /** `rate`: too many requests; `concurrency`: too many at work; `unclassified`: the API did not say. */
  readonly kind: "rate" | "concurrency" | "unclassified";
  readonly retryAfterMs?: number;
  readonly message: string;
}

/** How a create ended. Never an exception: each kind has its rule in the protocol. */
export type CreateOutcome =
  | { readonly kind: "accepted"; readonly generation: Generation; readonly serverTimeMs?: number }
  | { readonly kind: "throttled"; readonly throttle: Throttle; readonly serverTimeMs?: number }
  | { readonly kind: "refused"; readonly failure: Failure; readonly serverTimeMs?: number }
  /** 2xx that cannot be read or has no id: accepted but unknown, never sent again by itself. */
  | { readonly kind: "accepted-unknown"; readonly reason: string }
  /** Bytes may have left and no usable answer came. */
  | { readonly kind: "unanswered"; readonly reason: string }
  /** Proven that no byte left. */
  | { readonly kind: "unsent"; readonly reason: string };

/** An open connection of its own that sends exactly one create. */
export interface CreateConnection {
  /** Sends once; nothing below repeats it. May be called once. */
  send(request: WireRequest, options: { readonly requestId: string }): Promise<CreateOutcome>;
  /** Gives the connection up unused. Harmless after `send`. */
  close(): void;
}

/** How opening a connection ended. */
export type OpenOutcome =
  | { readonly kind: "open"; readonly connection: CreateConnection }
  | { readonly kind: "unreachable"; readonly reason: string };

/** How a look at one generation ended. */
export type LookOutcome =
  | { readonly kind: "found"; readonly generation: Generation; readonly serverTimeMs?: number }
  | { readonly kind: "not-found" }
  | { readonly kind: "throttled"; readonly throttle: Throttle }
  /** The key or the account is refused. */
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly reason: string };

/** One page of the account's generations, as the API orders them (newest first is assumed, then checked). */
export type ListOutcome =
  | {
      readonly kind: "page";
      readonly generations: readonly Generation[];
      readonly hasMore: boolean;
      readonly serverTimeMs?: number;
    }
  | { readonly kind: "throttled"; readonly throttle: Throttle }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly reason: string; readonly status?: number };

/** What a shot's request refers to in other takes: their generation ids. */
export type Upstream = ByInput<string>;

/** How a local file's content is named in a request. */
export type FileRef =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "url"; readonly url: string }
  /** Base64, for small files. */
  | { readonly kind: "inline"; readonly mediaType: string; readonly data: string };

/** What a request needs to be made ready before it can be built. */
export interface MediaNeeds {
  /** Inputs that are takes, by their shot or their id, and that the API takes by a fresh link instead of the id. */
  readonly links: readonly InputName[];
  /** Local files that the API must be given first. `path` is relative to the manifest's folder. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What was made ready. */
export interface PreparedMedia {
  /** Fresh links, by input. */
  readonly links: ByInput<string>;
  /** By SHA-256 in hex. */
  readonly files: Readonly<Record<string, FileRef>>;
}

/** A local file to be given to the API. */
export interface LocalMedia {
  /** Relative to the manifest's folder, with `/`. */
  readonly path: string;
  /** In hex; the content is checked against it. */
  readonly sha256: string;
  readonly content: Uint8Array;
}

/** How giving a file to the API ended. Giving it twice costs nothing. */
export type UploadOutcome =
  /** `expiresAtMs`: Unix milliseconds, our clock, where the reference does not live for ever. */
  | { readonly kind: "ready"; readonly ref: FileRef; readonly expiresAtMs?: number }
  | { readonly kind: "throttled"; readonly throttle: Throttle }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "unreachable"; readonly reason: string };

/** Whether a listed generation is the one that a request asked for. */
export type Match = "yes" | "no" | "maybe";

/** One account at one API. Adapters turn every answer into data and never retry a create. */
export interface GenerationApi {
  readonly account: Account;
  /**
   * The body that a shot becomes; pure. `upstream` holds the generation ids for inputs that are other shots,
   * `media` what `mediaNeeds` asked for; both may be left out where the shot needs none.
   */
  buildRequest(shot: Shot, upstream: Upstream, media?: PreparedMedia | undefined): WireRequest;
  /** What must be made ready before the request can be built; pure. Absent where that is never anything. */
  readonly mediaNeeds?: (shot: Shot) => MediaNeeds;
  /**
   * Gives a local file to the API, or to where it can fetch it. `known` is what an earlier run was given for the
   * same content: it is given back when it still holds. Absent where files are not taken.
   */
  readonly upload?: (file: LocalMedia, signal: AbortSignal, known?: FileRef) => Promise<UploadOutcome>;
  /** What the account has left, in USD × 10⁴, where the API tells; undefined where it did not answer. */
  readonly balance?: (signal: AbortSignal) => Promise<number | undefined>;
  /** The same request, with the address to which the API sends word of its generation; absent where it sends none. Pure. */
  readonly withCallback?: (request: WireRequest, url: string) => WireRequest;
  /** Opens a connection for one create, and waits until it can be written to. */
  openCreate(signal: AbortSignal): Promise<OpenOutcome>;
  look(generationId: string, signal: AbortSignal): Promise<LookOutcome>;
  /** Absent where the API cannot list. */
  readonly list?: (
    page: { readonly limit: number; readonly offset: number },
    signal: AbortSignal,
  ) => Promise<ListOutcome>;
  /** Compares only the fields that we sent with the same fields of the echo; pure. */
  match(request: WireRequest, generation: Generation): Match;
}
