import type { StateStore } from "@shotlist/core";
import {
  adoptGeneration,
  type Dialect,
  type FoundMatch,
  findMatches,
  firstFreeNumber,
  type GenerationApi,
  listGenerations,
  type Plan,
  ShotlistError,
  type StateSnapshot,
  type TakeChange,
} from "@shotlist/core";
import { newUuid, systemClock } from "@shotlist/core/local";
import type { Shot } from "@shotlist/manifest";
import { dialectOf } from "./open-apis.ts";
import type { OpenStanding } from "./standing.ts";

/** How generations of the account that equal what would be bought are treated. */
export type MatchingMode =
  /** Taken up without a word. */
  | "adopt"
  /** Before the first submission of a state a person decides. */
  | "offer"
  | "ignore";

/** What is looked for, and who decides. */
export interface MatchingQuestion {
  readonly mode: MatchingMode;
  readonly standing: OpenStanding;
  readonly store: StateStore;
  readonly apis: ReadonlyMap<Dialect, GenerationApi>;
  /** Decides about what was found: taken up (true), or bought anew (false). */
  readonly offer: (matches: readonly FoundMatch[]) => Promise<boolean>;
  /** Says that the list could not be read, where the run goes on without it. */
  readonly warn: (words: string) => void;
  readonly signal: AbortSignal;
}

/** How far back the account is searched. */
const REACH_MS = 90 * 24 * 3_600_000;

/**
 * Takes up generations of the account that no take owns and that equal what a plan is about to buy: the sign of a
 * lost state. Each becomes a take as if its answer had been recorded. Nothing is paid.
 *
 * @returns how many were taken up; then the plan must be made anew.
 * @throws ShotlistError `list-unreadable` in mode `adopt`, and whatever `offer` throws.
 */
export async function adoptMatching(question: MatchingQuestion): Promise<number> {
  if (question.mode === "ignore") return 0;
  let adopted = 0;
  for (const [dialect, api] of question.apis) {
    const isOffer = question.mode === "offer";
    if (isOffer && hasHistory(question.standing.open.snapshot, dialect)) continue;
    const snapshot = await question.store.read();
    if (isOffer && hasHistory(snapshot, dialect)) continue;
    const matches = await matchesAt(question, dialect, api, snapshot);
    if (matches.length === 0) continue;
    if (question.mode === "offer" && !(await question.offer(matches))) continue;
    await takeUp(question, api, matches, snapshot);
    adopted += matches.length;
  }
  return adopted;
}

/** A state that has sent something knows what it sent. */
function hasHistory({ takes, forgotten = [] }: StateSnapshot, dialect: Dialect): boolean {
  return forgotten.length > 0 || takes.some(({ account }) => account.dialect === dialect);
}

async function matchesAt(
  { mode, standing, warn, signal }: MatchingQuestion,
  dialect: Dialect,
  api: GenerationApi,
  snapshot: StateSnapshot,
): Promise<readonly FoundMatch[]> {
  const { plan, manifest } = standing;
  // A request with a link or a file in it was another one every time that it was built.
  const shots = manifest.shots.filter((shot) => dialectOf(shot) === dialect && isComparable(api, shot));
  const { list } = api;
  if (list === undefined || !buysAny(plan, new Set(shots.map(({ id }) => id)))) return [];
  const listing = await listGenerations({ list, untilMs: systemClock.nowMs() - REACH_MS, signal });
  if (listing.kind !== "complete") {
    if (mode === "adopt") throw unreadable(listing.kind);
    warn(
      `The account's generations could not be listed (${listing.kind}), so that it is not known whether some equal these shots.`,
    );
    return [];
  }
  return findMatches({
    plan,
    shots,
    snapshot,
    generations: listing.generations,
    buildRequest: (shot, upstream) => api.buildRequest(shot, upstream),
    match: (request, generation) => api.match(request, generation),
  });
}

function isComparable(api: GenerationApi, shot: Shot): boolean {
  const needs = api.mediaNeeds?.(shot);
  return needs === undefined || (needs.links.length === 0 && needs.files.length === 0);
}

function buysAny(plan: Plan, ids: ReadonlySet<string>): boolean {
  return plan.actions.some(({ shotId, buys, selected }) => selected && buys > 0 && ids.has(shotId));
}

async function takeUp(
  { standing, store }: MatchingQuestion,
  api: GenerationApi,
  matches: readonly FoundMatch[],
  snapshot: StateSnapshot,
): Promise<void> {
  const atMs = systemClock.nowMs();
  const epoch = await store.beginRun({ accounts: [api.account], atMs });
  const numbers = new Map<string, number>();
  const changes: TakeChange[] = [];
  for (const { shot, generation, request, upstream } of matches) {
    const number = numbers.get(shot.id) ?? firstFreeNumber(snapshot, shot.id);
    numbers.set(shot.id, number + 1);
    changes.push(
      adoptGeneration({
        shot,
        number,
        generation,
        request,
        upstream,
        account: api.account,
        epoch,
        requestId: newUuid(),
        idSource: "listing",
        priceUsdE4: standing.priceOf(shot),
        atMs,
      }),
    );
  }
  await store.record(epoch, changes);
}

function unreadable(why: string): ShotlistError {
  return new ShotlistError("list-unreadable", `The account's generations could not be listed (${why}).`, {
    hint: "Try again when the API can be reached; without --adopt-matching the run goes on, and may buy again what is there.",
    standing: "Nothing was sent and nothing was changed.",
  });
}
