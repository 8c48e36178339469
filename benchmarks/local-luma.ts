import { type Simulator, type SimulatorOptions, startSimulator } from "@shotlist/simulator";
import { type AccountLimits, zeroDelayMs } from "./zero-delay.ts";

/** How many times as fast as life the servers of these benches are. */
export const SPEED = 20;

/** What a batch got from a server that keeps its own book. */
interface BookFacts {
  /** The zero-delay schedule of what was wanted, in milliseconds. */
  readonly boundMs: number;
  /** When the first generation was accepted, Unix milliseconds. */
  readonly firstMs: number;
  /** Generations that were paid for beyond the first of their request. */
  readonly duplicates: number;
  /** Requests that the API's host received. */
  readonly requests: number;
}

/** A Luma on loopback whose generations take 45 ± 10 s, at `SPEED`. */
export function localLuma(
  limits: Omit<AccountLimits, "minuteMs">,
  options: SimulatorOptions,
): Promise<Simulator> {
  return startSimulator({
    speed: SPEED,
    limits: { concurrency: limits.slots, createsPerMinute: limits.createsPerMinute },
    latency: { queuedS: 0, meanS: 45, spreadS: 10 },
    clip: { variety: "shared" },
    balanceUsdCents: 1e9,
    ...options,
  });
}

/** Reads the server's book. Of equal requests only the first is wanted. */
export function bookFacts(luma: Simulator, limits: Omit<AccountLimits, "minuteMs">): BookFacts {
  const { byRequestHash, requests } = luma.stats();
  const seen = new Set<string>();
  const wanted = luma
    .generations()
    .filter(({ requestHash }) => !seen.has(requestHash) && seen.add(requestHash));
  const paid = Object.values(byRequestHash).map(({ accepted, failed }) => accepted - failed);
  return {
    boundMs: zeroDelayMs(
      wanted.map(({ acceptedAtMs, endsAtMs }) => (endsAtMs ?? acceptedAtMs) - acceptedAtMs),
      { ...limits, minuteMs: 60_000 / SPEED },
    ),
    firstMs: Math.min(...wanted.map(({ acceptedAtMs }) => acceptedAtMs)),
    duplicates: paid.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    requests: Object.values(requests)
      .flatMap((outcomes) => Object.values(outcomes))
      .reduce((sum, count) => sum + count, 0),
  };
}
