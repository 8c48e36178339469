import type { ReadModel } from "@shotlist/core/read-model";
import { type Decision, decisionKey } from "../../decisions/decision.ts";
import { readModelIn } from "../read-embedded-model.ts";

/** How far a run is, as the server tells it; every field may be missing. Money in USD × 10⁴, times in ms. */
export interface LiveProgress {
  readonly total?: number;
  readonly done?: number;
  readonly failed?: number;
  readonly running?: number;
  readonly waiting?: number;
  readonly downloading?: number;
  readonly runUsdE4?: number;
  readonly timeLeftMs?: number;
}

/** What the link tells the page. */
export interface LiveListener {
  readonly onModel: (model: ReadModel) => void;
  /** Null when no run is going. */
  readonly onProgress: (progress: LiveProgress | null) => void;
  /** False while the server cannot be reached; decisions wait then. */
  readonly onReachable: (reachable: boolean) => void;
  /** The server holds these, and a read-model with them was told before. */
  readonly onSaved: (decisions: readonly Decision[]) => void;
  /** The server will not take these, and why, in words for people. */
  readonly onRefused: (decisions: readonly Decision[], reason: string) => void;
}

/** What the link needs of an EventSource. */
export interface EventTap {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

/** The browser's means, so that the link can be tried without one. */
export interface LiveMeans {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  readonly events: (url: string) => EventTap;
  readonly wait: (ms: number) => Promise<void>;
}

/** First and longest wait before a server that did not answer is asked again. */
const AGAIN_MS = { first: 1_000, most: 15_000 };

/**
 * The page's tie to the server that serves it. It follows the read-model and a run's progress, and hands over
 * decisions in the order in which they were made, one request at a time; while one is under way, later
 * decisions on the same clip replace each other. What the server did not answer is sent again: a decision says
 * what shall stand, so twice is as good as once.
 */
export class LiveLink {
  readonly #listener: LiveListener;
  readonly #means: LiveMeans;
  readonly #outbox = new Map<string, Decision>();
  readonly #events: EventTap;
  #sending = false;
  #fetching: "no" | "yes" | "again" = "no";
  #closed = false;
  #lost = false;

  constructor(listener: LiveListener, means: LiveMeans) {
    this.#listener = listener;
    this.#means = means;
    this.#events = means.events("api/events");
    this.#events.addEventListener("read-model", () => void this.#fetchModel());
    this.#events.addEventListener("progress", (event) => listener.onProgress(progressIn(event)));
    this.#events.addEventListener("open", () => {
      listener.onReachable(true);
      // What changed while the line was cut was told to nobody.
      if (this.#lost) void this.#fetchModel();
      this.#lost = false;
    });
    this.#events.addEventListener("error", () => {
      this.#lost = true;
      listener.onProgress(null);
      listener.onReachable(false);
    });
  }

  /** Hands decisions over, as soon as the server takes them. */
  send(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      const key = decisionKey(decision);
      this.#outbox.delete(key);
      this.#outbox.set(key, decision);
    }
    void this.#empty();
  }

  /** Lets go of the server. What it did not take yet is not sent any more. */
  close(): void {
    this.#closed = true;
    this.#events.close();
  }

  async #empty(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    let againMs = AGAIN_MS.first;
    while (this.#outbox.size > 0 && !this.#closed) {
      const batch = [...this.#outbox.values()];
      this.#outbox.clear();
      if (await this.#post(batch)) {
        againMs = AGAIN_MS.first;
        continue;
      }
      for (const decision of batch) {
        const key = decisionKey(decision);
        if (!this.#outbox.has(key)) this.#outbox.set(key, decision);
      }
      await this.#means.wait(againMs);
      againMs = Math.min(AGAIN_MS.most, againMs * 2);
    }
    this.#sending = false;
  }

  /** Sends a batch; says whether the server answered. */
  async #post(batch: readonly Decision[]): Promise<boolean> {
    const answer = await this.#ask("api/decisions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(batch),
    });
    if (answer === undefined) return false;
    const model = readModelIn(answer["readModel"]);
    if (model) {
      this.#listener.onModel(model);
      this.#listener.onSaved(batch);
    } else {
      this.#listener.onRefused(batch, reasonIn(answer["error"]));
    }
    return true;
  }

  async #fetchModel(): Promise<void> {
    if (this.#fetching !== "no") {
      this.#fetching = "again";
      return;
    }
    do {
      this.#fetching = "yes";
      const model = readModelIn(await this.#ask("api/read-model", { cache: "no-cache" }));
      if (model && !this.#closed) this.#listener.onModel(model);
    } while ((this.#fetching as string) === "again" && !this.#closed);
    this.#fetching = "no";
  }

  /** The server's answer as an object; undefined when none came or it was no JSON, which may pass. */
  async #ask(url: string, init: RequestInit): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      const response = await this.#means.fetch(url, init);
      const answer: unknown = await response.json();
      if (typeof answer !== "object" || answer === null) return undefined;
      this.#listener.onReachable(true);
      return answer as Readonly<Record<string, unknown>>;
    } catch {
      this.#listener.onReachable(false);
      return undefined;
    }
  }
}

function progressIn(event: Event): LiveProgress | null {
  try {
    const value: unknown = JSON.parse(String((event as MessageEvent).data));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

function reasonIn(error: unknown): string {
  if (typeof error !== "object" || error === null) return "The server did not take the decision.";
  const { message, hint } = error as { readonly message?: unknown; readonly hint?: unknown };
  return [message, hint].filter((text) => typeof text === "string" && text !== "").join(" ");
}
