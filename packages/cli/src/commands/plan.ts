import { planCounts } from "@shotlist/core";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import { estimateTable } from "@shotlist/reporter";
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

/**
 * Shows what a run would do and what it would cost; sends and changes nothing. With `--out FILE.json` it also
 * saves the plan; a state is made then where there is none, so that the plan is the plan of that state.
 *
 * @returns 0; with `--detailed-exitcode` 10 when there is something to do; 2 when the manifest has errors.
 * @throws ShotlistError `state-beside`
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
  if (flags.json === true) printJson(io, version, standing);
  else printText(io, standing, flags);
  if (flags.save !== undefined) {
    const { savePlan } = await import("../saved-plan-file.ts");
    const nowMs = systemClock.nowMs();
    const id = await savePlan(io, flags.save, { project, standing, flags, nowMs });
    if (flags.json === true) printRecord(io, { type: "plan-saved", file: flags.save, id });
    else io.stdout.write(`\nSaved as ${flags.save}. Do it with: shotlist run --plan ${flags.save}\n`);
  }
  return flags.detailedExitcode === true && hasWork(standing.plan) ? EXIT.somethingToDo : EXIT.ok;
}

async function makeState(file: string, name: string): Promise<void> {
  const store = await openStateStore({ file, name, newId: newUuid, nowMs: systemClock.nowMs });
  await store.close();
}

function printText(io: Io, standing: OpenStanding, flags: PlanFlags): void {
  if (flags.quiet !== true) {
    for (const line of planLines(standing.plan, { color: io.color, columns: io.stdout.columns ?? 100 })) {
      io.stdout.write(`${line}\n`);
    }
  }
  io.stdout.write(`\n${estimateTable(estimateOf(standing), { columns: io.stdout.columns ?? 100 })}\n`);
}

function printJson(io: Io, version: string, standing: OpenStanding): void {
  const print = (record: Parameters<typeof printRecord>[1]): void => printRecord(io, record);
  print({ type: "version", format: 1, shotlist: version });
  for (const action of standing.plan.actions) print({ type: "plan-action", ...action });
  print({ type: "plan-summary", ...planCounts(standing.plan), hasWork: hasWork(standing.plan) });
  print({ type: "estimate", ...estimateOf(standing) });
}
