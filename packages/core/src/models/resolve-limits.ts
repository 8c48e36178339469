import type { Limits } from "@shotlist/manifest";
import type { EngineLimits } from "../engine/engine-options.ts";
import type { ModelCard } from "./model-card.ts";

/** Limits as the command line gives them; the times are in seconds, and may be fractions. */
export interface LimitFlags {
  readonly concurrency?: number | "auto" | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly retries?: number | undefined;
  readonly downloads?: number | "auto" | undefined;
  readonly requestTimeout?: number | undefined;
  readonly confirmAfter?: number | undefined;
  readonly pollMin?: number | undefined;
  readonly pollMax?: number | undefined;
  readonly generationTimeout?: number | undefined;
}

const MOST_DOWNLOADS = 32;

/** Luma's Build tier, for models whose cards we do not have. */
const BUILD_TIER = { concurrency: 10, createsPerMinute: 20 };

/**
 * The limits of one run: flags win over the manifest, the manifest over the model cards. A number that somebody
 * names holds for each account of the run; without one each account has the lowest of its own models' cards
 * (`accounts`, where there are several), and what stands for them all is the lowest of all.
 *
 * With `auto` downloads follow the slots, twice as many: a clip takes far less time than its generation,
 * but a burst of clips should not wait. Where the longest wait between looks is below the shortest, the
 * shortest holds for both: looking more rarely than asked is harmless.
 */
export function resolveLimits(
  limits: Limits,
  cards: ModelCard | readonly ModelCard[] | undefined,
  flags: LimitFlags = {},
): EngineLimits {
  const account = lowest([cards ?? []].flat());
  const concurrency = flags.concurrency ?? limits.concurrency ?? account.concurrency;
  const pollMinMs = inMs(flags.pollMin ?? limits.pollMinS ?? 1);
  const pollMaxMs = inMs(flags.pollMax ?? limits.pollMaxS ?? 30);
  const slots = concurrency === "auto" ? account.concurrency : concurrency;
  const named = {
    concurrency: flags.concurrency ?? limits.concurrency,
    createsPerMinute: flags.requestsPerMinute ?? limits.requestsPerMinute,
  };
  const accounts = accountsOf([cards ?? []].flat(), named);
  return {
    concurrency,
    createsPerMinute: flags.requestsPerMinute ?? limits.requestsPerMinute ?? account.createsPerMinute,
    retries: flags.retries ?? limits.retries ?? 2,
    downloads: downloadsOf(flags.downloads ?? limits.downloads ?? "auto", slots),
    requestTimeoutMs: inMs(flags.requestTimeout ?? limits.requestTimeoutS ?? 60),
    confirmAfterMs: inMs(flags.confirmAfter ?? limits.confirmAfterS ?? 120),
    pollMinMs,
    pollMaxMs: Math.max(pollMinMs, pollMaxMs),
    generationTimeoutMs: inMs(flags.generationTimeout ?? limits.generationTimeoutS ?? 3600),
    ...(limits.window === undefined ? {} : { window: limits.window }),
    ...(accounts === undefined ? {} : { accounts }),
  };
}

/** Each account's own limits; undefined where there is one account only. */
function accountsOf(
  cards: readonly ModelCard[],
  named: { readonly concurrency: number | "auto" | undefined; readonly createsPerMinute: number | undefined },
): EngineLimits["accounts"] {
  const byDialect = Map.groupBy(cards, ({ dialect }) => dialect);
  if (byDialect.size < 2) return undefined;
  const accounts: { [dialect in ModelCard["dialect"]]?: NonNullable<EngineLimits["accounts"]>[dialect] } = {};
  for (const [dialect, own] of byDialect) {
    const { concurrency, createsPerMinute } = lowest(own);
    accounts[dialect] = {
      concurrency: named.concurrency ?? concurrency,
      createsPerMinute: named.createsPerMinute ?? createsPerMinute,
    };
  }
  return accounts;
}

function lowest(cards: readonly ModelCard[]): { concurrency: number; createsPerMinute: number } {
  if (cards.length === 0) return BUILD_TIER;
  return {
    concurrency: Math.min(...cards.map(({ limits }) => limits.concurrency)),
    createsPerMinute: Math.min(...cards.map(({ limits }) => limits.createsPerMinute)),
  };
}

function downloadsOf(wanted: number | "auto", slots: number): number {
  const downloads = wanted === "auto" ? Math.max(4, 2 * slots) : Math.trunc(wanted);
  return Math.min(MOST_DOWNLOADS, Math.max(1, downloads));
}

const inMs = (seconds: number): number => Math.round(seconds * 1000);
