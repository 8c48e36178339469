import type { SimulatedGeneration } from "../book/generation.ts";
import type { MediaFacts } from "./measure.ts";

/** How long a clip is taken to be that nothing is known of, in seconds: foreign media are never fetched. */
const ASSUMED_SECONDS = 5;

const NAMED_RATIOS: readonly string[] = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"];

/** What is known of something that a request is made from. */
export interface SourceLook {
  readonly medium: "image" | "video";
  /** Of a video; 0 for a still. */
  readonly seconds: number;
  readonly aspectRatio: string;
  /** Where it is a generation's. */
  readonly resolution?: string;
  readonly isHdr: boolean;
  /** What pictures made from it come from. */
  readonly startImage?: string;
  readonly continues?: string;
}

/** A generation as something to go on from. */
export function lookOfGeneration({ id, wish }: SimulatedGeneration): SourceLook {
  const { medium, seconds, aspectRatio, resolution, isHdr = false } = wish;
  return { medium, seconds, aspectRatio, resolution, isHdr, continues: id };
}

/** Bytes as something to go on from; `name` is their URL or fingerprint, `expected` what they should be. */
export function lookOfMedia(
  name: string,
  expected: "image" | "video",
  facts: MediaFacts | undefined,
): SourceLook {
  const medium = facts?.medium ?? expected;
  return {
    medium,
    seconds: medium === "image" ? 0 : (facts?.seconds ?? ASSUMED_SECONDS),
    aspectRatio: ratioOf(facts),
    isHdr: false,
    startImage: name,
  };
}

/** The named ratio that pixels come closest to if they come within 2 %, else their own. */
function ratioOf({ widthPx, heightPx }: Partial<MediaFacts> = {}): string {
  if (!widthPx || !heightPx) return "16:9";
  const shape = widthPx / heightPx;
  const strays = (ratio: string): number => {
    const [wide = 1, high = 1] = ratio.split(":").map(Number);
    return Math.abs(Math.log(shape / (wide / high)));
  };
  const [nearest = "16:9"] = [...NAMED_RATIOS].sort((a, b) => strays(a) - strays(b));
  return strays(nearest) < 0.02 ? nearest : `${Math.round(widthPx)}:${Math.round(heightPx)}`;
}
