import type { RunEvent, RunProgress } from "@shotlist/core";
import { createLogUpdate } from "log-update";
import stringWidth from "string-width";
import { type EventLine, eventLine } from "./event-line.ts";
import { renderLiveView } from "./live-view.ts";

/** What a live view is of, and the terminal that it is drawn on. */
export interface LiveDriverOptions {
  readonly name: string;
  readonly simulated: boolean;
  readonly stream: NodeJS.WriteStream;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** How long a frame stands at least; ten a second are as many as an eye wants. */
const FRAME_MS = 100;
/** Without an event the clock and the spinner still move. */
const IDLE_MS = 250;
const KEPT_EVENTS = 20;

/** Draws a run on a terminal until it is closed. Nothing is drawn before the first event. */
export class LiveDriver {
  readonly #options: LiveDriverOptions;
  readonly #log: ReturnType<typeof createLogUpdate>;
  readonly #events: EventLine[] = [];
  readonly #lasting: EventLine[] = [];
  #progress: RunProgress | undefined;
  #stopping: string | undefined;
  #frame = "";
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = 0;

  constructor(options: LiveDriverOptions) {
    this.#options = options;
    this.#log = createLogUpdate(options.stream);
    options.stream.on("resize", this.#onResize);
  }

  /** Takes an event in, to be drawn with the next frame. */
  hear(event: RunEvent, progress: RunProgress): void {
    this.#progress = progress;
    const line = eventLine(event);
    if (line !== undefined) {
      this.#events.push(line);
      if (this.#events.length > KEPT_EVENTS) this.#events.shift();
      if (line.lasting) this.#lasting.push(line);
    }
    if (event.type === "stopping") this.#stopping = event.words;
    this.#schedule(FRAME_MS);
  }

  /** Shows why nothing more is submitted. */
  stopping(words: string): void {
    this.#stopping = words;
    this.#schedule(0);
  }

  /**
   * Draws the end, gives the cursor back and returns what should still be read; undefined when nothing was
   * ever drawn. Harmless a second time.
   */
  close(): readonly EventLine[] | undefined {
    if (this.#ended) return undefined;
    this.#ended = true;
    this.#options.stream.off("resize", this.#onResize);
    clearTimeout(this.#timer);
    this.#draw();
    this.#log.done();
    return this.#progress === undefined ? undefined : this.#lasting;
  }

  /** Draws in so many milliseconds, unless a frame comes sooner anyway. */
  #schedule(inMs: number): void {
    const dueMs = Date.now() + inMs;
    if (this.#ended || (this.#timer !== undefined && dueMs >= this.#dueMs)) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
      this.#schedule(IDLE_MS);
    }, inMs);
  }

  #draw(): void {
    if (this.#progress === undefined) return;
    const { name, simulated, stream, color, unicode } = this.#options;
    const { columns = 80, rows = 24 } = stream;
    this.#frame = renderLiveView(
      {
        name,
        simulated,
        progress: this.#progress,
        events: this.#events,
        ended: this.#ended,
        ...(this.#stopping === undefined ? {} : { stopping: this.#stopping }),
      },
      { columns, rows, color, unicode, nowMs: Date.now() },
    );
    this.#log(this.#frame);
  }

  readonly #onResize = (): void => {
    // A narrower terminal has broken the drawn lines in two; take those away that log-update does not know.
    const broken = brokenLines(this.#frame, this.#options.stream.columns);
    if (broken > 0) this.#options.stream.write("\u001b[1A\u001b[2K".repeat(broken));
    this.#log.clear();
    this.#draw();
  };
}

/** How many more lines a drawn frame takes after the terminal has become `columns` wide. */
export function brokenLines(frame: string, columns: number): number {
  if (frame === "") return 0;
  return frame
    .split("\n")
    .reduce((extra, line) => extra + Math.max(0, Math.ceil(stringWidth(line) / Math.max(1, columns)) - 1), 0);
}
