import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { makeReadModel, type OpenState, ShotlistError, spendOf } from "@shotlist/core";
import type { ReadModel } from "@shotlist/core/read-model";
import {
  estimateCsv,
  estimateJson,
  renderContactSheet,
  resultsCsv,
  resultsJson,
  spendCsv,
  spendJson,
} from "@shotlist/reporter";
import { estimateOf } from "./estimate-of.ts";
import { packageFile } from "./package-file.ts";
import { markReport, unmarkReport } from "./report-mark.ts";
import type { OpenStanding, Standing } from "./standing.ts";

/** Makes the read-model of a standing, as a page in the report's folder links it. */
export function readModelOf(
  standing: Standing,
  options: { readonly simulated: boolean; readonly nowMs: number },
): ReadModel {
  return modelOf(standing, { snapshot: standing.snapshot }, options);
}

/** The sums of a standing, and the shots that are not settled: enough for a summary. */
export function openModelOf(
  standing: OpenStanding,
  options: { readonly simulated: boolean; readonly nowMs: number },
): ReadModel {
  return modelOf(standing, standing.open, options);
}

function modelOf(
  { manifest, paths, plan, priceOf }: Omit<OpenStanding, "open">,
  state: Pick<OpenState, "snapshot"> & Partial<OpenState>,
  options: { readonly simulated: boolean; readonly nowMs: number },
): ReadModel {
  return makeReadModel({
    name: manifest.name,
    simulated: options.simulated,
    madeAtMs: options.nowMs,
    ...(manifest.profile === undefined ? {} : { profile: manifest.profile }),
    clipsBase: relative(paths.report, paths.clips).replaceAll("\\", "/"),
    framesBase: relative(paths.report, paths.manifestDir).replaceAll("\\", "/"),
    shots: manifest.shots,
    ...state,
    plan,
    priceOf,
  });
}

/** Where a report goes, and what its sheet holds itself. */
export interface ReportPlace {
  /** The manifest's report folder unless said. */
  readonly folder?: string | undefined;
  /** See `ContactSheetOptions.media`. */
  readonly media?: ReadonlyMap<string, string> | undefined;
  /** What it is known by later (see `markOf`); only for the report in the manifest's own folder. */
  readonly mark?: string | undefined;
}

/**
 * Writes the contact sheet, and estimate, results and spend as JSON and CSV, each under its final name only when it
 * is whole.
 *
 * @returns the path of the contact sheet.
 * @throws ShotlistError `report-unwritable`
 */
export async function writeReport(
  standing: Standing,
  model: ReadModel,
  { folder = standing.paths.report, media, mark }: ReportPlace = {},
): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    await unmarkReport(folder);
    const sheet = await writeInto(folder, standing, model, media);
    if (mark !== undefined) await markReport(folder, mark);
    return sheet;
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new ShotlistError(
      "report-unwritable",
      `The report cannot be written to ${folder}: ${error.message}.`,
      {
        hint: "Free some space, or check that the folder may be written; then `shotlist report` writes it again.",
        standing: "Clips and state are not touched by this; everything paid is recorded.",
        cause: error,
      },
    );
  }
}

async function writeInto(
  folder: string,
  standing: Standing,
  model: ReadModel,
  media: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const money = estimateOf(standing);
  const sheet = join(folder, "index.html");
  await writeWhole(sheet, renderContactSheet(model, await contactSheetTemplate(), { media }));
  await writeWhole(join(folder, "results.json"), resultsJson(model));
  await writeWhole(join(folder, "results.csv"), resultsCsv(model));
  await writeWhole(join(folder, "estimate.json"), estimateJson(money));
  await writeWhole(join(folder, "estimate.csv"), estimateCsv(money));
  const spend = spendOf(standing.snapshot, standing.manifest.shots);
  await writeWhole(join(folder, "spend.json"), spendJson(spend));
  await writeWhole(join(folder, "spend.csv"), spendCsv(spend));
  return sheet;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  await writeFile(part, text);
  await rename(part, file);
}

/** The built page that contact sheets are made from. */
export async function contactSheetTemplate(): Promise<string> {
  return readFile(packageFile("dist/contact-sheet.html"), "utf8");
}
