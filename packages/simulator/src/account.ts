import type { BookJournal } from "./book/book-journal.ts";
import type { Lane } from "./book/generation.ts";
import type { GenerationBook } from "./book/generation-book.ts";
import type { SlidingWindow } from "./book/sliding-window.ts";
import type { LinkSigner } from "./cdn/link-signer.ts";
import type { FaultDice } from "./faults/fault-dice.ts";
import type { SimClock } from "./sim-clock.ts";
import type { StatsCounter } from "./stats.ts";

/** What one kind of generation may use of the account. */
export interface LaneLimits {
  readonly concurrency: number;
  readonly createsPerMinute: number;
  /** The creates of the last minute that the limiter let through. */
  readonly window: SlidingWindow;
}

/** Everything that an API dialect needs to answer for the one account of a simulator. */
export interface Account {
  readonly clock: SimClock;
  readonly book: GenerationBook;
  readonly journal: BookJournal;
  readonly dice: FaultDice;
  readonly stats: StatsCounter;
  readonly lanes: Readonly<Record<Lane, LaneLimits>>;
  readonly links: LinkSigner;
  readonly isKeyAccepted: (key: string) => boolean;
  /** A number for each create, counted from 1. */
  readonly nextCreateOrdinal: () => number;
  /** A number for each read, for faults of reads. */
  readonly nextReadOrdinal: () => number;
  /** False for URLs that Luma's servers could not fetch. */
  readonly canFetch: (url: string) => boolean;
}
