import type { RunObserver } from "@shotlist/core";
import type { Io } from "../io.ts";
import { type EventLine, eventLine } from "./event-line.ts";
import { LiveDriver } from "./live-driver.ts";
import { createPaint, hasUnicode, signsFor } from "./look.ts";
import { createNdjson, versionRecord } from "./ndjson.ts";
import { createPlainLines } from "./plain-lines.ts";
import { oneLine } from "./text-width.ts";

/** What a run is shown by. */
export interface RunViewOptions {
  readonly name: string;
  readonly simulated: boolean;
  /** Of shotlist, for the first record of `--json`. */
  readonly version: string;
  readonly flags: { readonly json?: boolean; readonly quiet?: boolean };
}

/** A run as someone sees it. */
export interface RunView {
  readonly observer: RunObserver;
  /** Says something about the run that is no event of it, such as that it is stopping. */
  note(words: string): void;
  /** Ends the view and gives the terminal back. Harmless a second time. */
  close(): void;
}

const MOST_LASTING = 10;

/**
 * Opens the view that fits: records for `--json`, only what goes wrong for `--quiet` (on stderr), the live
 * view on a terminal, and plain lines everywhere else.
 */
export function openRunView(io: Io, options: RunViewOptions): RunView {
  const noteOnError = (words: string): void => void io.stderr.write(`${oneLine(words)}\n`);
  if (options.flags.json === true) {
    io.stdout.write(versionRecord(options.version));
    return {
      observer: createNdjson((text) => io.stdout.write(text)),
      note: noteOnError,
      close: () => undefined,
    };
  }
  if (options.flags.quiet === true) {
    return { observer: quietObserver(io), note: noteOnError, close: () => undefined };
  }
  if (io.isTerminal && isWriteStream(io.stdout)) return liveView(io, io.stdout, options);
  return {
    observer: createPlainLines((text) => io.stdout.write(text)),
    note: (words) => void io.stdout.write(`${oneLine(words)}\n`),
    close: () => undefined,
  };
}

function liveView(io: Io, stream: NodeJS.WriteStream, { name, simulated }: RunViewOptions): RunView {
  const unicode = hasUnicode(io.env);
  const live = new LiveDriver({ name, simulated, stream, color: io.color, unicode });
  return {
    observer: (event, progress) => live.hear(event, progress),
    note: (words) => live.stopping(words),
    close: () => {
      const ending = live.close();
      if (ending === undefined) return;
      const lines = lastingLines(ending, { color: io.color, unicode });
      io.stdout.write(
        ["", ...lines, ...(lines.length === 0 ? [] : [""])].map((line) => `${line}\n`).join(""),
      );
    },
  };
}

/** What went wrong in a run, for below its last frame: the newest of it, and how much more there was. */
function lastingLines(
  events: readonly EventLine[],
  look: { readonly color: boolean; readonly unicode: boolean },
): string[] {
  const paint = createPaint(look.color);
  const signs = signsFor(look.unicode);
  const lines = events
    .slice(-MOST_LASTING)
    .map(
      ({ tone, sign, subject, words }) =>
        `${paint(tone, signs[sign])} ${subject === "" ? "" : `${subject}: `}${words}`,
    );
  const more = events.length - lines.length;
  return more === 0 ? lines : [paint("quiet", `${more} more before these:`), ...lines];
}

function quietObserver(io: Io): RunObserver {
  return (event) => {
    const line = eventLine(event);
    if (line === undefined || !(line.lasting || event.type === "stopping")) return;
    const subject = line.subject === "" ? "" : `${line.subject}: `;
    io.stderr.write(`${line.kind}: ${subject}${line.words}\n`);
  };
}

function isWriteStream(stream: Io["stdout"]): stream is NodeJS.WriteStream {
  return "isTTY" in stream && stream.isTTY === true;
}
