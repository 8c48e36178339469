import { type ActionKind, formatUsd, type Plan, type PlanAction } from "@shotlist/core";
import { createColors } from "picocolors";
import { oneLine } from "./terminal/text-width.ts";

/** How a plan is drawn. */
export interface PlanLinesOptions {
  readonly color: boolean;
  readonly columns: number;
  /** Lines of one kind beyond this many are counted, not shown; 40 unless said. */
  readonly mostOfAKind?: number;
}

type Colors = ReturnType<typeof createColors>;

const SIGNS: Readonly<
  Record<ActionKind, { readonly sign: string; readonly paint: (colors: Colors) => (text: string) => string }>
> = {
  new: { sign: "+", paint: (colors) => colors.green },
  changed: { sign: "~", paint: (colors) => colors.yellow },
  retry: { sign: "↻", paint: (colors) => colors.yellow },
  retake: { sign: "↻", paint: (colors) => colors.yellow },
  "more-takes": { sign: "+", paint: (colors) => colors.green },
  resume: { sign: "…", paint: (colors) => colors.cyan },
  download: { sign: "↓", paint: (colors) => colors.cyan },
  blocked: { sign: "!", paint: (colors) => colors.red },
  removed: { sign: "-", paint: (colors) => colors.dim },
  done: { sign: "✓", paint: (colors) => colors.dim },
};

/** In the order in which a reader wants them: what costs, what waits for them, what goes on by itself. */
const ORDER: readonly ActionKind[] = [
  "new",
  "changed",
  "retry",
  "retake",
  "more-takes",
  "blocked",
  "resume",
  "download",
  "removed",
];

/**
 * Draws a plan: one line for each shot that something happens to, and one for all that are done.
 */
export function planLines(plan: Plan, options: PlanLinesOptions): string[] {
  const colors = createColors(options.color);
  const most = options.mostOfAKind ?? 40;
  const lines: string[] = [];
  const byKind = Map.groupBy(
    plan.actions.filter(({ selected }) => selected),
    ({ kind }) => kind,
  );
  for (const kind of ORDER) {
    const actions = byKind.get(kind) ?? [];
    const { sign, paint } = SIGNS[kind];
    for (const action of actions.slice(0, most)) {
      lines.push(`${paint(colors)(sign)} ${actionLine(action, colors)}`);
    }
    if (actions.length > most) lines.push(colors.dim(`  … and ${actions.length - most} more ${kind}`));
  }
  const renamed = plan.actions.filter(({ renamedFrom }) => renamedFrom !== undefined);
  for (const { shotId, renamedFrom } of renamed) {
    lines.push(`${colors.cyan("→")} ${renamedFrom} is now ${shotId}: it keeps its takes`);
  }
  const promoted = plan.actions.filter(({ approvedBefore }) => approvedBefore !== undefined).length;
  if (promoted > 0) lines.push(colors.dim(promotionNote(promoted)));
  const done = byKind.get("done")?.length ?? 0;
  if (done > 0) lines.push(colors.dim(`✓ ${done} ${done === 1 ? "shot is" : "shots are"} done`));
  const left = plan.actions.filter(({ selected, kind }) => !selected && kind !== "removed").length;
  if (left > 0) lines.push(colors.dim(`  ${left} not selected, left as they are`));
  return lines;
}

function promotionNote(shots: number): string {
  const what = shots === 1 ? "1 shot has" : `${shots} shots have`;
  return `  ${what} an approved take of something else: what is made now is another clip, and needs a verdict of its own`;
}

function actionLine(action: PlanAction, colors: Colors): string {
  const price =
    action.buys === 0
      ? ""
      : `  ${action.buys > 1 ? `${action.buys} takes, ` : ""}${action.priceUsdE4 === null ? "price unknown" : formatUsd(action.priceUsdE4)}`;
  return `${action.shotId}  ${colors.dim(oneLine(action.reason))}${price}`;
}
