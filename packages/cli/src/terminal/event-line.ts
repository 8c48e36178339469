import type { RunEvent } from "@shotlist/core";
import { durationWords } from "./amounts.ts";
import type { Signs, Tone } from "./look.ts";
import { oneLine } from "./text-width.ts";

/** An event in words, on one line. */
export interface EventLine {
  readonly atMs: number;
  readonly sign: keyof Pick<
    Signs,
    | "done"
    | "downloading"
    | "running"
    | "waiting"
    | "failed"
    | "unconfirmed"
    | "blocked"
    | "pause"
    | "warning"
    | "stop"
  >;
  readonly tone: Tone;
  /** One lower-case word for logs. */
  readonly kind: string;
  /** The shot that it is about, with its take after the first; empty when it is about the run. */
  readonly subject: string;
  readonly words: string;
  /** Something that a person should still find when the run is over. */
  readonly lasting: boolean;
}

type TakeRunEvent = Extract<RunEvent, { type: "take" }>;
type Face = Pick<EventLine, "sign" | "tone" | "lasting">;

/** Takes that reach these states are worth a line; steps between them are only counted. */
const TAKE_FACES: Partial<Readonly<Record<TakeRunEvent["to"], Face>>> = {
  running: { sign: "running", tone: "active", lasting: false },
  done: { sign: "done", tone: "good", lasting: false },
  failed: { sign: "failed", tone: "bad", lasting: true },
  refused: { sign: "failed", tone: "bad", lasting: true },
  unconfirmed: { sign: "unconfirmed", tone: "doubtful", lasting: true },
  overdue: { sign: "pause", tone: "doubtful", lasting: true },
  missing: { sign: "unconfirmed", tone: "doubtful", lasting: true },
  "not-created": { sign: "waiting", tone: "quiet", lasting: false },
  abandoned: { sign: "blocked", tone: "quiet", lasting: true },
};

/** The line of an event; undefined for one that says nothing new to a person. */
export function eventLine(event: RunEvent): EventLine | undefined {
  switch (event.type) {
    case "take":
      return takeLine(event);
    case "download":
      return {
        ...about(event.atMs, "download", event.words, "downloading", "fetching"),
        subject: subjectOf(event.shotId, event.take),
      };
    case "throttled": {
      const why = event.kind === "rate" ? "too many requests" : "too many generations at once";
      const words = `the API asks to wait ${durationWords(event.waitMs)}: ${why}; ${event.slots} slots`;
      return about(event.atMs, "throttled", words, "pause", "active");
    }
    case "network": {
      const next = event.waitMs > 0 ? `; next try in ${durationWords(event.waitMs)}` : "";
      return about(event.atMs, "network", `${event.words}${next}`, "pause", "active");
    }
    case "warning": {
      const hint = event.hint === undefined ? "" : ` ${event.hint}`;
      const line = about(event.atMs, "warning", `${event.words}${hint}`, "warning", "active");
      return { ...line, subject: oneLine(event.shotId ?? ""), lasting: true };
    }
    case "stopping":
      return about(event.atMs, "stopping", event.words, "stop", "active");
    case "run-started":
    case "run-ended":
      return undefined;
  }
}

function takeLine(event: TakeRunEvent): EventLine | undefined {
  const face = TAKE_FACES[event.to];
  if (face === undefined || event.from === event.to) return undefined;
  return {
    ...about(event.atMs, event.to, event.words, face.sign, face.tone),
    subject: subjectOf(event.shotId, event.take),
    // One that had been given up turns up after all: it may have been paid twice.
    lasting: face.lasting || (event.to === "running" && event.from === "not-created"),
  };
}

function about(atMs: number, kind: string, words: string, sign: EventLine["sign"], tone: Tone): EventLine {
  return { atMs, kind, sign, tone, subject: "", words: oneLine(words), lasting: false };
}

function subjectOf(shotId: string, take: number): string {
  return oneLine(take === 1 ? shotId : `${shotId} #${take}`);
}
