import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type SharePart, shareWaitMs } from "../engine/share-turn.ts";
import type { AccountShare, ShareAsk } from "../ports/account-share.ts";
import type { Account } from "../take/take.ts";
import { isKernelLocked, takeKernelLock } from "./kernel-lock.ts";
import { ShareLedger } from "./share-ledger.ts";

/** Where the runs of this machine meet, and how. */
export interface AccountShareOptions {
  /** A folder of the user's own, on a disk of this machine; it is made if need be. */
  readonly folder: string;
  readonly account: Account;
  /** How often a run that waits for others looks again, in milliseconds. */
  readonly pollMs: number;
  /** Told once, when runs cannot agree: from then on this one takes no notice of others. */
  readonly onTrouble: (words: string) => void;
}

/** How often it is asked whether the others still live, in milliseconds. */
const ROLL_CALL_MS = 1_000;

/** A run that says it waits is believed for so long, in milliseconds: it may have been halted. */
const WAITING_MS = 3_000;

/** A place in the rate that seems taken for longer than this was written by a clock that ran ahead. */
const LONGEST_PLACE_MS = 3_600_000;

/** A mark of our own is free; looking at it takes others a moment. */
const LOCK_TIMEOUT_MS = 250;

/**
 * Joins the runs on this machine that use the same account. What they hold stands in a small SQLite file, one an
 * account; who of them lives is told by a lock that the kernel gives free with each process, so that the slots of
 * a killed run are free within a second. The file holds no promise: it is not synced, and may be deleted whenever
 * nothing runs.
 *
 * Never throws: where the file cannot be used the run goes on as if it were alone.
 */
export function openAccountShare(options: AccountShareOptions): AccountShare & { close(): void } {
  return new LocalAccountShare(options);
}

class LocalAccountShare implements AccountShare {
  readonly #options: AccountShareOptions;
  readonly #id = randomUUID();
  readonly #stem: string;
  /** Undefined once this run is on its own. */
  #ledger: ShareLedger | undefined;
  #mark: DatabaseSync | undefined;
  #slots = 0;
  #waitsSinceMs: number | undefined;
  #rollCallAtMs = 0;
  /** Places of creates without an answer so far, oldest first. */
  readonly #open: number[] = [];

  constructor(options: AccountShareOptions) {
    this.#options = options;
    const { dialect, origin, keyHash } = options.account;
    const name = JSON.stringify([hostname(), dialect, origin, keyHash]);
    this.#stem = join(options.folder, createHash("sha256").update(name).digest("hex").slice(0, 24));
    try {
      mkdirSync(options.folder, { recursive: true, mode: 0o700 });
      // The mark before the name in the ledger: whoever reads the name finds the lock held.
      this.#mark = takeKernelLock(this.#markOf(this.#id), LOCK_TIMEOUT_MS);
      this.#ledger = new ShareLedger(`${this.#stem}.db`);
      this.#ledger.join(this.#id);
    } catch (error) {
      this.#goAlone(error);
    }
  }

  othersSlots(): number {
    const nowMs = Date.now();
    this.#rollCall(nowMs);
    const others = this.#with((ledger) => this.#others(ledger, nowMs));
    return (others ?? []).reduce((sum, { slots }) => sum + slots, 0);
  }

  take(ask: ShareAsk): number {
    const nowMs = Date.now();
    this.#rollCall(nowMs);
    const waitMs = this.#with((ledger) =>
      ledger.writing(() => {
        const wait = shareWaitMs(
          {
            own: { slots: this.#slots, waitsSinceMs: this.#waitsSinceMs },
            others: this.#others(ledger, nowMs),
            ratePlaces: ledger.places(ask.nowMs, ask.openUntilMs + LONGEST_PLACE_MS),
            pollMs: this.#options.pollMs,
          },
          ask,
        );
        if (wait > 0) {
          this.#waitsSinceMs ??= nowMs;
          ledger.waits(this.#id, this.#waitsSinceMs, nowMs);
        } else {
          this.#waitsSinceMs = undefined;
          this.#slots += 1;
          ledger.hold(this.#id, this.#slots);
          ledger.rests(this.#id);
          this.#open.push(ledger.addPlace(this.#id, ask.openUntilMs, ask.windowMs));
        }
        return wait;
      }),
    );
    return waitMs ?? 0;
  }

  giveBack(): void {
    const place = this.#open.pop();
    if (place !== undefined) this.#with((ledger) => ledger.dropPlace(place));
  }

  answered(freeAtMs: number): void {
    const place = this.#open.shift();
    if (place !== undefined) this.#with((ledger) => ledger.setPlace(place, freeAtMs));
  }

  hold(slots: number): void {
    if (slots === this.#slots) return;
    this.#slots = slots;
    this.#with((ledger) => ledger.hold(this.#id, slots));
  }

  rest(): void {
    if (this.#waitsSinceMs === undefined) return;
    this.#waitsSinceMs = undefined;
    this.#with((ledger) => ledger.rests(this.#id));
  }

  close(): void {
    this.#with((ledger) => ledger.leave(this.#id, Date.now()));
    this.#letGo();
  }

  #others(ledger: ShareLedger, nowMs: number): readonly SharePart[] {
    return ledger.others(this.#id).map(({ slots, waitsSinceMs, saidAtMs }) => ({
      slots,
      waitsSinceMs: nowMs - saidAtMs < WAITING_MS ? waitsSinceMs : undefined,
    }));
  }

  /** Strikes the dead off the ledger. */
  #rollCall(nowMs: number): void {
    if (Math.abs(nowMs - this.#rollCallAtMs) < ROLL_CALL_MS) return;
    this.#rollCallAtMs = nowMs;
    this.#with((ledger) => {
      for (const { id } of ledger.others(this.#id)) {
        const mark = this.#markOf(id);
        if (isKernelLocked(mark)) continue;
        ledger.leave(id, nowMs);
        rmSync(mark, { force: true });
      }
    });
  }

  #markOf(id: string): string {
    return `${this.#stem}.${id}.run`;
  }

  /** Does something with the ledger; undefined where that fails, or this run is on its own. */
  #with<T>(work: (ledger: ShareLedger) => T): T | undefined {
    if (this.#ledger === undefined) return undefined;
    try {
      return work(this.#ledger);
    } catch (error) {
      this.#goAlone(error);
      return undefined;
    }
  }

  #goAlone(error: unknown): void {
    this.#letGo();
    const detail = error instanceof Error ? error.message : String(error);
    this.#options.onTrouble(
      `runs on this machine cannot share the account's limits (${this.#stem}.db: ${detail}); this one goes on as if it were the only one`,
    );
  }

  #letGo(): void {
    try {
      this.#ledger?.close();
      this.#mark?.close();
      rmSync(this.#markOf(this.#id), { force: true });
    } catch {
      // A mark that stays behind says nothing: nobody holds its lock.
    }
    this.#ledger = undefined;
    this.#mark = undefined;
  }
}
