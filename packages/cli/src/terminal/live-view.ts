import type { RunProgress } from "@shotlist/core";
import stringWidth from "string-width";
import { clockWords, durationWords, timeLeftWords } from "./amounts.ts";
import { type Brush, createBrush, type LiveLook } from "./brush.ts";
import type { EventLine } from "./event-line.ts";
import { liveFacts } from "./live-facts.ts";
import type { BarPart } from "./look.ts";
import { PART_TONES, progressBar } from "./progress-bar.ts";
import { cutTo, oneLine, padTo, wrapTo } from "./text-width.ts";

/** What a live view shows. */
export interface LiveState {
  readonly name: string;
  readonly simulated: boolean;
  readonly progress: RunProgress;
  /** Oldest first; the last few are shown. */
  readonly events: readonly EventLine[];
  /** Why no more is submitted, once that is so. */
  readonly stopping?: string;
  /** The run is over: only what should stay on the screen is drawn. */
  readonly ended: boolean;
}

const MOST_EVENTS = 5;
const SPINNER_MS = 120;

/**
 * Draws where a run stands. Pure: the same state and look give the same lines, none wider than the
 * terminal, and fewer than it has rows. What gives way first on a low terminal: blank lines, the hint,
 * older events, then the facts; the title, the bar and the counts stay.
 */
export function renderLiveView(state: LiveState, look: LiveLook): string {
  const brush = createBrush(look);
  const head = [...titleLines(state, brush), barLine(state.progress, brush), ...countLines(state, brush)];
  const facts = liveFacts(state, brush);
  if (state.ended) return fitted([[...head, ...facts]], look.rows).join("\n");
  const events = state.events.slice(-MOST_EVENTS).map((event) => eventText(event, state, brush));
  return fitted([head, facts, events, hintLines(state, brush)], look.rows).join("\n");
}

/** Joins sections with blank lines between them, and drops what has no room, least important first. */
function fitted([head = [], facts = [], events = [], hint = []]: string[][], rows: number): string[] {
  const room = Math.max(1, rows - 1);
  const candidates = [
    [head, facts, events, hint],
    ...events.slice(1).map((_, drop) => [head, facts, events.slice(drop + 1), hint]),
    [head, facts, events.slice(-1)],
    [head, facts],
    [head],
  ].map((sections) => sections.filter((section) => section.length > 0));
  for (const sections of candidates) {
    const spaced = sections.flatMap((section, index) => (index === 0 ? section : ["", ...section]));
    if (spaced.length <= room) return spaced;
    const dense = sections.flat();
    if (dense.length <= room) return dense;
  }
  return head.slice(0, room);
}

function titleLines(state: LiveState, brush: Brush): string[] {
  const { paint, signs } = brush;
  const { text: sign, tone } = titleSign(state, brush);
  const badge = state.simulated ? "simulated" : "";
  const times = timesText(state, brush);
  const beside = brush.wide ? stringWidth(times) + 2 : 0;
  const badgeRoom = badge === "" ? 0 : badge.length + 2;
  const name = cutTo(oneLine(state.name), Math.max(8, brush.width - 2 - badgeRoom - beside), signs.cut);
  const title = `${paint(tone, sign)} ${paint("strong", name)}${badge === "" ? "" : `  ${paint("doubtful", badge)}`}`;
  const right = paint("quiet", times);
  if (!brush.wide)
    return [
      title,
      ...(times === "" ? [] : [`  ${paint("quiet", cutTo(times, brush.width - 2, signs.cut))}`]),
    ];
  return [padTo(title, brush.width - stringWidth(times)) + right];
}

function titleSign(
  state: LiveState,
  { signs, nowMs }: Brush,
): { text: string; tone: "good" | "bad" | "active" } {
  if (state.ended) {
    const { done, total, failed, blocked } = state.progress;
    if (done === total) return { text: signs.done, tone: "good" };
    return failed + blocked > 0 ? { text: signs.failed, tone: "bad" } : { text: signs.stop, tone: "active" };
  }
  if (state.stopping !== undefined) return { text: signs.stop, tone: "active" };
  const frame = Math.floor(Math.max(0, nowMs) / SPINNER_MS) % signs.spinner.length;
  return { text: signs.spinner[frame] ?? "", tone: "active" };
}

