import { createHash } from "node:crypto";
import type { FaultDice } from "../faults/fault-dice.ts";
import { canonicalJson, type JsonObject } from "../json.ts";
import { seededUuid } from "../random.ts";
import type { SimClock } from "../sim-clock.ts";
import type { BookJournal, LateCreate } from "./book-journal.ts";
import { decideFate, type Latency } from "./fate.ts";
import {
  type AcceptRequest,
  type GenerationKind,
  isTerminalAt,
  type Lane,
  laneOf,
  type SimulatedGeneration,
} from "./generation.ts";

/** The account: its generations, its money, its slots. */
export interface GenerationBook {
  readonly seed: number;
  /** Accepts a create: charges it, takes a slot, decides its fate. */
  accept(request: AcceptRequest): SimulatedGeneration;
  /** Accepts a create `afterMs` from now, whatever happens to its client until then. */
  acceptLater(request: AcceptRequest, afterMs: number): void;
  /** By id, unless deleted. */
  find(id: string): SimulatedGeneration | undefined;
  /** All that the account's list shows now, newest first. */
  listed(): readonly SimulatedGeneration[];
  /** Everything ever accepted, oldest first, deleted ones too. */
  all(): readonly SimulatedGeneration[];
  /** Hides a generation. It goes on, keeps its slot and its price. False if there is none. */
  remove(id: string): boolean;
  /** How many of a lane's slots are taken. A generation that has not ended after an hour gives its slot back. */
  active(lane: Lane): number;
  money(): Money;
  /** Told of every accepted generation. */
  onAccepted(listener: (generation: SimulatedGeneration) => void): void;
}

/** An account's money, USD × 10⁴. Balance = start − charged + refunded, at every moment. */
interface Money {
  readonly startUsdE4: number;
  readonly chargedUsdE4: number;
  readonly refundedUsdE4: number;
  readonly balanceUsdE4: number;
}

/** The identity of a request: SHA-256 of its canonical JSON without the callback URL, in hex. */
export function hashRequest(kind: GenerationKind, request: JsonObject): string {
  const { callback_url: _, ...rest } = request;
  return createHash("sha256")
    .update(`${kind} ${canonicalJson(rest)}`)
    .digest("hex");
}

/** Opens the account that a journal describes; an empty journal is a new account. */
export function openGenerationBook(options: {
  readonly seed: number;
  readonly balanceUsdE4: number;
  readonly latency: Latency;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly journal: BookJournal;
}): GenerationBook {
  const { clock, journal, seed } = options;
  const generations: SimulatedGeneration[] = [];
  const byId = new Map<string, SimulatedGeneration>();
  const deleted = new Set<string>();
  const unsettled = new Set<SimulatedGeneration>();
  const listeners: ((generation: SimulatedGeneration) => void)[] = [];
  let late: LateCreate[] = [];
  let chargedUsdE4 = 0;
  let refundedUsdE4 = 0;

  const enter = (generation: SimulatedGeneration): void => {
    generations.push(generation);
    byId.set(generation.id, generation);
    unsettled.add(generation);
    chargedUsdE4 += generation.priceUsdE4;
  };

  const record = (request: AcceptRequest, acceptedAtMs: number, lateKey?: string): SimulatedGeneration => {
    const generation = makeGeneration({ ...options, request, acceptedAtMs, index: generations.length });
    journal.append({ type: "accepted", generation, ...(lateKey === undefined ? {} : { lateKey }) });
    enter(generation);
    for (const listener of listeners) listener(generation);
    return generation;
  };

  const settle = (): number => {
    const nowMs = clock.nowMs();
    const due = late.filter((create) => create.dueAtMs <= nowMs).sort((a, b) => a.dueAtMs - b.dueAtMs);
    late = late.filter((create) => create.dueAtMs > nowMs);
    for (const create of due) record(create.request, create.dueAtMs, create.key);
    for (const generation of unsettled) {
      if (!isTerminalAt(generation, nowMs)) continue;
      unsettled.delete(generation);
      if (generation.outcome === "failed") refundedUsdE4 += generation.priceUsdE4;
    }
    return nowMs;
  };

  for (const entry of journal.entries) {
    if (entry.type === "accepted") {
      enter(entry.generation);
      late = late.filter((create) => create.key !== entry.lateKey);
    }
    if (entry.type === "late") late.push(entry.late);
    if (entry.type === "deleted") deleted.add(entry.id);
  }

  return {
    seed,
    accept: (request) => {
      const nowMs = settle();
      return record(request, request.acceptedAtMs ?? nowMs);
    },
    acceptLater: (request, afterMs) => {
      const nowMs = settle();
      const create = { key: `${nowMs}-${request.createOrdinal}`, dueAtMs: nowMs + afterMs, request };
      journal.append({ type: "late", late: create });
      late.push(create);
    },
    find: (id) => {
      settle();
      return deleted.has(id) ? undefined : byId.get(id);
    },
    listed: () => {
      const nowMs = settle();
      return generations
        .filter(({ id, oddities }) => !deleted.has(id) && (oddities.unlistedUntilMs ?? 0) <= nowMs)
        .sort((a, b) => b.acceptedAtMs - a.acceptedAtMs || b.index - a.index);
    },
    all: () => {
      settle();
      return generations;
    },
    remove: (id) => {
      if (!byId.has(id) || deleted.has(id)) return false;
      deleted.add(id);
      journal.append({ type: "deleted", id, atMs: clock.nowMs() });
      return true;
    },
    active: (lane) => {
      const nowMs = settle();
      const hourMs = clock.durationMs(3600);
      let taken = 0;
      for (const generation of unsettled) {
        if (laneOf(generation.kind) === lane && nowMs - generation.acceptedAtMs < hourMs) taken += 1;
      }
      return taken;
    },
    money: () => {
      settle();
      const startUsdE4 = options.balanceUsdE4;
      const balanceUsdE4 = startUsdE4 - chargedUsdE4 + refundedUsdE4;
      return { startUsdE4, chargedUsdE4, refundedUsdE4, balanceUsdE4 };
    },
    onAccepted: (listener) => {
      listeners.push(listener);
    },
  };
}

function makeGeneration(options: {
  readonly seed: number;
  readonly index: number;
  readonly acceptedAtMs: number;
  readonly latency: Latency;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly request: AcceptRequest;
}): SimulatedGeneration {
  const { request, index, seed } = options;
  const requestHash = hashRequest(request.kind, request.request);
  const { prompt } = request.request;
  const fate = decideFate({
    ...options,
    inputFailure: request.inputFailure,
    subject: {
      key: `generation-${index}`,
      target: requestHash,
      nth: request.createOrdinal,
      ...(typeof prompt === "string" ? { prompt } : {}),
    },
  });
  return {
    index,
    id: seededUuid(seed, "generation", index),
    kind: request.kind,
    model: request.model,
    request: request.request,
    requestHash,
    createOrdinal: request.createOrdinal,
    foreign: request.foreign,
    acceptedAtMs: options.acceptedAtMs,
    priceUsdE4: request.priceUsdE4,
    ...fate,
  };
}
