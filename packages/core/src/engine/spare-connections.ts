import type { Clock } from "../ports/clock.ts";
import type { GenerationApi, OpenOutcome } from "../ports/generation-api.ts";

/** What spare connections are made with. */
export interface SpareOptions {
  readonly api: Pick<GenerationApi, "openCreate">;
  readonly clock: Clock;
  /** How long one may stand idle, in milliseconds: servers close what is idle for longer. */
  readonly lifeMs: number;
  /** Most at one time. */
  readonly most: number;
  /** Told how long a create waited for its connection, in milliseconds. */
  readonly onTaken?: (waitedMs: number) => void;
}

interface Spare {
  readonly opened: Promise<OpenOutcome>;
  readonly sinceMs: number;
}

/**
 * Connections that are opened while the answer is awaited that may free a slot, so that its next create need not
 * wait for one. Each carries one create or none. One that could not be opened is never given out.
 */
export class SpareConnections {
  readonly #options: SpareOptions;
  #spares: Spare[] = [];

  constructor(options: SpareOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that so many are open or being opened, up to the most.
   *
   * @param signal - aborted, they are closed.
   */
  prepare(count: number, signal: AbortSignal): void {
    const { api, clock, lifeMs, most } = this.#options;
    this.#dropOld();
    while (this.#spares.length < Math.min(count, most) && !signal.aborted) {
      const spare: Spare = { opened: api.openCreate(signal), sinceMs: clock.monotonicMs() };
      this.#spares.push(spare);
      void clock.sleep(lifeMs, signal).then(() => this.#drop(spare));
    }
  }

  /** One that was prepared and is still young, or else a new one. */
  async take(signal: AbortSignal): Promise<OpenOutcome> {
    this.#dropOld();
    const { api, clock, onTaken } = this.#options;
    const sinceMs = clock.monotonicMs();
    const spare = this.#spares.shift();
    const prepared = await spare?.opened;
    const opened = prepared?.kind === "open" ? prepared : await api.openCreate(signal);
    onTaken?.(clock.monotonicMs() - sinceMs);
    return opened;
  }

  #dropOld(): void {
    const { clock, lifeMs } = this.#options;
    for (const spare of [...this.#spares]) {
      if (clock.monotonicMs() - spare.sinceMs >= lifeMs) this.#drop(spare);
    }
  }

  #drop(spare: Spare): void {
    if (!this.#spares.includes(spare)) return;
    this.#spares = this.#spares.filter((other) => other !== spare);
    void spare.opened.then((opened) => {
      if (opened.kind === "open") opened.connection.close();
    });
  }
}
