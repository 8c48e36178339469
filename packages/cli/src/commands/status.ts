import { spendOf } from "@shotlist/core";
import { resultsTable, spendTable, summaryLines } from "@shotlist/reporter";
import type { StatusFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { jsonRecord } from "../json-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding, type Standing } from "../standing.ts";
import { readModelOf } from "../write-report.ts";
import { verify } from "./verify.ts";

/**
 * Says where things stand. Reads only, and disturbs no run. With `--spend` it says what was paid instead, with
 * `--balance` what the account has left, for which one request is sent.
 *
 * With `--json`: a `shot` record a shot and `totals`; with `--spend` one `spend` record (see `Spend`).
 */
export async function status(io: Io, version: string, file: string, flags: StatusFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  if (flags.verify === true || flags.repair === true) return verify(io, file, standing, flags);
  if (flags.balance === true) {
    const { showBalance } = await import("../balance/show-balance.ts");
    return showBalance(io, version, standing, flags);
  }
  if (flags.spend === true) return showSpend(io, version, standing, flags);
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

function showSpend(io: Io, version: string, { snapshot, manifest }: Standing, flags: StatusFlags): number {
  const spend = spendOf(snapshot, manifest.shots);
  if (flags.json === true) {
    io.stdout.write(jsonRecord({ type: "version", format: 1, shotlist: version }));
    io.stdout.write(jsonRecord({ type: "spend", ...spend }));
  } else io.stdout.write(spendTable(spend, { columns: io.stdout.columns ?? 100 }));
  return EXIT.ok;
}
