import { relative } from "node:path";
import { EXIT } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { jsonRecord } from "../json-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding } from "../standing.ts";
import { readModelOf, writeReport } from "../write-report.ts";

/** Writes the contact sheet and the tables from the state as it is; nothing is sent. */
export async function report(io: Io, file: string, flags: CommonFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  const model = readModelOf(standing, { simulated: flags.simulate === true, nowMs: Date.now() });
  const sheet = await writeReport(standing, model);
  if (flags.json === true) io.stdout.write(jsonRecord({ type: "report", file: sheet, totals: model.totals }));
  else io.stdout.write(`Contact sheet: ${relative(io.cwd, sheet)}\n`);
  return EXIT.ok;
}
