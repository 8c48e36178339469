import type { ByInput, Shot } from "@shotlist/manifest";
import type { Generation, Match, Upstream } from "../ports/generation-api.ts";
import type { StateSnapshot, TakeChange } from "../ports/state-store.ts";
import { requestHash } from "../take/request-hash.ts";
import type { Account, Take, WireRequest } from "../take/take.ts";
import { isMade } from "../take/take-facts.ts";
import { shotInputs } from "./pick-upstream.ts";
import type { Plan } from "./plan.ts";
import { upstreamFirst } from "./upstream-order.ts";

/** A generation that nobody owns, and the shot whose planned take it equals. */
export interface FoundMatch {
  readonly shot: Shot;
  readonly generation: Generation;
  readonly request: WireRequest;
  readonly upstream: Upstream;
}

/** What is compared: a plan's purchases with what the account holds. */
export interface MatchQuestion {
  readonly plan: Plan;
  /** Of the account's dialect, in the manifest's order. */
  readonly shots: readonly Shot[];
  readonly snapshot: StateSnapshot;
  readonly generations: readonly Generation[];
  readonly buildRequest: (shot: Shot, upstream: Upstream) => WireRequest;
  readonly match: (request: WireRequest, generation: Generation) => Match;
}

/**
 * Finds generations of the account that no take owns, or ever owned, and that certainly equal first takes which
 * a plan would buy. Failed ones are passed over. Of equal ones the newest goes first, because its clip is kept
 * the longest. Chains are followed: what continues a match is compared with that match as its upstream.
 */
export function findMatches(question: MatchQuestion): readonly FoundMatch[] {
  const { plan, shots, snapshot, buildRequest, match } = question;
  const buys = new Map(
    plan.actions.map(({ shotId, buys: count, selected }) => [shotId, selected ? count : 0]),
  );
  const taken = new Set(
    [...snapshot.takes, ...(snapshot.forgotten ?? [])].map(({ generationId }) => generationId),
  );
  const withTakes = new Set(snapshot.takes.map(({ shotId }) => shotId));
  const free = new Set(
    question.generations
      .filter(({ id, state }) => !taken.has(id) && state !== "failed")
      .sort((one, other) => (other.createdAtMs ?? 0) - (one.createdAtMs ?? 0)),
  );
  const madeBy = new Map<string, string>();
  for (const take of snapshot.takes) if (isMade(take)) madeBy.set(take.shotId, take.generationId ?? "");
  const found: FoundMatch[] = [];
  for (const shot of choiceOrder(shots)) {
    if (withTakes.has(shot.id)) continue;
    const upstream = upstreamOf(shot, madeBy);
    if (upstream === undefined) continue;
    const request = buildRequest(shot, upstream);
    for (let left = buys.get(shot.id) ?? 0; left > 0; left--) {
      const generation = [...free].find((candidate) => match(request, candidate) === "yes");
      if (generation === undefined) break;
      free.delete(generation);
      if (!madeBy.has(shot.id)) madeBy.set(shot.id, generation.id);
      found.push({ shot, generation, request, upstream });
    }
  }
  return found;
}

/** What makes a take of a found generation. */
export interface AdoptedTake {
  readonly shot: Shot;
  readonly number: number;
  readonly generation: Generation;
  readonly request: WireRequest;
  readonly upstream: Upstream;
  readonly account: Account;
  readonly epoch: number;
  readonly requestId: string;
  readonly idSource: "listing" | "hand";
  readonly priceUsdE4: number | null;
  readonly atMs: number;
}

/** The change that begins the life of a take with a generation that was found, not sent. */
export function adoptGeneration(adopted: AdoptedTake): TakeChange {
  const { shot, generation, request, atMs } = adopted;
  const madeAtMs = generation.createdAtMs ?? atMs;
  const take: Take = {
    shotId: shot.id,
    number: adopted.number,
    state: "running",
    fingerprint: shot.fingerprint,
    wanted: shot.wanted,
    model: shot.model,
    resolution: shot.resolution,
    duration: shot.duration,
    account: adopted.account,
    request,
    requestHash: requestHash(request),
    requestId: adopted.requestId,
    upstream: adopted.upstream,
    epoch: adopted.epoch,
    intentAtMs: madeAtMs,
    clockOffsetMs: 0,
    generationId: generation.id,
    idSource: adopted.idSource,
    acceptedAtMs: madeAtMs,
    priceUsdE4: adopted.priceUsdE4,
  };
  return { take, event: { type: "intended", atMs, take } };
}

/** The first number of a shot that no take has or had. */
export function firstFreeNumber(snapshot: StateSnapshot, shotId: string): number {
  const used = [...snapshot.takes, ...(snapshot.forgotten ?? [])].filter((take) => take.shotId === shotId);
  return used.reduce((last, { number }) => Math.max(last, number), 0) + 1;
}

/**
 * Upstream before what continues it; then requests with more fields, because a match compares only the fields
 * that were sent, so that a sparse request also matches what a fuller one made.
 */
function choiceOrder(shots: readonly Shot[]): readonly Shot[] {
  const fields = (shot: Shot): number => Object.keys(shot.wanted).length;
  return upstreamFirst(shots.toSorted((one, other) => fields(other) - fields(one)));
}

/** Undefined while a shot that this one continues has no generation. */
function upstreamOf(shot: Shot, madeBy: ReadonlyMap<string, string>): Upstream | undefined {
  const upstream: { -readonly [Name in keyof ByInput<string>]: string } = {};
  for (const [name, keyframe] of shotInputs(shot)) {
    const id = madeBy.get(keyframe.shot);
    if (id === undefined) return undefined;
    upstream[name] = id;
  }
  return upstream;
}
