import type { Plan, Take } from "@shotlist/core";
import type { Shot } from "@shotlist/manifest";

/**
 * Bytes of a second of video by resolution, somewhat more than clips of this kind have: measured from none of ours,
 * and used only until the state has clips of its own.
 */
const BYTES_PER_SECOND: Readonly<Record<string, number>> = {
  "360p": 300_000,
  "540p": 600_000,
  "720p": 1_200_000,
  "1080p": 2_500_000,
  "4k": 8_000_000,
};
const UNKNOWN_BYTES_PER_SECOND = 2_500_000;
const UNKNOWN_SECONDS = 10;
const STILL_BYTES = 6_000_000;
/** HDR clips have ten bits and more instead of eight. */
const HDR_FACTOR = 2;
/** Frames as EXR: three half floats a pixel, 24 frames a second, of a 1080p frame, hardly compressed. */
const EXR_BYTES_PER_SECOND = 1920 * 1080 * 6 * 24;

/** How much room the clips need that a plan brings to this disk, and how many they are. */
export interface DiskNeed {
  readonly bytes: number;
  readonly clips: number;
}

/**
 * Estimates what a plan's clips take: as many bytes as the state's own clips of the same kind have on average, and
 * a generous guess where it has none. Clips that are only fetched again, and takes in flight, count as well.
 */
export function diskNeed(plan: Plan, shots: readonly Shot[], takes: readonly Take[]): DiskNeed {
  const own = averages(takes);
  const waiting = new Map(plan.actions.map((action) => [action.shotId, clipsOf(action)]));
  let bytes = 0;
  let clips = 0;
  for (const shot of shots) {
    const count = waiting.get(shot.id) ?? 0;
    clips += count;
    bytes += count * (own.get(kindOf(shot)) ?? guess(shot));
  }
  return { bytes: Math.round(bytes), clips };
}

function clipsOf({ selected, kind, buys }: Plan["actions"][number]): number {
  if (!selected) return 0;
  return kind === "resume" || kind === "download" ? Math.max(1, buys) : buys;
}

type Kind = Pick<Shot, "model" | "resolution" | "duration">;

function kindOf({ model, resolution, duration }: Kind): string {
  return `${model}/${resolution}/${duration}`;
}

function averages(takes: readonly Take[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { bytes: number; clips: number }>();
  for (const take of takes) {
    if (take.clip === undefined) continue;
    const { bytes, attachments = [] } = take.clip;
    const sum = sums.get(kindOf(take)) ?? { bytes: 0, clips: 0 };
    sum.bytes += attachments.reduce((total, file) => total + file.bytes, bytes);
    sum.clips += 1;
    sums.set(kindOf(take), sum);
  }
  return new Map([...sums].map(([kind, { bytes, clips }]) => [kind, bytes / clips]));
}

function guess({ kind, resolution, duration, sourceS, hdr, exr }: Shot): number {
  if (kind === "image") return STILL_BYTES;
  const named = Number(/^(\d+(?:\.\d+)?)s$/.exec(duration)?.[1] ?? sourceS ?? UNKNOWN_SECONDS);
  const perSecond =
    (BYTES_PER_SECOND[resolution] ?? UNKNOWN_BYTES_PER_SECOND) * (hdr === true ? HDR_FACTOR : 1);
  return named * (perSecond + (exr === true ? EXR_BYTES_PER_SECOND : 0));
}
