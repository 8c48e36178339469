import { type CostDifference, planCounts } from "@shotlist/core";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import { differenceLines, estimateTable, planMarkdown } from "@shotlist/reporter";
import type { PlanFlags } from "../arguments.ts";
import { estimateOf } from "../estimate-of.ts";
import { EXIT } from "../exit-code.ts";
import { hasWork } from "../has-work.ts";
import type { Io } from "../io.ts";
import { planLines } from "../plan-lines.ts";
import { printRecord } from "../print-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { type OpenStanding, readOpenStanding } from "../standing.ts";
import { refuseStateBeside } from "../state-beside.ts";

/** What a plan is shown with: against another manifest, where one was named. */
interface ShownPlan {
  readonly standing: OpenStanding;
  readonly comparison?: { readonly other: string; readonly difference: CostDifference };
}

/**
 * Shows what a run would do and what it would cost; sends and changes nothing. With `--out FILE.json` it also
 * saves the plan; a state is made then where there is none, so that the plan is the plan of that state. With
 * `--compare-to FILE` it shows what the manifest costs against another one.
 *
 * With `--json`: a `plan-action` record a shot, `plan-summary` and `estimate`; with `--compare-to` also a
 * `shot-difference` record a shot that differs and a `cost-difference` (see `CostDifference`).
 *
 * @returns 0; with `--detailed-exitcode` 10 when there is something to do; 2 when a manifest has errors.
 * @throws ShotlistError `state-beside`; `manifest-not-found`, `manifest-unreadable`
 */
export async function plan(io: Io, version: string, file: string, flags: PlanFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const { manifest } = project;
  let standing = await readOpenStanding(io, file, manifest, flags);
  await refuseStateBeside(manifest, standing.paths, flags);
  if (flags.save !== undefined && standing.plan.lineage === "") {
    await makeState(standing.paths.state, manifest.name);
    standing = await readOpenStanding(io, file, manifest, flags);
  }
  const shown = await showable(io, standing, flags);
  if (shown === undefined) return EXIT.usage;
  if (flags.json === true) printJson(io, version, shown);
  else if (flags.format === "markdown") printMarkdown(io, shown, flags);
  else printText(io, shown, flags);
  if (flags.save !== undefined) {
    const { savePlan } = await import("../saved-plan-file.ts");
    const nowMs = systemClock.nowMs();
    const id = await savePlan(io, flags.save, { project, standing, flags, nowMs });
    if (flags.json === true) printRecord(io, { type: "plan-saved", file: flags.save, id });
    else {
      // Markdown is handed on as it is.
      const out = flags.format === "markdown" ? io.stderr : io.stdout;
      out.write(`\nSaved as ${flags.save}. Do it with: shotlist run --plan ${flags.save}\n`);
    }
  }
  return flags.detailedExitcode === true && hasWork(standing.plan) ? EXIT.somethingToDo : EXIT.ok;
}

async function makeState(file: string, name: string): Promise<void> {
  const store = await openStateStore({ file, name, newId: newUuid, nowMs: systemClock.nowMs });
  await store.close();
}

async function showable(io: Io, standing: OpenStanding, flags: PlanFlags): Promise<ShownPlan | undefined> {
  const { compareTo: other } = flags;
  if (other === undefined) return { standing };
  const { compareTo } = await import("../compare-plan.ts");
  const difference = await compareTo(io, other, standing, flags);
  return difference === undefined ? undefined : { standing, comparison: { other, difference } };
}

function printMarkdown(io: Io, { standing, ...shown }: ShownPlan, flags: PlanFlags): void {
  const simulated = flags.simulate === true;
  io.stdout.write(planMarkdown({ plan: standing.plan, estimate: estimateOf(standing), simulated, ...shown }));
}

function printText(io: Io, { standing, comparison }: ShownPlan, flags: PlanFlags): void {
  if (flags.quiet !== true) {
    for (const line of planLines(standing.plan, { color: io.color, columns: io.stdout.columns ?? 100 })) {
      io.stdout.write(`${line}\n`);
    }
  }
  io.stdout.write(`\n${estimateTable(estimateOf(standing), { columns: io.stdout.columns ?? 100 })}\n`);
  if (comparison === undefined) return;
  for (const line of differenceLines(comparison.difference, comparison.other)) io.stdout.write(`${line}\n`);
}

function printJson(io: Io, version: string, { standing, comparison }: ShownPlan): void {
  const print = (record: Parameters<typeof printRecord>[1]): void => printRecord(io, record);
  print({ type: "version", format: 1, shotlist: version });
  for (const action of standing.plan.actions) print({ type: "plan-action", ...action });
  print({ type: "plan-summary", ...planCounts(standing.plan), hasWork: hasWork(standing.plan) });
  print({ type: "estimate", ...estimateOf(standing) });
  if (comparison === undefined) return;
  const { shots, ...sums } = comparison.difference;
  const differing = shots.filter(
    ({ change, renamedFrom }) => change !== "unchanged" || renamedFrom !== undefined,
  );
  for (const shot of differing) print({ type: "shot-difference", ...shot });
  print({ type: "cost-difference", other: comparison.other, ...sums });
}
