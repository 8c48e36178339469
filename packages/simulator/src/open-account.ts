import { randomInt } from "node:crypto";
import type { Account, LaneLimits } from "./account.ts";
import type { BookHeader, BookJournal } from "./book/book-journal.ts";
import { laneOf, type SimulatedGeneration } from "./book/generation.ts";
import { openGenerationBook } from "./book/generation-book.ts";
import { createSlidingWindow } from "./book/sliding-window.ts";
import { createLinkSigner } from "./cdn/link-signer.ts";
import { createFaultDice, type FaultDice } from "./faults/fault-dice.ts";
import type { SimulatorOptions } from "./options.ts";
import { createSimClock, type SimClock } from "./sim-clock.ts";
import { createStatsCounter } from "./stats.ts";

/** The simulator's own origins; empty until its ports are known. */
export interface Origins {
  readonly api: string;
  readonly cdn: string;
}

/** Opens the account that a journal describes; options that a book fixes yield to the book. */
export function openAccount(
  options: SimulatorOptions,
  journal: BookJournal,
  { speed, origins }: { readonly speed: number; readonly origins: Origins },
): Account {
  const header = openHeader(options, journal);
  const clock = openClock(options, journal, speed);
  const dice = openDice(options, journal, header.seed);
  const latency = { queuedS: 6, meanS: 45, spreadS: 20, ...options.latency };
  const book = openGenerationBook({ ...header, latency, clock, dice, journal });
  const links = createLinkSigner({
    cdnUrl: () => origins.cdn,
    secret: `simulated-${header.seed}`,
    lifetimeMs: clock.durationMs(options.linkLifetimeS ?? 3600),
    nowMs: clock.nowMs,
  });
  const stats = createStatsCounter({ book, clock, dice });
  book.onAccepted(({ kind }) => {
    if (laneOf(kind) === "ray") stats.noteActive(book.active("ray"));
  });
  let reads = 0;
  let creates = book.all().reduce((most, generation) => Math.max(most, generation.createOrdinal), 0);
  return {
    clock,
    book,
    journal,
    dice,
    stats,
    lanes: lanesOf(options, clock, book.all()),
    links,
    isKeyAccepted: (key) => options.apiKeys?.includes(key) ?? key.startsWith("luma-"),
    nextCreateOrdinal: () => {
      creates += 1;
      return creates;
    },
    nextReadOrdinal: () => {
      reads += 1;
      return reads;
    },
    canFetch: (url) => canFetch(url, origins),
  };
}

function openHeader(options: SimulatorOptions, journal: BookJournal): BookHeader {
  const [first] = journal.entries;
  if (first?.type === "book") return first.header;
  const header: BookHeader = {
    seed: options.seed ?? randomInt(2 ** 31),
    balanceUsdE4: Math.round((options.balanceUsdCents ?? 100_000) * 100),
  };
  journal.append({ type: "book", version: 1, header });
  return header;
}

function openClock(options: SimulatorOptions, journal: BookJournal, speed: number): SimClock {
  const skewMs = (options.clockSkewS ?? 0) * 1000;
  const now = options.now ?? Date.now;
  const skipped = journal.entries.findLast((entry) => entry.type === "skipped");
  return createSimClock({
    speed,
    now: () => now() + skewMs,
    setTimer: options.setTimer,
    skippedMs: skipped?.totalMs ?? 0,
  });
}

function openDice(options: SimulatorOptions, journal: BookJournal, seed: number): FaultDice {
  const spent = new Map<string, number>();
  for (const entry of journal.entries) {
    if (entry.type === "fault") spent.set(entry.key, (spent.get(entry.key) ?? 0) + 1);
  }
  return createFaultDice({
    seed,
    spec: options.faults ?? {},
    spent,
    onSpent: (key) => journal.append({ type: "fault", key }),
  });
}

/** The limits of each lane, their windows filled with what the book accepted in the last minute. */
function lanesOf(
  options: SimulatorOptions,
  clock: SimClock,
  generations: readonly SimulatedGeneration[],
): Account["lanes"] {
  const concurrency = options.limits?.concurrency ?? 10;
  const createsPerMinute = options.limits?.createsPerMinute ?? 20;
  const minuteMs = clock.durationMs(60);
  const lane = (name: "ray" | "photon", factor: number): LaneLimits => {
    const window = createSlidingWindow(minuteMs);
    for (const { kind, foreign, acceptedAtMs } of generations) {
      if (laneOf(kind) === name && !foreign && acceptedAtMs > clock.nowMs() - minuteMs)
        window.add(acceptedAtMs);
    }
    return { concurrency: concurrency * factor, createsPerMinute: createsPerMinute * factor, window };
  };
  return { ray: lane("ray", 1), photon: lane("photon", 4) };
}

/**
 * False for URLs that Luma's servers could not reach: names that never resolve, this machine, private
 * networks. The simulator's own links can be fetched. Nothing is asked: any other URL counts as reachable.
 */
function canFetch(url: string, origins: Origins): boolean {
  const { origin, hostname } = new URL(url);
  if (origin === origins.api || origin === origins.cdn) return true;
  if (/(^|\.)(localhost|invalid)$/.test(hostname)) return false;
  return !/^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[)/.test(hostname);
}
