import type { Generation } from "../ports/generation-api.ts";

/** A link to a clip, with the server time at which it dies. */
export interface Link {
  readonly url: string;
  readonly diesAtMs: number;
  readonly posterUrl?: string;
  readonly attachments?: Generation["attachments"];
}

/** Links to finished clips: kept only in memory, because they die and must never be stored. */
export class LinkBook {
  readonly #links = new Map<string, Link>();
  readonly #lifeMs: number;

  /** @param lifeMs - life of a link that does not say when it dies, in milliseconds. */
  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  /** Keeps the link of a generation that has one. */
  learn(generation: Generation, nowMs: number): void {
    const { id, clipUrl, clipUrlExpiresAtMs, posterUrl, attachments } = generation;
    if (clipUrl === undefined) return;
    this.#links.set(id, {
      url: clipUrl,
      diesAtMs: clipUrlExpiresAtMs ?? nowMs + this.#lifeMs,
      ...(posterUrl === undefined ? {} : { posterUrl }),
      ...(attachments === undefined ? {} : { attachments }),
    });
  }

  get(generationId: string): Link | undefined {
    return this.#links.get(generationId);
  }

  drop(generationId: string): void {
    this.#links.delete(generationId);
  }
}
