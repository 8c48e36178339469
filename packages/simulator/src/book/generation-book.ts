import { createHash } from "node:crypto";
import type { Dialect } from "../dialect.ts";
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
import { type Money, openLedger } from "./ledger.ts";

/** The accounts at every API: their generations, money and slots. */
export interface GenerationBook {
  readonly seed: number;
  /** Accepts a create: charges it, takes a slot, decides its fate. */
  accept(request: AcceptRequest): SimulatedGeneration;
  /** Accepts a create `afterMs` from now, whatever happens to its client until then. */
  acceptLater(request: AcceptRequest, afterMs: number): void;
  /** By id, unless deleted; of one dialect only, where one is named. */
  find(id: string, dialect?: Dialect): SimulatedGeneration | undefined;
  /** All that Dream Machine's list shows now, newest first. */
  listed(): readonly SimulatedGeneration[];
  /** Everything ever accepted, oldest first, deleted ones too. */
  all(): readonly SimulatedGeneration[];
  /** Hides a generation. It goes on, keeps its slot and its price. False if there is none. */
  remove(id: string): boolean;
  /** How many of a lane's slots are taken. A generation that has not ended after an hour gives its slot back. */
  active(lane: Lane): number;
  money(dialect: Dialect): Money;
  /** Told of every accepted generation. */
  onAccepted(listener: (generation: SimulatedGeneration) => void): void;
}

const SIGNATURE = /\?X-Amz-[^"\\]*/g;

/**
 * The identity of a request: SHA-256 of its canonical JSON in hex, without what says nothing of the clip: the
 * callback URL, the user id, and the signatures of links, which are new each time.
 */
export function hashRequest(dialect: Dialect, kind: GenerationKind, request: JsonObject): string {
  const { callback_url: _callback, user_id: _user, ...rest } = request;
  const unsigned = canonicalJson(rest).replace(SIGNATURE, "");
  return createHash("sha256")
    .update(`${dialect === "dream-machine" ? "" : `${dialect} `}${kind} ${unsigned}`)
    .digest("hex");
}

/** Opens the account that a journal describes; an empty journal is a new account. */
export function openGenerationBook(options: {
  readonly seed: number;
  readonly balanceUsdE4: Readonly<Record<Dialect, number>>;
  /** Read at each acceptance. */
  readonly latency: Readonly<Record<Dialect, Latency>>;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly journal: BookJournal;
}): GenerationBook {
  const { clock, journal, seed } = options;
  const generations: SimulatedGeneration[] = [];
  const byTime: SimulatedGeneration[] = [];
  const byId = new Map<string, SimulatedGeneration>();
  const deleted = new Set<string>();
  const unsettled = new Set<SimulatedGeneration>();
  const listeners: ((generation: SimulatedGeneration) => void)[] = [];
  let late: LateCreate[] = [];
  const ledger = openLedger(options.balanceUsdE4);

  const enter = (generation: SimulatedGeneration): void => {
    generations.push(generation);
    insertByTime(byTime, generation);
    byId.set(generation.id, generation);
    unsettled.add(generation);
    ledger.charge(generation);
  };

  const record = (request: AcceptRequest, acceptedAtMs: number, from?: LateCreate): SimulatedGeneration => {
    const index = generations.length;
    const lateByMs = from?.afterMs;
    const generation = makeGeneration({ ...options, request, acceptedAtMs, lateByMs, index });
    journal.append({ type: "accepted", generation, ...(from === undefined ? {} : { lateKey: from.key }) });
    enter(generation);
    for (const listener of listeners) listener(generation);
    return generation;
  };

  const settle = (): number => {
    const nowMs = clock.nowMs();
    const due = late.filter((create) => create.dueAtMs <= nowMs).sort((a, b) => a.dueAtMs - b.dueAtMs);
    late = late.filter((create) => create.dueAtMs > nowMs);
    for (const create of due) record(create.request, create.dueAtMs, create);
    for (const generation of unsettled) {
      if (!isTerminalAt(generation, nowMs)) continue;
      unsettled.delete(generation);
      if (generation.outcome === "failed") ledger.refund(generation);
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
      const key = `${nowMs}-${request.createOrdinal}`;
      const create = { key, dueAtMs: nowMs + afterMs, afterMs, request };
      journal.append({ type: "late", late: create });
      late.push(create);
    },
    find: (id, dialect) => {
      settle();
      const generation = deleted.has(id) ? undefined : byId.get(id);
      return dialect === undefined || generation?.dialect === dialect ? generation : undefined;
    },
    listed: () => {
      const nowMs = settle();
      return byTime
        .filter((generation) => !deleted.has(generation.id) && isListed(generation, nowMs))
        .reverse();
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
        if (laneOf(generation) === lane && nowMs - generation.acceptedAtMs < hourMs) taken += 1;
      }
      return taken;
    },
    money: (dialect) => {
      settle();
      return ledger.money(dialect);
    },
    onAccepted: (listener) => {
      listeners.push(listener);
    },
  };
}

function isListed({ dialect, oddities }: SimulatedGeneration, nowMs: number): boolean {
  return dialect === "dream-machine" && (oddities.unlistedUntilMs ?? 0) <= nowMs;
}

/** Keeps a list in the order of acceptance; what was accepted in the past goes to its place. */
function insertByTime(byTime: SimulatedGeneration[], generation: SimulatedGeneration): void {
  let at = byTime.length;
  while (at > 0 && (byTime[at - 1]?.acceptedAtMs ?? 0) > generation.acceptedAtMs) at -= 1;
  byTime.splice(at, 0, generation);
}

function makeGeneration(options: {
  readonly seed: number;
  readonly index: number;
  readonly acceptedAtMs: number;
  readonly lateByMs: number | undefined;
  readonly latency: Readonly<Record<Dialect, Latency>>;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly request: AcceptRequest;
}): SimulatedGeneration {
  const { request, index, seed } = options;
  const requestHash = hashRequest(request.dialect, request.kind, request.request);
  const fate = decideFate({
    ...options,
    latency: options.latency[request.dialect],
    dialect: request.dialect,
    priceUsdE4: request.priceUsdE4,
    inputFailure: request.inputFailure,
    subject: {
      key: `generation-${index}`,
      target: requestHash,
      nth: request.createOrdinal,
      prompt: request.wish.prompt,
    },
  });
  return {
    index,
    id: idOf(request.dialect, seededUuid(seed, "generation", index)),
    dialect: request.dialect,
    kind: request.kind,
    model: request.model,
    request: request.request,
    wish: request.wish,
    requestHash,
    createOrdinal: request.createOrdinal,
    foreign: request.foreign,
    ...(request.requestId === undefined ? {} : { requestId: request.requestId }),
    acceptedAtMs: options.acceptedAtMs,
    ...(options.lateByMs === undefined ? {} : { lateByMs: options.lateByMs }),
    priceUsdE4: request.priceUsdE4,
    ...fate,
  };
}

/** A UUID at Luma; the gateway's samples have a name of another form. */
function idOf(dialect: Dialect, uuid: string): string {
  return dialect === "crazyrouter" ? `luma_gen_${uuid.replaceAll("-", "")}` : uuid;
}
