import type { JsonObject } from "@shotlist/manifest";
import type { ClipFacts } from "../take/take.ts";

/** What to fetch: the part file is named by the generation, the final name stands in `file`. */
export interface FetchOrder {
  readonly generationId: string;
  readonly url: string;
  readonly posterUrl?: string;
  /** What is expected at `url`; a video unless said. */
  readonly media?: "image";
  /** Fetched with it, to final paths of their own; the clip is whole only when they are. */
  readonly attachments?: readonly { readonly url: string; readonly file: string }[];
  /** Final path inside the output folder, with `/`. */
  readonly file: string;
}

/** How fetching a clip ended. Nothing but `checked` has a clip; what was fetched of it is kept for the next try. */
export type FetchOutcome =
  | { readonly kind: "checked"; readonly clip: ClipFacts }
  /** 401, 403, 404 or 410 from the link: ask the API for a new one. */
  | { readonly kind: "link-expired"; readonly reason: string }
  /** It came whole by length but is not a whole MP4, or the wrong length: thrown away, fetch anew. */
  | { readonly kind: "corrupt"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The disk is full, read-only or broken. */
  | { readonly kind: "disk"; readonly code: string; readonly reason: string };

/** How giving a checked clip its final name ended. */
export type PlaceOutcome =
  /** With `withoutPoster` the poster did not get its name, because another file has it. */
  | { readonly kind: "placed"; readonly withoutPoster?: true }
  /**
   * Another file stands there: one that shotlist did not write, or another clip. It is left alone. `sha256` is
   * that file's, in hex, where it could be read.
   */
  | { readonly kind: "occupied"; readonly reason: string; readonly sha256?: string }
  /** The part file is gone. */
  | { readonly kind: "lost" }
  | { readonly kind: "disk"; readonly code: string; readonly reason: string };

/** A placed clip that is to have another name. */
export interface RenameOrder {
  /** As it is called now. */
  readonly clip: ClipFacts;
  /** Path inside the output folder, with `/`. */
  readonly to: string;
  readonly sidecar: JsonObject;
  /** Stores that the clip is called `moved.file`; settles when that is on disk. */
  readonly record: (moved: ClipFacts) => Promise<unknown>;
}

/** Whether a clip on disk is still what was fetched. */
export type ClipHealth = "whole" | "missing" | "edited";

/** Clips on disk. A clip has its final name only when it is whole and checked. */
export interface ClipStore {
  /** Downloads into the part file (resuming a half one), checks it, and syncs it. */
  fetch(
    order: FetchOrder,
    signal: AbortSignal,
    onBytes?: (bytes: number, total: number | undefined) => void,
  ): Promise<FetchOutcome>;
  /**
   * Links the checked part file to its final name without replacing anything, writes the sidecar and syncs
   * the folder. Finishing twice is harmless.
   */
  place(order: {
    readonly generationId: string;
    readonly clip: ClipFacts;
    readonly sidecar: JsonObject;
  }): Promise<PlaceOutcome>;
  /**
   * Gives a placed clip of ours another name, with its sidecar and its poster, replacing nothing; an edited clip
   * too. `occupied` when another file has the new name, `lost` when the clip is under neither.
   *
   * The clip has both names while `record` stores the new one, so that it stands under the name that the state
   * knows whenever the process dies. Doing it again finishes what was begun, and is harmless after that.
   */
  rename(order: RenameOrder): Promise<PlaceOutcome>;
  /** `deep` also reads the bytes and compares the hash. */
  health(clip: ClipFacts, options: { readonly deep: boolean }): Promise<ClipHealth>;
}
