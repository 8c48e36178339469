import type { Dialect } from "../take/take.ts";
import type { Breaker } from "./breaker.ts";
import type { VerdictOf } from "./clip-names.ts";
import type { Demand } from "./demand.ts";
import type { Downloads } from "./downloads.ts";
import type { EngineOptions } from "./engine-options.ts";
import type { EngineTimes } from "./engine-times.ts";
import type { Lane } from "./lane.ts";
import type { LinkBook } from "./link-book.ts";
import type { MediaDesk } from "./media-desk.ts";
import type { Progress } from "./progress.ts";
import type { RunEvent, RunSummary } from "./run-event.ts";
import type { ServiceHistory } from "./service-history.ts";
import type { ServiceNotes } from "./service-notes.ts";
import type { Shutdown } from "./shutdown.ts";
import type { TakeBook } from "./take-book.ts";
import type { Turns } from "./turns.ts";

/** Requests sent by kind, counted as they leave. */
type RequestCounts = { -readonly [Kind in keyof RunSummary["requests"]]: number };

/** Everything that the loops of one run share. */
export interface RunContext {
  readonly options: EngineOptions;
  readonly epoch: number;
  readonly startedAtMs: number;
  readonly times: EngineTimes;
  readonly book: TakeBook;
  readonly demand: Demand;
  /** Makes ready what requests name beside generations. */
  readonly media: MediaDesk;
  readonly lanes: ReadonlyMap<Dialect, Lane>;
  readonly downloads: Downloads;
  readonly links: LinkBook;
  readonly history: ServiceHistory;
  readonly serviceNotes: ServiceNotes;
  readonly breaker: Breaker;
  readonly progress: Progress;
  readonly shutdown: Shutdown;
  readonly requests: RequestCounts;
  /** Verdicts as they are when the run begins; later ones count for the next run. */
  readonly verdictOf: VerdictOf;
  /** By shot: only one of its clips is given a name at a time. */
  readonly naming: Turns;
  /** Tells the observer. */
  readonly tell: (event: RunEvent) => void;
}