function timesText({ progress, ended }: LiveState, { nowMs, signs }: Brush): string {
  if (ended) return `took ${durationWords(progress.nowMs - progress.startedAtMs)}`;
  const elapsed = durationWords(nowMs - progress.startedAtMs);
  if (progress.timeLeftMs === undefined) return elapsed;
  const leftMs = Math.max(0, progress.timeLeftMs - Math.max(0, nowMs - progress.nowMs));
  return `${elapsed} ${signs.dot} ${timeLeftWords(leftMs)} left`;
}

function barLine(progress: RunProgress, brush: Brush): string {
  const share = `${progress.done} of ${progress.total}`;
  // As wide as it will ever be, so that the bar does not move while the run goes on.
  const room = Math.max(share.length, `${progress.total} of ${progress.total}`.length) + 2;
  if (brush.width - room < 10) return progressBar(progress, brush.width, brush);
  return progressBar(progress, brush.width - room, brush) + share.padStart(room);
}

const COUNTS: readonly BarPart[] = [
  "done",
  "downloading",
  "running",
  "waiting",
  "unconfirmed",
  "failed",
  "blocked",
];

/** These are always there while a run goes on, so that nothing jumps when one becomes zero. */
const STEADY: ReadonlySet<BarPart> = new Set(["done", "downloading", "running", "waiting"]);

/** `✔ 38 done   ● 10 running`, on as many lines as that takes. */
function countLines({ progress, ended }: LiveState, { paint, signs, width }: Brush): string[] {
  const digits = ended ? 1 : String(progress.total).length;
  const lines: string[] = [];
  let used = 0;
  for (const part of COUNTS) {
    if (progress[part] === 0 && (ended || !STEADY.has(part))) continue;
    const words = `${String(progress[part]).padStart(digits)} ${part}`;
    const painted = `${paint(PART_TONES[part], signs[part])} ${words}`;
    const cells = stringWidth(`${signs[part]} ${words}`);
    if (lines.length === 0 || used + 3 + cells > width) {
      lines.push(painted);
      used = cells;
    } else {
      lines.push(`${lines.pop()}   ${painted}`);
      used += 3 + cells;
    }
  }
  return lines;
}

function eventText(event: EventLine, { progress }: LiveState, brush: Brush): string {
  const { paint, signs, width, wide } = brush;
  const clock = wide ? `${clockWords(event.atMs - progress.startedAtMs).padStart(7)}  ` : "";
  const room = width - stringWidth(clock) - 2;
  const subjectCells = wide ? Math.min(28, Math.max(12, Math.floor(width / 3))) : Math.floor(room / 2);
  const sign = paint(event.tone, signs[event.sign]);
  if (event.subject === "") return `${paint("quiet", clock)}${sign} ${cutTo(event.words, room, signs.cut)}`;
  const subject = cutTo(event.subject, subjectCells, signs.cut);
  const column = wide ? padTo(subject, subjectCells) : subject;
  const words = cutTo(event.words, room - stringWidth(column) - 2, signs.cut);
  return `${paint("quiet", clock)}${sign} ${column}  ${paint("quiet", words)}`;
}

/** What Ctrl-C does now, below why nothing more is submitted once that is so. */
function hintLines({ stopping }: LiveState, { paint, width, wide, signs }: Brush): string[] {
  const first = wide
    ? "Ctrl-C stops after the downloads at hand; the next run goes on"
    : "Ctrl-C stops gently";
  if (stopping === undefined) return [paint("quiet", cutTo(first, width, signs.cut))];
  const why = wrapTo(oneLine(stopping), width).map((line) => cutTo(line, width, signs.cut));
  const again = /ctrl-c/i.test(stopping) ? [] : ["Ctrl-C again leaves at once"];
  return [...why.map((line) => paint("active", line)), ...again.map((line) => paint("quiet", line))];
}
