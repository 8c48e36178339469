import type { FileBook } from "./agents/files/file-book.ts";
import type { BookJournal } from "./book/book-journal.ts";
import type { Latency } from "./book/fate.ts";
import type { Lane } from "./book/generation.ts";
import type { GenerationBook } from "./book/generation-book.ts";
import type { SlidingWindow } from "./book/sliding-window.ts";
import type { LinkSigner } from "./cdn/link-signer.ts";
import type { Dialect } from "./dialect.ts";
import type { FaultDice } from "./faults/fault-dice.ts";
import type { FetchedMedia } from "./media/fetched-media.ts";
import type { SimClock } from "./sim-clock.ts";
import type { StatsCounter } from "./stats.ts";

/** What one kind of generation may use of the account; its numbers may be changed while it runs. */
export interface LaneLimits {
  concurrency: number;
  createsPerMinute: number;
  /** The creates of the last minute that the limiter let through. */
  readonly window: SlidingWindow;
}

/** Why a key is not accepted. */
export type KeyProblem = "malformed" | "unknown" | "revoked" | "expired";

/** Everything that an API dialect needs to answer for the accounts of a simulator. */
export interface Account {
  readonly clock: SimClock;
  readonly book: GenerationBook;
  readonly journal: BookJournal;
  /** Files of the Agents account. */
  readonly files: FileBook;
  readonly dice: FaultDice;
  readonly stats: StatsCounter;
  readonly lanes: Readonly<Record<Lane, LaneLimits>>;
  readonly links: LinkSigner;
  /** What is wrong with a key; undefined if nothing. */
  readonly keyProblem: (dialect: Dialect, key: string) => KeyProblem | undefined;
  /** A number for each create, counted from 1. */
  readonly nextCreateOrdinal: () => number;
  /** A number for each read, for faults of reads. */
  readonly nextReadOrdinal: () => number;
  /** Where redirects lead that go astray: a path of the CDN's origin that holds nothing. */
  readonly elsewhere: () => string;
  /** The mean latencies in force; may be changed while it runs. */
  readonly latency: Readonly<Record<Dialect, { -readonly [name in keyof Latency]: number }>>;
  /** What the Agents account may use that not every account may; may be changed while it runs. */
  readonly access: { hdr: boolean; reframe1080p: boolean };
  /** The gateway answers as its siblings do, with states and fields that it does not document. */
  readonly likeSiblings: boolean;
  /** False for URLs that Luma's servers could not fetch. */
  readonly canFetch: (url: string) => boolean;
  /** Origins on this machine that count as public; what is there is really fetched. */
  readonly localOrigins: Set<string>;
  /** What was found there, by URL. */
  readonly fetched: Map<string, FetchedMedia>;
  /** The CDN's origin, once its port is known. */
  readonly cdnOrigin: () => string;
}
