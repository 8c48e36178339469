import pLimit, { type LimitFunction } from "p-limit";
import type { Generation } from "../ports/generation-api.ts";
import { adoptListed } from "./find-among-listed.ts";
import type { Lane, Watched } from "./lane.ts";
import { learn } from "./learn.ts";
import { listGenerations } from "./listing.ts";
import { countedList, lookAt } from "./look-at.ts";
import { onUnreadable } from "./read-trouble.ts";
import type { RunContext } from "./run-context.ts";
import { takeName } from "./take-book.ts";
import { WatchPlan } from "./watch-plan.ts";

/** Single looks at one time; they are cheap, but not free. */
const LOOKS_AT_ONCE = 8;

/** Listings in a row that may miss a generation before it is looked at by itself. */
const MISSES = 2;

/** What the watch loop of one account works with. */
interface Watch {
  readonly run: RunContext;
  readonly lane: Lane;
  readonly plan: WatchPlan;
  readonly looks: LimitFunction;
}

/**
 * The watch loop of one account: learns how generations end, as soon as it is worth asking. Where the API can
 * list, one listing watches all that are in flight; elsewhere each one is looked at in its own time.
 */
export async function watchLoop(run: RunContext, lane: Lane): Promise<void> {
  const { clock } = run.options;
  const watch: Watch = { run, lane, plan: new WatchPlan(run, lane), looks: pLimit(LOOKS_AT_ONCE) };
  while (!run.shutdown.over) {
    const nowMs = clock.nowMs();
    if (!run.shutdown.watching || lane.blind) {
      await lane.watchBell.wait(Number.POSITIVE_INFINITY);
      continue;
    }
    const listing = canList(lane, nowMs);
    if (!listing) watch.plan.planLooks(nowMs);
    const sweepAtMs = listing ? watch.plan.sweepAtMs(nowMs) : Number.POSITIVE_INFINITY;
    const lookAtMs = nextSingleAtMs(lane, listing);
    if (sweepAtMs <= nowMs) await sweep(watch);
    else if (lookAtMs <= nowMs) startLooks(watch, nowMs, ({ slow }) => slow || !listing);
    else await lane.watchBell.wait(Math.min(sweepAtMs, lookAtMs) - nowMs);
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
    watched.dueAtMs = nowMs;
    watched.hintedAtMs = nowMs;
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

function canList(lane: Lane, nowMs: number): boolean {
  return lane.api.list !== undefined && nowMs >= lane.listRestsUntilMs;
}

/** When the next one is to be looked at by itself: what has no slot any more, and all where nothing is listed. */
function nextSingleAtMs(lane: Lane, listing: boolean): number {
  let nextAtMs = Number.POSITIVE_INFINITY;
  for (const watched of lane.watched.values()) {
    if (!watched.looking && (watched.slow || !listing)) nextAtMs = Math.min(nextAtMs, singleAtMs(watched));
  }
  return nextAtMs;
}

function singleAtMs({ dueAtMs, plannedAtMs, restsUntilMs, slow }: Watched): number {
  return Math.max(restsUntilMs, slow ? dueAtMs : Math.min(dueAtMs, plannedAtMs));
}

/** One listing, back to the oldest generation in flight. */
async function sweep({ run, lane, plan, looks }: Watch): Promise<void> {
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
  const left = new Set(wanted.keys());
  const sentAtMs = clock.nowMs();
  lane.sweptAtMs = sentAtMs;
  lane.spares.prepare(plan.createsAhead(sentAtMs), run.shutdown.left);
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
  lane.price.noteRead(nowMs - sentAtMs);
  lane.knownAtMs = (sentAtMs + nowMs) / 2;
  const found: { readonly watched: Watched; readonly generation: Generation }[] = [];
  for (const generation of listing.generations) {
    const watched = wanted.get(generation.id);
    if (watched !== undefined) found.push({ watched, generation });
  }
  for (const { watched, generation } of found) {
    if (isEnd(generation)) plan.noteEnd(watched, lane.knownAtMs);
  }
  await Promise.all(
    found.map(({ watched, generation }) => learn(run, lane, watched.take, generation, nowMs, sentAtMs)),
  );
  // The pages are there already: a create without an answer may be among them.
  if (lane.doubts.size + lane.givenUp.size > 0) await adoptListed(run, lane, listing.generations);
  for (const id of left) {
    const watched = wanted.get(id) as Watched;
    watched.misses++;
    if (watched.dueAtMs <= sentAtMs) watched.dueAtMs = Number.POSITIVE_INFINITY;
  }
  startLooks({ run, lane, plan, looks }, nowMs, isMissed);
}

function isEnd({ state }: Generation): boolean {
  return state === "completed" || state === "failed";
}

/** Listings do not show it; one that a look could not find either has its own time. */
function isMissed({ misses, dueAtMs, take }: Watched): boolean {
  return (misses >= MISSES || take.notFoundLooks !== undefined) && dueAtMs === Number.POSITIVE_INFINITY;
}

/** Looks by itself at everything that is chosen and due, or that listings have missed. */
function startLooks(watch: Watch, nowMs: number, chosen: (watched: Watched) => boolean): void {
  const { run, lane, looks } = watch;
  for (const watched of lane.watched.values()) {
    if (watched.looking || !chosen(watched)) continue;
    if (singleAtMs(watched) > nowMs && !isMissed(watched)) continue;
    watched.looking = true;
    watched.misses = 0;
    watched.dueAtMs = watched.slow ? nowMs + run.times.slowLookMs : Number.POSITIVE_INFINITY;
    watched.plannedAtMs = Number.POSITIVE_INFINITY;
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
