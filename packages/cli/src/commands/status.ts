import { resultsTable, summaryLines } from "@shotlist/reporter";
import type { StatusFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { jsonRecord } from "../json-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding } from "../standing.ts";
import { readModelOf } from "../write-report.ts";
import { verify } from "./verify.ts";

/** Says where things stand. Reads only, and disturbs no run. */
export async function status(io: Io, version: string, file: string, flags: StatusFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  if (flags.verify === true || flags.repair === true) return verify(io, file, standing, flags);
  const model = readModelOf(standing, { simulated: flags.simulate === true, nowMs: Date.now() });
  if (flags.json === true) {
    io.stdout.write(jsonRecord({ type: "version", format: 1, shotlist: version }));
    for (const shot of model.shots) io.stdout.write(jsonRecord({ type: "shot", ...shot }));
    io.stdout.write(jsonRecord({ type: "totals", ...model.totals }));
    return EXIT.ok;
  }
  if (flags.quiet !== true)
    io.stdout.write(`${resultsTable(model, { columns: io.stdout.columns ?? 100 })}\n\n`);
  for (const line of summaryLines(model)) io.stdout.write(`${line}\n`);
  return EXIT.ok;
}
