import { relative, resolve } from "node:path";
import type { ReportFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { jsonRecord } from "../json-record.ts";
import { readProject } from "../project.ts";
import { fillReportFolder } from "../report-folder.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding } from "../standing.ts";
import { readModelOf, writeReport } from "../write-report.ts";

/**
 * Writes the contact sheet and the tables from the state as it is; nothing is sent. With `--folder` they are written
 * there, with a copy of everything that the sheet shows.
 *
 * @throws ShotlistError `report-unwritable`
 */
export async function report(io: Io, file: string, flags: ReportFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  const made = readModelOf(standing, { simulated: flags.simulate === true, nowMs: Date.now() });
  const folder = flags.folder === undefined ? undefined : resolve(io.cwd, flags.folder);
  const model = folder === undefined ? made : await fillReportFolder(folder, made, standing.paths);
  const sheet = await writeReport(standing, model, folder);
  if (flags.json === true) io.stdout.write(jsonRecord({ type: "report", file: sheet, totals: model.totals }));
  else io.stdout.write(`Contact sheet: ${relative(io.cwd, sheet)}\n`);
  return EXIT.ok;
}
