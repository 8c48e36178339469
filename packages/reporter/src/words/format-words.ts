/** What tells one kind of clip from another; empty where a kind has no such measure. */
export interface Format {
  /** Absent for a video. */
  readonly kind?: "image" | "edit" | "reframe";
  readonly aspectRatio: string;
  readonly resolution: string;
  readonly duration: string;
}

/**
 * What is made, in words: a video by its measures alone, such as `16:9 720p 5s`, anything else by its kind and the
 * measures that it has, such as `still 16:9`.
 */
export function formatWords({ kind, aspectRatio, resolution, duration }: Format): string {
  const word = kind === undefined ? "" : kind === "image" ? "still" : kind;
  return [word, aspectRatio, resolution, duration].filter((part) => part !== "").join(" ");
}
