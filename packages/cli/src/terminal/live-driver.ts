import type { RunObserver, RunProgress } from "@shotlist/core";
import { createLogUpdate } from "log-update";
import stringWidth from "string-width";
import { type EventLine, eventLine } from "./event-line.ts";
import { type LiveState, renderLiveView } from "./live-view.ts";

/** A terminal that a live view is drawn on. */
export interface LiveTerminal {
  readonly stream: NodeJS.WriteStream;
  readonly color: boolean;
  readonly unicode: boolean;
}

/** A live view at work. */
export interface LiveDriver {
  readonly observer: RunObserver;
  /** Shows why nothing more is submitted. */
  stopping(words: string): void;
  /** Draws the end, gives the cursor back and returns what should still be read. Harmless a second time. */
  close(): readonly EventLine[];
}

/** How long a frame stands at least; ten a second are as many as an eye wants. */
const FRAME_MS = 100;
/** Without an event the clock and the spinner still move. */
const IDLE_MS = 250;
const KEPT_EVENTS = 20;

/** Draws a run on a terminal. Nothing is drawn before its first event. */
export function startLiveView(
  run: { readonly name: string; readonly simulated: boolean },
  terminal: LiveTerminal,
): LiveDriver {
  const { stream } = terminal;
  const log = createLogUpdate(stream);
  const events: EventLine[] = [];
  const lasting: EventLine[] = [];
  let progress: RunProgress | undefined;
  let stoppingWords: string | undefined;
  let frame = "";
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  const draw = (): void => {
    timer = undefined;
    if (progress === undefined) return;
    const state: LiveState = {
      ...run,
      progress,
      events,
      ended,
      ...(stoppingWords === undefined ? {} : { stopping: stoppingWords }),
    };
    const { columns = 80, rows = 24 } = stream;
    const { color, unicode } = terminal;
    frame = renderLiveView(state, { columns, rows, color, unicode, nowMs: Date.now() });
    log(frame);
    if (!ended) schedule(IDLE_MS);
  };
  let dueMs = 0;
  const schedule = (inMs: number): void => {
    const nextMs = Date.now() + inMs;
    if (timer !== undefined && nextMs >= dueMs) return;
    clearTimeout(timer);
    dueMs = nextMs;
    timer = setTimeout(draw, inMs);
  };
  const onResize = (): void => {
    // A narrower terminal has broken the drawn lines in two; take those away that log-update does not know.
    const broken = brokenLines(frame, stream.columns);
    if (broken > 0) stream.write("\u001b[1A\u001b[2K".repeat(broken));
    log.clear();
    draw();
  };
  stream.on("resize", onResize);

  return {
    observer: (event, now) => {
      progress = now;
      const line = eventLine(event);
      if (line !== undefined) {
        events.push(line);
        if (events.length > KEPT_EVENTS) events.shift();
        if (line.lasting) lasting.push(line);
      }
      if (event.type === "stopping") stoppingWords = event.words;
      if (!ended) schedule(FRAME_MS);
    },
    stopping(words) {
      stoppingWords = words;
      if (!ended) schedule(0);
    },
    close() {
      if (ended) return [];
      ended = true;
      stream.off("resize", onResize);
      clearTimeout(timer);
      draw();
      log.done();
      return lasting;
    },
  };
}

/** How many more lines a drawn frame takes after the terminal has become `columns` wide. */
export function brokenLines(frame: string, columns: number): number {
  if (frame === "") return 0;
  return frame
    .split("\n")
    .reduce((extra, line) => extra + Math.max(0, Math.ceil(stringWidth(line) / Math.max(1, columns)) - 1), 0);
}
