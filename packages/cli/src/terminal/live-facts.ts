import { formatUsd, type RunProgress } from "@shotlist/core";
import stringWidth from "string-width";
import { byteWords } from "./amounts.ts";
import type { Brush } from "./brush.ts";
import { padTo } from "./text-width.ts";

/** What the facts speak of. */
export interface FactsState {
  readonly progress: RunProgress;
  readonly simulated: boolean;
  readonly ended: boolean;
}

/**
 * Slots, creates, money and bytes: in two columns where both have room, else one below the other. Of a run that
 * is over only money and bytes are left.
 */
export function liveFacts(state: FactsState, brush: Brush): string[] {
  const { progress, ended } = state;
  const downloaded = `${byteWords(progress.downloadedBytes)} downloaded`;
  const clips = fact("clips", downloaded, brush);
  const spend = fact("spend", spendText(state, brush), brush);
  if (ended)
    return brush.wide ? [`${spendText(state, brush)} ${brush.signs.dot} ${downloaded}`] : [spend, clips];
  const inUse = `${progress.slotsInUse} of ${progress.slots}`;
  const slots = fact("slots", brush.wide ? `${slotMeter(progress, brush)}  ${inUse}` : inUse, brush);
  const sent = `${progress.createsLastMinute} of ${progress.createsPerMinute} a minute`;
  const creates = fact("creates", sent, brush);
  const left = Math.max(Math.floor(brush.width / 2), widest([slots, spend]) + 2);
  if (left + widest([creates, clips]) > brush.width) return [slots, creates, spend, clips];
  return [padTo(slots, left) + creates, padTo(spend, left) + clips];
}

function widest(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => stringWidth(line)));
}

function fact(label: string, value: string, { paint }: Brush): string {
  return `${paint("quiet", label.padEnd(8))} ${value}`;
}

/** One cell a slot up to ten, then a tenth of the slots each. */
function slotMeter(progress: RunProgress, { paint, signs }: Brush): string {
  const cells = Math.min(10, Math.max(0, progress.slots));
  const share = progress.slots === 0 ? 0 : progress.slotsInUse / progress.slots;
  const full = Math.min(cells, Math.ceil(share * cells));
  return paint("active", signs.full.repeat(full)) + paint("quiet", signs.free.repeat(cells - full));
}

/** The money that is spent and held, of what may be; it turns to another colour near its wall. */
function spendText(state: FactsState, brush: Brush): string {
  const { committedUsdE4, wallUsdE4 } = state.progress;
  const sum = formatUsd(committedUsdE4);
  const note = brush.wide ? spendNote(state) : "";
  if (wallUsdE4 === undefined) return `${sum}${note}`;
  const near = committedUsdE4 >= wallUsdE4 * 0.9;
  return `${brush.paint(near ? "active" : "plain", sum)} of ${formatUsd(wallUsdE4)}${note}`;
}

/** A simulation spends nothing, but its sum is what a real run would cost. */
function spendNote({ progress: { committedUsdE4, runUsdE4 }, simulated }: FactsState): string {
  if (simulated) return " (simulated)";
  return runUsdE4 === committedUsdE4 ? "" : ` (${formatUsd(runUsdE4)} now)`;
}
