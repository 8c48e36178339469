import type { Generation } from "../ports/generation-api.ts";
import { hasCode } from "../shotlist-error.ts";
import type { Take } from "../take/take.ts";
import { holdsMoney, isEmptyHanded } from "../take/take-facts.ts";
import type { Lane } from "./lane.ts";
import { learn } from "./learn.ts";
import { listGenerations } from "./listing.ts";
import { countedList } from "./look-at.ts";
import { pairUp } from "./pair-up.ts";
import type { ReadTrouble } from "./read-trouble.ts";
import type { RunContext } from "./run-context.ts";

/** What a listing told. */
export interface Found {
  readonly kind: "found";
  readonly listed: ReadonlySet<string>;
  /** Takes in question for which something was listed that may be theirs. */
  readonly open: ReadonlyMap<Take, Generation>;
  /** How many takes got a generation. */
  readonly adopted: number;
}

/**
 * Lists the account back to ten minutes before the oldest create in question, and gives every generation that
 * certainly belongs to one of them to its take.
 *
 * @param reach - `doubts`: as far back as the creates without an answer; `all`: as far as every attempt that
 *   was ever given up.
 */
export async function findAmongListed(
  run: RunContext,
  lane: Lane,
  reach: "doubts" | "all",
): Promise<Found | { readonly kind: "trouble"; readonly trouble: ReadTrouble }> {
  const { list } = lane.api;
  if (list === undefined) throw new Error("Only an API that can list is searched.");
  let untilMs = Number.POSITIVE_INFINITY;
  for (const { take } of lane.doubts.values()) untilMs = Math.min(untilMs, earliestMs(run, lane, take));
  if (reach === "all") {
    for (const take of lane.givenUp.values()) untilMs = Math.min(untilMs, earliestMs(run, lane, take));
  }
  const listing = await listGenerations({
    list: countedList(run, list),
    untilMs,
    signal: run.shutdown.left,
  });
  if (listing.kind !== "complete") return { kind: "trouble", trouble: listing };
  lane.readable(listing.serverTimeMs, run.options.clock.nowMs());
  const { adopted, open } = await adoptListed(run, lane, listing.generations);
  return { kind: "found", listed: new Set(listing.generations.map(({ id }) => id)), open, adopted };
}

/**
 * Gives listed generations to the creates that certainly made them. A generation that any take of the state
 * has is never given, and what may belong to a create that is on the wire now is left to it.
 */
export async function adoptListed(
  run: RunContext,
  lane: Lane,
  generations: readonly Generation[],
): Promise<Pick<Found, "adopted" | "open">> {
  const { pairs, open } = pairUp({
    doubtful: [...lane.doubts.values()].map(({ take }) => take),
    givenUp: [...lane.givenUp.values()],
    sending: [...lane.sending.values()],
    unowned: generations.filter(({ id }) => !run.book.isTaken(id)),
    match: (take, generation) => lane.api.match(take.request, generation),
    earliestMs: (take) => earliestMs(run, lane, take),
    isDue: (take) => take.state === "not-created" || run.options.clock.nowMs() >= dueAtMs(run, take),
  });
  let adopted = 0;
  for (const { take, generation } of pairs) if (await adopt(run, lane, take, generation)) adopted++;
  return { adopted, open };
}

/** When the list is trusted to show a create, if it was made. */
export function dueAtMs(run: RunContext, take: Take): number {
  return (take.unansweredAtMs ?? take.intentAtMs) + run.options.limits.confirmAfterMs;
}

/**
 * Server time before which a take's generation cannot have been made, whatever the clocks say. Ours may have been
 * set since the intent, so both what is known of it now and what was known then count, and an earlier run's
 * intent is no younger than this run. Too early costs pages of the list; too late would pay twice.
 */
export function earliestMs(run: RunContext, lane: Lane, take: Take): number {
  const nowKnownMs = take.intentAtMs + lane.clockOffsetMs;
  const thenKnownMs = take.intentAtMs + take.clockOffsetMs;
  const begunMs = take.epoch < run.epoch ? run.startedAtMs + lane.clockOffsetMs : Number.POSITIVE_INFINITY;
  return Math.min(nowKnownMs, thenKnownMs, begunMs) - run.times.clockSlackMs;
}

/** The take that was sent in the place of one that was given up, if it costs money. */
export function sentAgain(run: RunContext, take: Take): Take | undefined {
  return run.book
    .of(take.shotId)
    .find(
      (other) => other.number > take.number && other.requestHash === take.requestHash && holdsMoney(other),
    );
}

/** Gives a listed generation to the take that asked for it. */
async function adopt(run: RunContext, lane: Lane, take: Take, generation: Generation): Promise<boolean> {
  const { book } = run;
  const atMs = run.options.clock.nowMs();
  const resent = sentAgain(run, take);
  const twice = isEmptyHanded(take) && resent !== undefined ? { paidTwiceOf: resent.number } : {};
  try {
    const accepted = await book.happen(take, {
      type: "accepted",
      atMs,
      generationId: generation.id,
      idSource: "listing",
      ...twice,
    });
    await learn(run, lane, accepted, generation, atMs);
    return true;
  } catch (error) {
    // Its owner was recorded while the listing was read, or an answer to the create came after all.
    if (hasCode(error, "generation-id-taken") || hasCode(error, "impossible-event")) return false;
    throw error;
  }
}
