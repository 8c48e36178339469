import type { Manifest } from "./manifest.ts";
import type { Place, Problem } from "./problem.ts";
import type { Shot } from "./shot.ts";

/** Reads a file that a manifest names; the path is relative to the manifest's folder, or absolute. Rejects as `node:fs` does. */
export type LoadFile = (path: string) => Promise<Uint8Array>;

/** What a picture or a video says of itself. */
export interface MediaFacts {
  /** `other`: neither of those that Luma reads, whatever its name says. */
  readonly kind?: "picture" | "video" | "other";
  /** In pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Of a video, to a tenth of a second. */
  readonly seconds?: number;
}

/** A local file that shots are made from. */
export interface MediaFile extends MediaFacts {
  readonly bytes: number;
  /** Over its bytes, in hex. */
  readonly sha256: string;
}

/** What reading a manifest needs. */
export interface ReadManifestInput {
  /** The manifest's name as the user gave it; its ending (`.csv`, `.tsv`, else YAML) tells the form. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly loadFile: LoadFile;
  /** Looks into a local picture or video; without it nothing but its size in bytes is known. */
  readonly measureMedia?: (content: Uint8Array) => Promise<MediaFacts>;
  /** The profile to apply, from `--profile`. */
  readonly profile?: string;
  /** Fields that win over everything in the file, from flags such as `--model`; part of what is wanted. */
  readonly overrides?: { readonly model?: string };
}

/** The outcome of reading a manifest: with a single error there is no manifest, and nothing may be submitted. */
export interface ReadResult {
  readonly manifest: Manifest | undefined;
  /**
   * Every shot that could be made out, also when the manifest has errors: good for finding more of them, for
   * nothing else. What an error kept from being read has its default here.
   */
  readonly shots: readonly Shot[];
  /** In the order of file, line and column; errors and warnings together. */
  readonly problems: readonly Problem[];
  /** The text of every file that was read, by the name that places use, to draw source lines from. */
  readonly sources: ReadonlyMap<string, string>;
  /** Whether the manifest names storage for local files, also when it has errors elsewhere. */
  readonly uploads: boolean;
  /** The local files that shots are made from, by the path that they are named by. */
  readonly mediaFiles: ReadonlyMap<string, MediaFile>;
  /** Where a shot, or one of its fields in dotted form (`keyframes.frame0`), stands. */
  placeOf(shotId: string, field?: string): Place;
}
