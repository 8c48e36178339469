import type { Generation } from "../ports/generation-api.ts";
import type { Take } from "../take/take.ts";
import type { Lane } from "./lane.ts";
import { lookAfterHintMs } from "./look-after-hint.ts";
import type { RunContext } from "./run-context.ts";
import { serviceKey } from "./service-history.ts";
import { takeName } from "./take-book.ts";

/**
 * A service time is only believed when its end is known to this part of it, or when the looks were no further
 * apart than the longest wait: the machine may have slept.
 */
const SHARP = 0.25;
const SLACK = 1.5;

/**
 * Records what the API shows of a take's generation, and plans the next look. The link is kept before the
 * completion is recorded, so that the download can begin at once.
 *
 * @param sentAtMs - when the API was asked; what it shows was true between then and `atMs`.
 */
export async function learn(
  run: RunContext,
  lane: Lane,
  take: Take,
  generation: Generation,
  atMs: number,
  sentAtMs: number = atMs,
): Promise<void> {
  const { book, options } = run;
  const watched = lane.watched.get(takeName(take));
  const seenAtMs = watched?.seenAtMs ?? atMs;
  // A callback tells the end as sharply as a look that came just before it.
  const sureMs = Math.max(watched?.knownAtMs ?? atMs, watched?.hintedAtMs ?? Number.NEGATIVE_INFINITY);
  const toMs = (sentAtMs + atMs) / 2;
  const span = { fromMs: Math.min(sureMs, toMs), toMs };
  if (watched !== undefined) {
    watched.seenAtMs = atMs;
    watched.knownAtMs = span.toMs;
    watched.looked = true;
    watched.misses = 0;
    // What was hinted at after the question was asked is not answered by it.
    const isOpen = (watched.hintedAtMs ?? Number.NEGATIVE_INFINITY) > sentAtMs;
    watched.dueAtMs = isOpen ? atMs : Number.POSITIVE_INFINITY;
    watched.plannedAtMs = Number.POSITIVE_INFINITY;
  }
  if (generation.state === "completed") {
    run.links.learn(generation, atMs + lane.clockOffsetMs);
    const first = take.endedAtMs === undefined;
    await book.happen(take, { type: "completed", atMs });
    if (first) await learnServiceTime(run, take, span, atMs);
    return;
  }
  if (generation.state === "failed") {
    const failure = generation.failure ?? UNEXPLAINED;
    await book.happen(take, { type: "failed", atMs, failure });
    return;
  }
  if (watched?.slow === true) watched.dueAtMs = atMs + run.times.slowLookMs;
  else if (watched?.hintedAtMs !== undefined && watched.hintedAtMs <= sentAtMs) {
    watched.dueAtMs = atMs + lookAfterHintMs(atMs - watched.hintedAtMs, options.limits);
  }
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
    const late = lane.watched.get(takeName(take));
    if (late !== undefined) late.dueAtMs = atMs + run.times.slowLookMs;
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

/** Learns from an end that lies somewhere between two answers. */
async function learnServiceTime(
  run: RunContext,
  take: Take,
  span: { readonly fromMs: number; readonly toMs: number },
  atMs: number,
): Promise<void> {
  const { acceptedAtMs, idSource } = take;
  if (acceptedAtMs === undefined || idSource !== "answer") return;
  const tookMs = (span.fromMs + span.toMs) / 2 - acceptedAtMs;
  const sharpMs = Math.max(tookMs * SHARP, run.options.limits.pollMaxMs * SLACK);
  if (tookMs <= 0 || span.toMs - span.fromMs > sharpMs) return;
  const key = serviceKey(take);
  await run.serviceNotes.add({ key, ms: Math.round(tookMs), atMs });
}
