import type { IntentOutcome, StateSnapshot, StateStore, TakeChange, Walls } from "../ports/state-store.ts";
import { hasCode } from "../shotlist-error.ts";
import type { Take, TakeKey } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import { nextTake } from "../take/take-machine.ts";

/** Hears every change of a take, after it is on disk. `before` is undefined for a new take. */
export type TakeListener = (after: Take, before: Take | undefined, event: TakeEvent) => void;

interface Pending {
  readonly key: TakeKey;
  readonly event: TakeEvent;
  readonly resolve: (take: Take) => void;
  readonly reject: (error: unknown) => void;
}

/** One name for a take, for maps. */
export function takeName({ shotId, number }: TakeKey): string {
  return `${shotId}#${number}`;
}

/**
 * Every take of the state, as it is on disk. Nothing else in the engine writes takes: a change is decided by
 * the take machine, stored, and only then seen by anyone.
 *
 * Changes that come while a write is under way are stored together in the next one, so that a slow disk costs
 * one sync for many takes and not one for each.
 */
export class TakeBook {
  readonly #store: StateStore;
  readonly #epoch: number;
  readonly #takes = new Map<string, Take>();
  readonly #byShot = new Map<string, Map<number, Take>>();
  readonly #owners = new Map<string, string>();
  readonly #forgotten = new Set<string>();
  readonly #lastNumber = new Map<string, number>();
  readonly #listeners: TakeListener[] = [];
  #pending: Pending[] = [];
  #writing = false;
  #closed = false;

  /** @param snapshot - forgotten takes are in the state no more, but their numbers and generations stay used. */
  constructor(store: StateStore, epoch: number, snapshot: Pick<StateSnapshot, "takes" | "forgotten">) {
    this.#store = store;
    this.#epoch = epoch;
    for (const take of snapshot.takes) this.#keep(take);
    for (const { shotId, number, generationId } of snapshot.forgotten ?? []) {
      this.#useNumber(shotId, number);
      if (generationId !== undefined) this.#forgotten.add(generationId);
    }
  }

  /** Listeners hear in the order in which they were added. */
  listen(listener: TakeListener): void {
    this.#listeners.push(listener);
  }

  all(): Iterable<Take> {
    return this.#takes.values();
  }

  get(key: TakeKey): Take | undefined {
    return this.#takes.get(takeName(key));
  }

  /** The takes of a shot, oldest first. */
  of(shotId: string): Take[] {
    return [...(this.#byShot.get(shotId)?.values() ?? [])];
  }

  /** The take that has a generation. */
  owner(generationId: string): Take | undefined {
    const name = this.#owners.get(generationId);
    return name === undefined ? undefined : this.#takes.get(name);
  }

  /** Whether a generation may not be given to a take: another one has it, or had it before it was forgotten. */
  isTaken(generationId: string): boolean {
    return this.#owners.has(generationId) || this.#forgotten.has(generationId);
  }

  /** A number that no take of the shot has or will have. */
  nextNumber(shotId: string): number {
    const number = (this.#lastNumber.get(shotId) ?? 0) + 1;
    this.#lastNumber.set(shotId, number);
    return number;
  }

  /** Stores an intent; only a `committed` one may be sent. */
  async intend(take: Take, walls: Walls): Promise<IntentOutcome> {
    if (this.#closed) return { kind: "superseded" };
    const outcome = await this.#store.commitIntent(take, walls);
    if (outcome.kind === "committed") this.#apply(take, { type: "intended", atMs: take.intentAtMs, take });
    return outcome;
  }

  /**
   * Lets an event happen to a take and stores what comes of it.
   *
   * @returns the take after the event, once it is on disk.
   * @throws ShotlistError `impossible-event`, and the store's own errors; of a write that holds several
   *   changes, only the one whose generation has an owner already fails with `generation-id-taken`.
   */
  happen(key: TakeKey, event: TakeEvent): Promise<Take> {
    if (this.#closed) return Promise.reject(new Error("The run is over."));
    return new Promise((resolve, reject) => {
      this.#pending.push({ key, event, resolve, reject });
      if (this.#writing) return;
      this.#writing = true;
      queueMicrotask(() => void this.#write());
    });
  }

  /** Writes nothing more: the run is over, and the store may belong to another one. */
  close(): void {
    this.#closed = true;
  }

  async #write(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      await this.#writeBatch(batch);
    }
    this.#writing = false;
  }

  async #writeBatch(batch: readonly Pending[]): Promise<void> {
    const drafts = new Map<string, Take>();
    const decided: { readonly pending: Pending; readonly take: Take }[] = [];
    const changes: TakeChange[] = [];
    for (const pending of batch) {
      const name = takeName(pending.key);
      const before = drafts.get(name) ?? this.#takes.get(name);
      try {
        const take = nextTake(before, pending.event);
        if (take !== before) changes.push({ take, event: pending.event });
        drafts.set(name, take);
        decided.push({ pending, take });
      } catch (error) {
        pending.reject(error);
      }
    }
    try {
      if (changes.length > 0) await this.#store.record(this.#epoch, changes);
    } catch (error) {
      if (hasCode(error, "generation-id-taken") && decided.length > 1) {
        for (const { pending } of decided) await this.#writeBatch([pending]);
      } else {
        for (const { pending } of decided) pending.reject(error);
      }
      return;
    }
    for (const { pending, take } of decided) {
      try {
        this.#apply(take, pending.event);
        pending.resolve(take);
      } catch (error) {
        // A listener failed: whoever let the event happen must not wait for ever.
        pending.reject(error);
      }
    }
  }

  #apply(take: Take, event: TakeEvent): void {
    const before = this.#takes.get(takeName(take));
    if (before === take) return;
    this.#keep(take);
    for (const listener of this.#listeners) listener(take, before, event);
  }

  #keep(take: Take): void {
    const name = takeName(take);
    const before = this.#takes.get(name);
    if (before?.generationId !== undefined) this.#owners.delete(before.generationId);
    if (take.generationId !== undefined) this.#owners.set(take.generationId, name);
    this.#takes.set(name, take);
    const siblings = this.#byShot.get(take.shotId) ?? new Map<number, Take>();
    siblings.set(take.number, take);
    this.#byShot.set(take.shotId, siblings);
    this.#useNumber(take.shotId, take.number);
  }

  #useNumber(shotId: string, number: number): void {
    this.#lastNumber.set(shotId, Math.max(number, this.#lastNumber.get(shotId) ?? 0));
  }
}
