import type { ServiceTime, StateStore } from "../ports/state-store.ts";
import type { ServiceHistory } from "./service-history.ts";

/** So many service times are stored together: each write of the state is synced, and none of these is worth one. */
const TOGETHER = 20;

/** Learns service times at once, and stores them a few at a time: a run that is killed forgets only the last few. */
export class ServiceNotes {
  readonly #store: Pick<StateStore, "recordServiceTimes">;
  readonly #history: Pick<ServiceHistory, "add">;
  #waiting: ServiceTime[] = [];

  constructor(store: Pick<StateStore, "recordServiceTimes">, history: Pick<ServiceHistory, "add">) {
    this.#store = store;
    this.#history = history;
  }

  async add(time: ServiceTime): Promise<void> {
    this.#history.add(time.key, time.ms);
    this.#waiting.push(time);
    if (this.#waiting.length >= TOGETHER) await this.store();
  }

  /** Stores what waits. Rejects with the store's errors. */
  async store(): Promise<void> {
    const times = this.#waiting;
    this.#waiting = [];
    if (times.length > 0) await this.#store.recordServiceTimes(times);
  }
}
