/** Names of Luma's models at the gateway; the default, which is not published, comes first. */
export const MODEL_NAMES: readonly string[] = ["ray-v2", "ray-v1"];

/** Resolutions; the default, which is not published, comes first. */
export const RESOLUTIONS: readonly string[] = ["720p", "540p", "1080p"];

/** Lengths in seconds by how they are written: the gateway shows `"5"`, its siblings also `"5s"`. */
export const DURATIONS: Readonly<Record<string, number>> = { "5": 5, "9": 9, "5s": 5, "9s": 9 };
