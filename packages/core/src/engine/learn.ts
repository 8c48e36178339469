import type { Generation } from "../ports/generation-api.ts";
import type { Take } from "../take/take.ts";
import type { Lane } from "./lane.ts";
import { lookWaitMs } from "./look-wait.ts";
import type { RunContext } from "./run-context.ts";
import { serviceKey } from "./service-history.ts";

/** A service time is only believed when the end was seen within this part of it. */
const SHARP = 0.25;

/**
 * Records what the API shows of a take's generation, and plans the next look. The link is kept before the
 * completion is recorded, so that the download can begin at once.
 */
export async function learn(
  run: RunContext,
  lane: Lane,
  take: Take,
  generation: Generation,
  atMs: number,
): Promise<void> {
  const { book, options } = run;
  const watched = lane.watched.get(`${take.shotId}#${take.number}`);
  const seenAtMs = watched?.seenAtMs ?? atMs;
  if (watched !== undefined) {
    watched.seenAtMs = atMs;
    watched.looked = true;
    watched.misses = 0;
  }
  if (generation.state === "completed") {
    run.links.learn(generation, atMs + lane.clockOffsetMs);
    const first = take.endedAtMs === undefined;
    await book.happen(take, { type: "completed", atMs });
    // A callback tells the end as sharply as a look that came just before it.
    if (first) await learnServiceTime(run, take, Math.max(seenAtMs, watched?.hintedAtMs ?? 0), atMs);
    return;
  }
  if (generation.state === "failed") {
    const failure = generation.failure ?? UNEXPLAINED;
    await book.happen(take, { type: "failed", atMs, failure });
    return;
  }
  if (watched !== undefined) watched.nextAtMs = atMs + lookWaitMs(run, lane, watched, atMs);
  const { state } = generation;
  const news = state === "running" && take.apiState !== "running";
  if (news || take.apiState === undefined || take.notFoundLooks !== undefined || take.state === "missing") {
    await book.happen(take, { type: "seen", atMs, apiState: state });
  }
  if (
    take.state === "running" &&
    sureAgeMs(lane, take, seenAtMs, atMs) > options.limits.generationTimeoutMs
  ) {
    await book.happen(take, { type: "timed-out", atMs });
    const late = lane.watched.get(`${take.shotId}#${take.number}`);
    if (late !== undefined) late.nextAtMs = atMs + run.times.slowLookMs;
  }
}

/**
 * The least age that a generation can have: by our clock and by the server's, because ours may have been set;
 * and at the look before this one, because an answer from before the machine slept is read after it.
 */
function sureAgeMs(lane: Lane, take: Take, seenAtMs: number, atMs: number): number {
  const acceptedAtMs = take.acceptedAtMs ?? atMs;
  // 0 stands for an offset that was not known yet; the first that this run learned is the nearest to it.
  const thenMs = take.clockOffsetMs === 0 ? (lane.firstOffsetMs ?? 0) : take.clockOffsetMs;
  const setMs = lane.clockOffsetMs - thenMs;
  return Math.min(seenAtMs, atMs, atMs + setMs) - acceptedAtMs;
}

const UNEXPLAINED = {
  category: "transient",
  code: "unexplained",
  message: "The API says that it failed, but not why.",
  refund: "unknown",
} as const;

async function learnServiceTime(run: RunContext, take: Take, seenAtMs: number, atMs: number): Promise<void> {
  const tookMs = atMs - (take.acceptedAtMs ?? atMs);
  if (take.idSource !== "answer" || tookMs <= 0 || atMs - seenAtMs > Math.max(tookMs * SHARP, 1)) return;
  const key = serviceKey(take);
  run.history.add(key, tookMs);
  await run.options.store.recordServiceTimes([{ key, ms: tookMs, atMs }]);
}
