import type { Generation, GenerationApi, ListOutcome } from "../ports/generation-api.ts";
import type { Failure } from "../take/take.ts";

/** What to list, and how. */
export interface ListingOrder {
  readonly list: NonNullable<GenerationApi["list"]>;
  /** Stop where generations are older than this, Unix milliseconds of the server's clock. */
  readonly untilMs: number;
  /** Stop earlier, once this says that everything looked for has been seen. */
  readonly enough?: (generation: Generation) => boolean;
  readonly signal: AbortSignal;
}

/** How a listing ended. */
export type Listing =
  /** Every generation from now back to `untilMs` (or to the end, or to enough), newest first. */
  | { readonly kind: "complete"; readonly generations: readonly Generation[]; readonly serverTimeMs?: number }
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "throttled"; readonly retryAfterMs: number | undefined }
  | { readonly kind: "unreachable"; readonly reason: string }
  /** The list answers nothing but errors, or never twice the same. */
  | { readonly kind: "broken"; readonly reason: string };

/** Page sizes, tried in turn while the list answers 5xx (issue 153 of lumaai-python). */
const LIMITS = [100, 50, 25, 10] as const;

/** How often a listing is begun again because the pages did not fit together. */
const RESTARTS = 5;

type Sweep = Listing | { readonly kind: "torn" };

/**
 * Lists the account's generations, newest first, without missing one.
 *
 * Pages overlap by one generation: when it is missing, something was deleted meanwhile and the pages have
 * shifted, so the listing begins again. The next page begins after what came back, not after what was asked
 * for. The order is checked: where it is not newest first, every page is read.
 */
export async function listGenerations(order: ListingOrder): Promise<Listing> {
  for (let attempt = 0; attempt < RESTARTS; attempt++) {
    const sweep = await sweepOnce(order);
    if (sweep.kind !== "torn") return sweep;
  }
  return { kind: "broken", reason: "the pages of the list never fitted together" };
}

async function sweepOnce(order: ListingOrder): Promise<Sweep> {
  const seen = new Map<string, Generation>();
  let size = 0;
  let offset = 0;
  let last: Generation | undefined;
  let descending = true;
  let serverTimeMs: number | undefined;
  for (;;) {
    const page = await readPage(order, offset, size);
    size = page.size;
    const { outcome } = page;
    if (outcome.kind === "throttled")
      return { kind: "throttled", retryAfterMs: outcome.throttle.retryAfterMs };
    if (outcome.kind === "unreachable") {
      const kind = outcome.status === undefined ? "unreachable" : "broken";
      return { kind, reason: outcome.reason };
    }
    if (outcome.kind === "refused") return outcome;
    serverTimeMs ??= outcome.serverTimeMs;
    const { generations } = outcome;
    const overlap = last;
    if (overlap !== undefined && !generations.some(({ id }) => id === overlap.id)) return { kind: "torn" };
    let enough = false;
    let previous: Generation | undefined;
    for (const generation of generations) {
      descending &&= isNotNewer(generation, previous);
      previous = generation;
      seen.set(generation.id, generation);
      enough = order.enough?.(generation) === true || enough;
    }
    const oldest = generations.at(-1);
    const reached = descending && (oldest?.createdAtMs ?? Number.POSITIVE_INFINITY) < order.untilMs;
    if (enough || reached || !outcome.hasMore) {
      return {
        kind: "complete",
        generations: [...seen.values()],
        ...(serverTimeMs === undefined ? {} : { serverTimeMs }),
      };
    }
    if (oldest === undefined) return { kind: "torn" };
    // A page of one cannot overlap: it would be asked for again and again.
    const overlaps = generations.length > 1;
    offset += overlaps ? generations.length - 1 : 1;
    last = overlaps ? oldest : undefined;
  }
}

/** Reads a page with the largest limit that the list still answers; `size` counts the limits given up so far. */
async function readPage(
  order: ListingOrder,
  offset: number,
  size: number,
): Promise<{ readonly outcome: ListOutcome; readonly size: number }> {
  for (let index = size; ; index++) {
    const limit = LIMITS[index] as number;
    const outcome = await order.list({ limit, offset }, order.signal);
    const broken = outcome.kind === "unreachable" && (outcome.status ?? 0) >= 500;
    if (!broken || index === LIMITS.length - 1) return { outcome, size: index };
  }
}

function isNotNewer(generation: Generation, previous: Generation | undefined): boolean {
  if (generation.createdAtMs === undefined) return false;
  return previous?.createdAtMs === undefined || generation.createdAtMs <= previous.createdAtMs;
}
