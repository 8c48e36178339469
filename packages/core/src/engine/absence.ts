import { earliestMs, type Found } from "./find-among-listed.ts";
import type { Doubt, Lane } from "./lane.ts";
import { look } from "./look-at.ts";
import type { RunContext } from "./run-context.ts";

/** Known generations that are looked for in a listing, before it is believed to leave nothing out. */
const MOST_WITNESSES = 50;

/** Listings in a row that must deny a create. */
const DENIALS = 2;

/** A generation that was certainly accepted. */
type Witness = Lane["accepted"][number];

/**
 * Whether it is proven by now that a create was never accepted: by two listings in a row that began after it was
 * due, and each of which shows everything that is known to be there.
 *
 * A list that lags behind proves nothing: it must show the newest generation that was accepted after the intent and
 * before the list was to be trusted. Nor does one that leaves generations out: it must show those that were accepted
 * around the intent. One that it does not show is looked at by itself, since it may have been deleted.
 */
export async function isAbsent(
  run: RunContext,
  lane: Lane,
  doubt: Doubt,
  found: Found,
  dueAtMs: number,
): Promise<boolean> {
  const { take } = doubt;
  const denied =
    take.neverResend !== true &&
    !found.open.has(take) &&
    (await showsWitnesses(run, lane, doubt, found, dueAtMs));
  doubt.denials = denied ? doubt.denials + 1 : 0;
  return doubt.denials >= DENIALS;
}

async function showsWitnesses(
  run: RunContext,
  lane: Lane,
  { take }: Doubt,
  found: Found,
  dueAtMs: number,
): Promise<boolean> {
  const sinceMs = take.intentAtMs - run.times.clockSlackMs / 2;
  let checked = 0;
  for (let index = lane.accepted.length - 1; index >= 0 && checked < MOST_WITNESSES; index--) {
    const witness = lane.accepted[index] as Witness;
    if (witness.atMs < sinceMs) break;
    if (witness.atMs > dueAtMs || !isListable(run, lane, witness)) continue;
    checked++;
    if (found.listed.has(witness.generationId)) continue;
    if (await isThere(run, lane, witness, earliestMs(run, lane, take))) return false;
  }
  return true;
}

/** One that failed or is gone may not be listed. */
function isListable(run: RunContext, lane: Lane, { generationId }: Witness): boolean {
  const owner = run.book.owner(generationId);
  const ended = owner === undefined || owner.state === "failed" || owner.state === "missing";
  return !ended && !lane.unlisted.has(generationId);
}

/** Whether the API still has a generation that a listing back to `untilMs` did not show; undecided counts as yes. */
async function isThere(
  run: RunContext,
  lane: Lane,
  { generationId }: Witness,
  untilMs: number,
): Promise<boolean> {
  const outcome = await look(run, lane, generationId);
  if (outcome.kind === "not-found") lane.unlisted.add(generationId);
  const createdAtMs = outcome.kind === "found" ? outcome.generation.createdAtMs : undefined;
  // After a clock was set, it may be older than the listing reaches.
  return outcome.kind !== "not-found" && (createdAtMs === undefined || createdAtMs >= untilMs);
}
