import type { MediaFacts } from "./measure.ts";

/** What came back from a URL on this machine; status 0 where nothing did. */
export interface FetchedMedia {
  readonly status: number;
  readonly facts: MediaFacts | undefined;
}
