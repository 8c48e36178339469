import type { AccountShare } from "../ports/account-share.ts";
import type { Clock } from "../ports/clock.ts";
import type { GenerationApi } from "../ports/generation-api.ts";
import type { Dialect, Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";
import { Bell } from "./bell.ts";
import { LookPrice } from "./look-price.ts";
import type { NetworkGate } from "./network-gate.ts";
import type { Pace } from "./pace.ts";
import type { Slots } from "./slots.ts";
import { SpareConnections } from "./spare-connections.ts";
import { takeName } from "./take-book.ts";

/** How long a connection for a create may stand idle, well below what servers allow; and how many may. */
const SPARE_LIFE_MS = 3000;
const MOST_SPARES = 4;

/** A generation that is watched. */
export interface Watched {
  take: Take;
  /** When to look by the policy; Unix milliseconds. */
  plannedAtMs: number;
  /** When to look at the latest, whatever the policy says: now and then there is a reason. */
  dueAtMs: number;
  /** No look before, because the API could not be read. */
  restsUntilMs: number;
  /** When the last answer came, and when it was true: about the middle of its request. */
  seenAtMs: number;
  knownAtMs: number;
  /** Listings in a row that did not show it. */
  misses: number;
  /** It has no slot any more and does not keep the run going, once it has been looked at. */
  slow: boolean;
  looked: boolean;
  looking: boolean;
  /** When a callback last said that it may have ended, Unix milliseconds. */
  hintedAtMs?: number;
}

/** When a generation that begins to be watched is looked at first, whatever the policy says; waits in milliseconds. */
export interface FirstLook {
  readonly quickMs: number;
  /** For one that is overdue or missing. */
  readonly slowMs: number;
  /** Whether this run has looked at it before. */
  readonly looked: boolean;
}

/** A create without a usable answer that is looked for. */
export interface Doubt {
  take: Take;
  /** When to list next, Unix milliseconds; undefined once this run has given up. */
  nextAtMs: number | undefined;
  /** Listings since it was due that could not settle it. */
  tries: number;
  /** Of these, how many in a row denied it. */
  denials: number;
  /** While set, its slot counts as in use until then, Unix milliseconds. */
  holds: boolean;
  /** When a callback last said that it was made, Unix milliseconds. */
  hintedAtMs?: number;
}

/** What a lane is made from. */
export interface LaneParts {
  readonly dialect: Dialect;
  readonly api: GenerationApi;
  readonly slots: Slots;
  readonly pace: Pace;
  readonly gate: NetworkGate;
  readonly clock: Clock;
  /** Where other runs may use the same account. */
  readonly share?: AccountShare | undefined;
}

/** One account at one API: its limits, and what is at work there. */
export class Lane {
  readonly dialect: Dialect;
  readonly api: GenerationApi;
  readonly slots: Slots;
  readonly pace: Pace;
  readonly gate: NetworkGate;
  readonly share: AccountShare | undefined;
  readonly submitBell: Bell;
  readonly watchBell: Bell;
  readonly confirmBell: Bell;
  /** Generations that are watched, by take name. */
  readonly watched: Map<string, Watched> = new Map();
  /** Unconfirmed takes, by take name. */
  readonly doubts: Map<string, Doubt> = new Map();
  /** Attempts that were found absent, by take name; each one stays a candidate for ever. */
  readonly givenUp: Map<string, Take> = new Map();
  /** Creates that have left and have no answer yet, by take name. */
  readonly sending: Map<string, Take> = new Map();
  /** Request ids of creates whose callback came before their answer. */
  readonly hintedEarly: Set<string> = new Set();
  /** Generations whose creates this state knows to be accepted, in the order of acceptance. */
  readonly accepted: { readonly generationId: string; readonly atMs: number }[] = [];
  /** Of these, what the API has no more: its list cannot be measured by them. */
  readonly unlisted: Set<string> = new Set();
  /** Creates from the taking of a slot until their take's first state after `sending`. */
  leaving = 0;
  /** Server clock minus ours, from the last answer that had a date; 0 while unknown. */
  clockOffsetMs = 0;
  /** The first that this run learned: what takes go by whose intent was written before there was one. */
  firstOffsetMs: number | undefined;
  /** The list is left alone until then, because it answers only errors. */
  listRestsUntilMs = 0;
  /** When the last listing for watching was sent, and when it was true. */
  sweptAtMs: number = Number.NEGATIVE_INFINITY;
  knownAtMs: number = Number.NEGATIVE_INFINITY;
  /** Grows whenever something is watched that was not, or no longer. */
  watchChanges = 0;
  /** The part of the ends of which the API sends word that nothing is heard of all the same, from 0 to 1. */
  lostWord = 0.01;
  readonly spares: SpareConnections;
  /** What a look may cost here. */
  readonly price: LookPrice = new LookPrice();
  /** Reads in a row that refused the key or the account; after three nothing is watched. */
  refusedReads = 0;
  /** Reads in a row that reached nobody. */
  unreadable = 0;
  readonly #holders = new Set<string>();

  constructor(parts: LaneParts) {
    this.dialect = parts.dialect;
    this.api = parts.api;
    this.slots = parts.slots;
    this.pace = parts.pace;
    this.gate = parts.gate;
    this.share = parts.share;
    this.spares = new SpareConnections({
      api: parts.api,
      clock: parts.clock,
      ...{ lifeMs: SPARE_LIFE_MS, most: MOST_SPARES },
      onTaken: (waitedMs) => this.price.noteOpening(waitedMs),
    });
    this.submitBell = new Bell(parts.clock);
    this.watchBell = new Bell(parts.clock);
    this.confirmBell = new Bell(parts.clock);
  }

  ring(): void {
    this.submitBell.ring();
    this.watchBell.ring();
    this.confirmBell.ring();
  }

  /** Wakes the loops that a change of this take concerns. */
  ringAfter(take: Take): void {
    this.submitBell.ring();
    if (this.watched.has(takeName(take))) this.watchBell.ring();
    if (this.doubts.size > 0) this.confirmBell.ring();
  }

  /** A read was answered. */
  readable(serverTimeMs: number | undefined, nowMs: number): void {
    this.refusedReads = 0;
    this.unreadable = 0;
    this.heardServerTime(serverTimeMs, nowMs);
  }

  /** An answer bore a date, or none. */
  heardServerTime(serverTimeMs: number | undefined, nowMs: number): void {
    if (serverTimeMs === undefined) return;
    this.clockOffsetMs = serverTimeMs - nowMs;
    this.firstOffsetMs ??= this.clockOffsetMs;
  }

  /** Reads are pointless: the key is refused. */
  get blind(): boolean {
    return this.refusedReads >= 3;
  }

  /** The slot that was taken before an intent belongs to its take from here on. */
  adoptSlot(take: Take): void {
    this.#holders.add(takeName(take));
  }

  /** Takes or gives back a take's slot, so that it has one exactly while `holds`. */
  setSlot(take: Take, holds: boolean): void {
    const name = takeName(take);
    if (holds === this.#holders.has(name)) return;
    if (holds) {
      this.#holders.add(name);
      this.slots.take();
    } else {
      this.#holders.delete(name);
      this.slots.release();
    }
  }

  /**
   * Keeps the books of what is at work after a change of a take.
   *
   * @param first - when a generation that begins to be watched is looked at first.
   */
  follow(take: Take, nowMs: number, first: FirstLook): void {
    const name = takeName(take);
    if (take.state === "sending") this.sending.set(name, take);
    else this.sending.delete(name);
    const givenUp = take.state === "not-created" && take.unansweredAtMs !== undefined;
    if (givenUp) this.givenUp.set(name, take);
    else this.givenUp.delete(name);
    this.#followDoubt(name, take, nowMs);
    this.#followWatched(name, take, nowMs, first);
    const doubt = this.doubts.get(name);
    this.setSlot(take, take.state === "running" || (isUnanswered(take) && doubt?.holds !== false));
  }

  #followDoubt(name: string, take: Take, nowMs: number): void {
    if (take.state !== "unconfirmed") {
      this.doubts.delete(name);
      return;
    }
    const known = this.doubts.get(name);
    if (known === undefined)
      this.doubts.set(name, { take, nextAtMs: nowMs, tries: 0, denials: 0, holds: true });
    else known.take = take;
  }

  #followWatched(name: string, take: Take, nowMs: number, first: FirstLook): void {
    const slow = take.state === "overdue" || take.state === "missing";
    if (take.state !== "running" && !slow) {
      if (this.watched.delete(name)) this.watchChanges++;
      return;
    }
    const known = this.watched.get(name);
    if (known === undefined) {
      this.watchChanges++;
      this.watched.set(name, {
        take,
        slow,
        plannedAtMs: Number.POSITIVE_INFINITY,
        dueAtMs: nowMs + (slow ? first.slowMs : first.quickMs),
        restsUntilMs: 0,
        seenAtMs: nowMs,
        knownAtMs: nowMs,
        misses: 0,
        looked: first.looked,
        looking: false,
      });
      return;
    }
    known.take = take;
    if (known.slow !== slow) this.watchChanges++;
    known.slow = slow;
  }
}
