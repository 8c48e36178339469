import { relative, resolve } from "node:path";
import type { ReportFlags } from "../arguments.ts";
import { embedMedia } from "../embed-media.ts";
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
 * there, with a copy of everything that the sheet shows; with `--embed` the sheet holds the clips itself.
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
  const embeds = flags.embed === true;
  const model = folder === undefined || embeds ? made : await fillReportFolder(folder, made, standing.paths);
  const embedded = embeds ? await embedMedia(made, standing.paths) : undefined;
  const sheet = await writeReport(standing, model, { folder, media: embedded?.media });
  if (embedded !== undefined && embedded.left > 0) {
    const clips = embedded.left === 1 ? "1 clip is" : `${embedded.left} clips are`;
    io.stderr.write(
      `warning: ${clips} not in the file, which would be too large to open; --folder takes them all.\n`,
    );
  }
  if (flags.json === true) io.stdout.write(jsonRecord({ type: "report", file: sheet, totals: model.totals }));
  else io.stdout.write(`Contact sheet: ${relative(io.cwd, sheet)}\n`);
  return EXIT.ok;
}
