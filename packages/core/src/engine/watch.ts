import pLimit, { type LimitFunction } from "p-limit";
import type { Generation } from "../ports/generation-api.ts";
import { adoptListed } from "./find-among-listed.ts";
import type { Lane, Watched } from "./lane.ts";
import { learn } from "./learn.ts";
import { listGenerations } from "./listing.ts";
import { countedList, lookAt } from "./look-at.ts";
import { lookWaitMs } from "./look-wait.ts";
import { onUnreadable } from "./read-trouble.ts";
import type { RunContext } from "./run-context.ts";
import { takeName } from "./take-book.ts";

/** Single looks at one time; they are cheap, but not free. */
const LOOKS_AT_ONCE = 8;

/** Listings in a row that may miss a generation before it is looked at by itself. */
const MISSES = 2;

/**
 * The watch loop of one account: learns how generations end, as soon as it is worth asking. Where the API can
 * list, one listing watches all that are in flight; elsewhere each one is looked at in its own time.
 */
export async function watchLoop(run: RunContext, lane: Lane): Promise<void> {
  const { clock } = run.options;
  const looks = pLimit(LOOKS_AT_ONCE);
  while (!run.shutdown.over) {
    const nowMs = clock.nowMs();
    const waitMs = watchWaitMs(run, lane, nowMs);
    if (waitMs > 0) await lane.watchBell.wait(waitMs);
    else if (canList(lane, nowMs) && hasQuickDue(lane, nowMs)) await sweep(run, lane, looks);
    else startLooks(run, lane, looks, nowMs, () => true);
  }
}

/**
 * Something says that a generation may have ended: it is looked at as soon as can be. Only a hint, which may be
 * wrong, late, or given twice.
 *
 * @returns whether a generation of that id is watched here; if not, nothing happens.
 */
export function lookSoon(lane: Lane, generationId: string, nowMs: number): boolean {
  for (const watched of lane.watched.values()) {
    if (watched.take.generationId !== generationId) continue;
    watched.nextAtMs = nowMs;
    lane.watchBell.ring();
    return true;
  }
  return false;
}

/** Whether something is watched that keeps the run going. */
export function isWatching(lane: Lane): boolean {
  if (lane.blind) return false;
  for (const watched of lane.watched.values()) if (!watched.slow || !watched.looked) return true;
  return false;
}

function watchWaitMs(run: RunContext, lane: Lane, nowMs: number): number {
  if (!run.shutdown.watching || lane.blind) return Number.POSITIVE_INFINITY;
  let nextAtMs = Number.POSITIVE_INFINITY;
  for (const watched of lane.watched.values()) {
    if (!watched.looking) nextAtMs = Math.min(nextAtMs, watched.nextAtMs);
  }
  return Math.max(0, nextAtMs - nowMs);
}

function canList(lane: Lane, nowMs: number): boolean {
  return lane.api.list !== undefined && nowMs >= lane.listRestsUntilMs;
}

function hasQuickDue(lane: Lane, nowMs: number): boolean {
  for (const watched of lane.watched.values()) {
    if (!watched.slow && !watched.looking && watched.nextAtMs <= nowMs) return true;
  }
  return false;
}

/** One listing, back to the oldest generation in flight. */
async function sweep(run: RunContext, lane: Lane, looks: LimitFunction): Promise<void> {
  const { clock } = run.options;
  const { list } = lane.api;
  if (list === undefined) return;
  const wanted = new Map<string, Watched>();
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const watched of lane.watched.values()) {
    const { generationId, intentAtMs } = watched.take;
    if (watched.slow || generationId === undefined) continue;
    wanted.set(generationId, watched);
    oldestMs = Math.min(oldestMs, intentAtMs);
  }
  const askedAtMs = clock.nowMs();
  const found: { readonly watched: Watched; readonly generation: Generation }[] = [];
  const left = new Set(wanted.keys());
  const listing = await listGenerations({
    list: countedList(run, list),
    untilMs: oldestMs + lane.clockOffsetMs - run.times.clockSlackMs,
    enough: ({ id }) => left.delete(id) && left.size === 0,
    signal: run.shutdown.left,
  });
  const nowMs = clock.nowMs();
  if (listing.kind !== "complete") {
    onUnreadable(run, lane, listing, [...wanted.values()]);
    return;
  }
  lane.readable(listing.serverTimeMs, nowMs);
  for (const generation of listing.generations) {
    const watched = wanted.get(generation.id);
    if (watched !== undefined) found.push({ watched, generation });
  }
  await Promise.all(
    found.map(({ watched, generation }) => learn(run, lane, watched.take, generation, nowMs)),
  );
  // What has ended while the answer was on its way does not stand in it.
  for (const watched of wanted.values()) {
    if ((watched.hintedAtMs ?? 0) > askedAtMs) watched.nextAtMs = Math.min(watched.nextAtMs, nowMs);
  }
  // The pages are there already: a create without an answer may be among them.
  if (lane.doubts.size + lane.givenUp.size > 0) await adoptListed(run, lane, listing.generations);
  for (const id of left) {
    const watched = wanted.get(id) as Watched;
    watched.misses++;
    watched.nextAtMs = nowMs + lookWaitMs(run, lane, watched, nowMs);
  }
  startLooks(run, lane, looks, nowMs, (watched) => watched.slow || watched.misses >= MISSES);
}

/** Looks by itself at everything that is due and chosen. */
function startLooks(
  run: RunContext,
  lane: Lane,
  looks: LimitFunction,
  nowMs: number,
  chosen: (watched: Watched) => boolean,
): void {
  for (const watched of lane.watched.values()) {
    const missed = watched.misses >= MISSES;
    if (watched.looking || !chosen(watched) || (watched.nextAtMs > nowMs && !missed)) continue;
    watched.looking = true;
    watched.misses = 0;
    watched.nextAtMs = nowMs + lookWaitMs(run, lane, watched, nowMs);
    const look = looks(async () => {
      // It may have ended while this look stood in line.
      const current = lane.watched.get(takeName(watched.take));
      if (current === watched && !run.shutdown.over) await lookAt(run, lane, watched);
    }).finally(() => {
      watched.looking = false;
      lane.watchBell.ring();
      run.shutdown.changed();
    });
    run.shutdown.guard(look);
  }
}
