import { formatUsd, type ReadModel, type ShotState } from "@shotlist/core/read-model";
import { countOf, formatBytes, formatCount } from "../words/show-values.ts";
import { shotStates, stateLabels } from "../words/state-words.ts";
import { plainLine } from "./display-width.ts";

/** How many shots that need a person are named before the rest is only counted. */
const NAMED = 10;

/** What a person can do about a state, for the states that wait for one. */
const wayOut: Partial<Readonly<Record<ShotState, string>>> = {
  failed: "shotlist run --retry failed",
  unconfirmed: "shotlist run looks for them; what stays is settled with shotlist resolve",
  blocked: "see the reasons below",
};

/**
 * Where things stand, in a few lines for `status`: shots by state, clips, money, and the shots that need
 * a person with the reason of each. No line has a line break or control characters in it.
 */
export function summaryLines(model: ReadModel): readonly string[] {
  return [...headLines(model), ...moneyLines(model), ...attentionLines(model)];
}

function headLines(model: ReadModel): readonly string[] {
  const { totals } = model;
  const marks = [model.simulated ? "simulated" : "", model.profile ? `profile ${model.profile}` : ""].filter(
    Boolean,
  );
  const states = shotStates
    .toReversed()
    .filter((state) => totals.byState[state] > 0)
    .map((state) => `${formatCount(totals.byState[state])} ${stateLabels[state].toLowerCase()}`);
  return [
    plainLine(`${model.name}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`),
    `${countOf(totals.shots, "shot")}${states.length > 0 ? `: ${states.join(", ")}` : ""}`,
    `${countOf(totals.clips, "clip")} on disk${totals.clipBytes > 0 ? `, ${formatBytes(totals.clipBytes)}` : ""}`,
  ];
}

function moneyLines(model: ReadModel): readonly string[] {
  const { totals } = model;
  const unknown = totals.unknownPrices > 0 ? ` plus ${countOf(totals.unknownPrices, "unknown price")}` : "";
  const parts = [
    `spent ${formatUsd(totals.spentUsdE4)} of ${formatUsd(totals.estimateUsdE4)} estimated${unknown}`,
  ];
  if (totals.heldUsdE4 > 0) parts.push(`${formatUsd(totals.heldUsdE4)} held`);
  if (totals.refundedUsdE4 > 0) parts.push(`${formatUsd(totals.refundedUsdE4)} refunded`);
  const toBuy = totals.toBuyUsdE4 === 0 ? "nothing to buy" : `${formatUsd(totals.toBuyUsdE4)} to buy`;
  return [`${parts.join("; ")}; ${toBuy}`];
}

function attentionLines(model: ReadModel): readonly string[] {
  const lines: string[] = [];
  for (const state of shotStates) {
    const way = wayOut[state];
    const shots = model.shots.filter((shot) => shot.state === state);
    if (way === undefined || shots.length === 0) continue;
    lines.push("", `${stateLabels[state]}: ${way}`);
    for (const shot of shots.slice(0, NAMED)) {
      lines.push(`  ${plainLine(shot.id)}: ${plainLine(shot.takes.at(-1)?.failure?.words ?? shot.words)}`);
    }
    if (shots.length > NAMED) lines.push(`  and ${formatCount(shots.length - NAMED)} more`);
  }
  return lines;
}
