import type { IncomingMessage, ServerResponse } from "node:http";
import type { Edition, LiveStanding } from "./live-standing.ts";
import { runProgress } from "./run-progress.ts";

/** How often files are looked at, unless said. */
const WATCH_MS = 500;
/** A look that takes long is not taken all the time: at most this part of the time goes into looking. */
const BUSY_PART = 0.2;
/** A page takes a run for over when it hears nothing of it for longer. */
const REPEAT_MS = 5_000;

/**
 * Tells pages what changes: `read-model` when there is a new edition, `progress` while a run is going and once,
 * with null, when it has ended. Nothing is looked at while nobody follows.
 */
export class EventStream {
  readonly #live: LiveStanding;
  readonly #watchMs: number;
  readonly #followers = new Set<ServerResponse>();
  #told: string | undefined;
  #progress = "null";
  #progressAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;

  constructor(live: LiveStanding, watchMs: number = WATCH_MS) {
    this.#live = live;
    this.#watchMs = watchMs;
  }

  /** Keeps the response open and writes to it until its page goes. */
  follow(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    // Without a first byte a browser does not call the line open.
    response.write(": open\n\n");
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    if (this.#progress !== "null") response.write(eventText("progress", this.#progress));
    this.#followers.add(response);
    response.on("close", () => this.#followers.delete(response));
    this.#lookAfter(0);
  }

  /** A page has this edition already. */
  served({ etag }: Edition): void {
    this.#told ??= etag;
  }

  /** Tells of an edition, unless it is told of already. */
  tell({ etag, standing }: Edition): void {
    if (this.#told === etag) return;
    const isFirst = this.#told === undefined;
    this.#told = etag;
    if (!isFirst) {
      this.#write(eventText("read-model", JSON.stringify({ serial: standing.snapshot.info.serial })));
    }
  }

  /** Ends every line. */
  close(): void {
    clearTimeout(this.#timer);
    for (const response of this.#followers) response.end();
    this.#followers.clear();
  }

  #lookAfter(waitMs: number): void {
    if (this.#isLooking) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), waitMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    const begunMs = performance.now();
    try {
      const edition = await this.#live.current();
      this.tell(edition);
      this.#tellProgress(JSON.stringify(await runProgress(edition)));
    } catch {
      // A state that cannot be read at this moment is looked at again; a page that asks for it is told why.
    }
    this.#isLooking = false;
    const tookMs = performance.now() - begunMs;
    if (this.#followers.size > 0) this.#lookAfter(Math.max(this.#watchMs, tookMs / BUSY_PART));
  }

  #tellProgress(progress: string): void {
    const nowMs = performance.now();
    const isNews = progress !== this.#progress;
    if (!isNews && (progress === "null" || nowMs - this.#progressAtMs < REPEAT_MS)) return;
    this.#progress = progress;
    this.#progressAtMs = nowMs;
    this.#write(eventText("progress", progress));
  }

  #write(text: string): void {
    for (const response of this.#followers) response.write(text);
  }
}

function eventText(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}
