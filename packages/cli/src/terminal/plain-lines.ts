import { formatUsd, type RunEvent, type RunObserver, type RunProgress } from "@shotlist/core";
import { byteWords, durationWords } from "./amounts.ts";
import { eventLine } from "./event-line.ts";
import { oneLine } from "./text-width.ts";

/**
 * The line of an event for a log: time (UTC, to the second), one word, what it is about, words. No control
 * characters, no colours. Undefined for an event that a log does not need.
 */
function plainLine(event: RunEvent, progress: RunProgress): string | undefined {
  if (event.type === "run-started") {
    const buys = event.toBuy === 0 ? "nothing to buy" : `${event.toBuy} to buy`;
    return line(event.atMs, "started", `${event.shots} shots, ${buys}`);
  }
  if (event.type === "run-ended") return line(event.atMs, "ended", endWords(event.summary.progress));
  const told = eventLine(event);
  if (told === undefined) return undefined;
  const counted = told.kind === "done" ? ` (${progress.done} of ${progress.total})` : "";
  const subject = told.subject === "" ? "" : `${told.subject}: `;
  // The kind stands before it already: `done  mug: mug/take-1.mp4`.
  const words = told.words.startsWith(`${told.kind}: `) ? told.words.slice(told.kind.length + 2) : told.words;
  return line(told.atMs, told.kind, `${subject}${words}${counted}`);
}

/** An observer that writes plain lines, each with its line end. */
export function createPlainLines(write: (text: string) => void): RunObserver {
  return (event, progress) => {
    const text = plainLine(event, progress);
    if (text !== undefined) write(`${text}\n`);
  };
}

function endWords(progress: RunProgress): string {
  const { done, total, failed, unconfirmed, blocked, runUsdE4, downloadedBytes } = progress;
  const parts = [
    `${done} of ${total} shots done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unconfirmed > 0 ? [`${unconfirmed} unconfirmed`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
    `${formatUsd(runUsdE4)} in this run`,
    `${byteWords(downloadedBytes)} downloaded`,
    `took ${durationWords(progress.nowMs - progress.startedAtMs)}`,
  ];
  return parts.join(", ");
}

function line(atMs: number, kind: string, words: string): string {
  return oneLine(`${utcSeconds(atMs)} ${kind.padEnd(11)} ${words}`);
}

function utcSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}
