import type { JsonObject } from "@shotlist/manifest";
import { MinHeap } from "../engine/min-heap.ts";
import type { Generation } from "../ports/generation-api.ts";
import type { Failure, WireRequest } from "../take/take.ts";
import type { FakeGeneration } from "./fake-api-options.ts";

/** How a `FakeGenerationBook` shows its generations. */
export interface FakeBookOptions {
  readonly nowMs: () => number;
  readonly idPrefix: string;
  readonly linkLifeMs: number;
  readonly echoes: "whole" | "prompt" | "nothing";
}

/** Everything that a fake API has made, with the state that each generation has by the clock. */
export class FakeGenerationBook {
  /** Oldest first. */
  readonly generations: FakeGeneration[] = [];
  readonly #options: FakeBookOptions;
  readonly #byId = new Map<string, FakeGeneration>();
  readonly #deleted = new Set<string>();
  readonly #ends: MinHeap<number> = new MinHeap((a, b) => a - b);
  #mostInFlight = 0;

  constructor(options: FakeBookOptions) {
    this.#options = options;
  }

  /** Generations at work at one time, most ever. */
  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  /** Generations at work now. */
  inFlight(): number {
    const nowMs = this.#options.nowMs();
    for (let end = this.#ends.peek(); end !== undefined && end <= nowMs; end = this.#ends.peek()) {
      this.#ends.pop();
    }
    return this.#ends.size;
  }

  /** Begins a generation that takes so long, and then fails if it has a failure. */
  make(
    request: WireRequest,
    how: { readonly foreign: boolean; readonly serviceMs: number; readonly failure?: Failure },
  ): FakeGeneration {
    const nowMs = this.#options.nowMs();
    const generation: FakeGeneration = {
      id: `${this.#options.idPrefix}-${this.generations.length + 1}`,
      request,
      createdAtMs: nowMs,
      endsAtMs: nowMs + how.serviceMs,
      foreign: how.foreign,
      ...(how.failure === undefined ? {} : { failure: how.failure }),
    };
    this.generations.push(generation);
    this.#byId.set(generation.id, generation);
    this.#ends.push(generation.endsAtMs);
    this.#mostInFlight = Math.max(this.#mostInFlight, this.inFlight());
    return generation;
  }

  /** It is not shown any more; what it does goes on. */
  delete(id: string): void {
    this.#deleted.add(id);
  }

  /** A generation as the API shows it now; undefined when it is not there. */
  find(id: string): Generation | undefined {
    const generation = this.#byId.get(id);
    return generation === undefined || this.#deleted.has(id) ? undefined : this.show(generation);
  }

  /** Newest first, without those made after `untilMs`. */
  page(
    { limit, offset }: { readonly limit: number; readonly offset: number },
    untilMs: number,
  ): { readonly generations: readonly Generation[]; readonly hasMore: boolean } {
    const generations: Generation[] = [];
    let skipped = 0;
    for (let index = this.generations.length - 1; index >= 0; index--) {
      const generation = this.generations[index] as FakeGeneration;
      if (generation.createdAtMs > untilMs || this.#deleted.has(generation.id)) continue;
      if (skipped++ < offset) continue;
      if (generations.length === limit) return { generations, hasMore: true };
      generations.push(this.show(generation));
    }
    return { generations, hasMore: false };
  }

  show(generation: FakeGeneration): Generation {
    const nowMs = this.#options.nowMs();
    const { id, createdAtMs, endsAtMs } = generation;
    const shown = { id, createdAtMs, ...this.#echo(generation) };
    if (nowMs < endsAtMs) {
      const queued = nowMs - createdAtMs < (endsAtMs - createdAtMs) / 4;
      return { ...shown, state: queued ? "queued" : "running" };
    }
    if (generation.failure !== undefined) return { ...shown, state: "failed", failure: generation.failure };
    const clipUrlExpiresAtMs = nowMs + this.#options.linkLifeMs;
    const clipUrl = `https://cdn.test/${id}.mp4?expires=${clipUrlExpiresAtMs}`;
    return { ...shown, state: "completed", clipUrl, clipUrlExpiresAtMs };
  }

  #echo({ request }: FakeGeneration): { readonly echo?: JsonObject } {
    const { echoes } = this.#options;
    if (echoes === "nothing") return {};
    if (echoes === "whole") return { echo: request.body };
    return { echo: { prompt: request.body["prompt"] ?? null, unreadable: true } };
  }
}
