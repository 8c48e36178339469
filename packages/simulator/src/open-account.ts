import { randomInt } from "node:crypto";
import type { Account, KeyProblem, LaneLimits } from "./account.ts";
import { openFileBook } from "./agents/files/file-book.ts";
import type { BookHeader, BookJournal } from "./book/book-journal.ts";
import { type Lane, laneOf, type SimulatedGeneration } from "./book/generation.ts";
import { openGenerationBook } from "./book/generation-book.ts";
import { createSlidingWindow } from "./book/sliding-window.ts";
import { createLinkSigner } from "./cdn/link-signer.ts";
import { type Dialect, forEachDialect } from "./dialect.ts";
import { createFaultDice, type FaultDice } from "./faults/fault-dice.ts";
import type { SimulatorOptions } from "./options.ts";
import { createSimClock, type SimClock } from "./sim-clock.ts";
import { createStatsCounter } from "./stats.ts";

/** How many times as many images as videos Dream Machine allows. */
export const PHOTON_FACTOR = 4;

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
  const latency = forEachDialect((dialect) => ({
    queuedS: 6,
    meanS: 45,
    spreadS: 20,
    ...options.latency,
    ...(dialect === "crazyrouter" ? options.crazyrouter?.latency : {}),
  }));
  const book = openGenerationBook({ ...header, latency, clock, dice, journal });
  const links = createLinkSigner({
    cdnUrl: () => origins.cdn,
    secret: `simulated-${header.seed}`,
    lifetimeMs: clock.durationMs(options.linkLifetimeS ?? 3600),
    nowMs: clock.nowMs,
  });
  const stats = createStatsCounter({ book, clock, dice });
  book.onAccepted((generation) => {
    const lane = laneOf(generation);
    if (lane !== "photon") stats.of(generation.dialect).noteActive(book.active(lane));
  });
  let reads = 0;
  let creates = book.all().reduce((most, generation) => Math.max(most, generation.createOrdinal), 0);
  return {
    clock,
    latency,
    book,
    journal,
    files: openFileBook({ ...header, clock, dice, journal, ...options.agents?.files }),
    access: { hdr: true, reframe1080p: false, ...options.agents?.access },
    likeSiblings: options.crazyrouter?.likeSiblings ?? false,
    localOrigins: new Set(options.localOrigins ?? []),
    fetched: new Map(),
    cdnOrigin: () => origins.cdn,
    dice,
    stats,
    lanes: lanesOf(options, clock, book.all()),
    links,
    keyProblem: (dialect, key) => keyProblem(dialect, key, options.apiKeys),
    elsewhere: () => `${origins.cdn}/elsewhere`,
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

/** How the keys of each API begin, where no list says which are good; a key of one works on no other. */
const OWN_KEYS: Readonly<Record<Dialect, RegExp>> = {
  "dream-machine": /^luma-(?!api-)/,
  agents: /^luma-api-/,
  crazyrouter: /^sk-/,
};

/** A key of the Agents API has to begin as one. A key that ends in `-revoked` or `-expired` is that. */
function keyProblem(
  dialect: Dialect,
  key: string,
  known: readonly string[] | undefined,
): KeyProblem | undefined {
  if (dialect === "agents" && !OWN_KEYS.agents.test(key)) return "malformed";
  if (key.endsWith("-revoked")) return "revoked";
  if (key.endsWith("-expired")) return "expired";
  return (known?.includes(key) ?? OWN_KEYS[dialect].test(key)) ? undefined : "unknown";
}

function openHeader(options: SimulatorOptions, journal: BookJournal): BookHeader {
  const [first] = journal.entries;
  if (first?.type === "book") return first.header;
  const cents = options.balanceUsdCents ?? 100_000;
  const ownCents = {
    "dream-machine": undefined,
    agents: options.agents?.balanceUsdCents,
    crazyrouter: options.crazyrouter?.balanceUsdCents,
  };
  const header: BookHeader = {
    seed: options.seed ?? randomInt(2 ** 31),
    balanceUsdE4: forEachDialect((dialect) => Math.round((ownCents[dialect] ?? cents) * 100)),
  };
  journal.append({ type: "book", version: 3, header });
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
  const minuteMs = clock.durationMs(60);
  const lane = (name: Lane, concurrency: number, createsPerMinute: number): LaneLimits => {
    const window = createSlidingWindow(minuteMs);
    for (const generation of generations) {
      const isRecent = generation.acceptedAtMs > clock.nowMs() - minuteMs;
      if (laneOf(generation) === name && !generation.foreign && isRecent) window.add(generation.acceptedAtMs);
    }
    return { concurrency, createsPerMinute, window };
  };
  const { concurrency = 10, createsPerMinute = 20 } = options.limits ?? {};
  const agents = options.agents?.limits ?? {};
  const crazyrouter = options.crazyrouter?.limits ?? {};
  return {
    ray: lane("ray", concurrency, createsPerMinute),
    photon: lane("photon", concurrency * PHOTON_FACTOR, createsPerMinute * PHOTON_FACTOR),
    agents: lane("agents", agents.concurrency ?? 10, agents.createsPerMinute ?? 30),
    crazyrouter: lane("crazyrouter", crazyrouter.concurrency ?? 10, crazyrouter.createsPerMinute ?? 20),
  };
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
