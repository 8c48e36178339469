import { planCounts } from "@shotlist/core";
import { estimateTable } from "@shotlist/reporter";
import type { PlanFlags } from "../arguments.ts";
import { estimateOf } from "../estimate-of.ts";
import { EXIT } from "../exit-code.ts";
import { hasWork } from "../has-work.ts";
import type { Io } from "../io.ts";
import { planLines } from "../plan-lines.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding, type Standing } from "../standing.ts";

/**
 * Shows what a run would do and what it would cost; sends and changes nothing.
 *
 * @returns 0; with `--detailed-exitcode` 10 when there is something to do; 2 when the manifest has errors.
 */
export async function plan(io: Io, version: string, file: string, flags: PlanFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  if (flags.json === true) printJson(io, version, standing);
  else printText(io, standing, flags);
  return flags.detailedExitcode === true && hasWork(standing.plan) ? EXIT.somethingToDo : EXIT.ok;
}

function printText(io: Io, standing: Standing, flags: PlanFlags): void {
  if (flags.quiet !== true) {
    for (const line of planLines(standing.plan, { color: io.color, columns: io.stdout.columns ?? 100 })) {
      io.stdout.write(`${line}\n`);
    }
  }
  io.stdout.write(`\n${estimateTable(estimateOf(standing), { columns: io.stdout.columns ?? 100 })}\n`);
}

function printJson(io: Io, version: string, standing: Standing): void {
  const print = (record: object): void => {
    io.stdout.write(`${JSON.stringify(record)}\n`);
  };
  print({ type: "version", format: 1, shotlist: version });
  for (const action of standing.plan.actions) print({ type: "plan-action", ...action });
  print({ type: "plan-summary", ...planCounts(standing.plan), hasWork: hasWork(standing.plan) });
  print({ type: "estimate", ...estimateOf(standing) });
}
