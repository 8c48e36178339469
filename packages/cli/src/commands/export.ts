import { relative, resolve } from "node:path";
import { systemClock } from "@shotlist/core/local";
import { EXIT } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import { chooseClips } from "../hand-over/choose-clips.ts";
import { feedUrl, merchantFeed } from "../hand-over/merchant-feed.ts";
import { nameClips } from "../hand-over/name-clips.ts";
import { aiNotice, clipTable } from "../hand-over/tables.ts";
import { writeExport } from "../hand-over/write-export.ts";
import type { Io } from "../io.ts";
import { printRecord } from "../print-record.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";
import { readStanding } from "../standing.ts";
import { readModelOf } from "../write-report.ts";

/** What `shotlist export` takes beside the common options. */
export interface ExportFlags extends CommonFlags {
  readonly to?: string;
  readonly all?: boolean;
  readonly link?: boolean;
  /** Where the clips will be published. */
  readonly baseUrl?: string;
  readonly force?: boolean;
}

/**
 * Hands clips over: copies or hard links named by SKU, what lies beside them, a table of them, and with
 * `--base-url` a supplemental feed for Google Merchant Center. Only takes of what the manifest says now are handed
 * over. An export to the same folder replaces the one before.
 *
 * @returns 0; 3 when there is nothing to hand over, or a clip is gone or was edited; 2 when the manifest has errors.
 * @throws ShotlistError `export-unwritable`, `file-exists`, `bad-publish-url`
 */
export async function exportClips(io: Io, file: string, flags: ExportFlags): Promise<number> {
  const baseUrl = flags.baseUrl === undefined ? undefined : feedUrl(flags.baseUrl);
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const { baseUrl: _, ...reading } = flags;
  const standing = await readStanding(io, file, project.manifest, reading);
  const simulated = flags.simulate === true;
  const model = readModelOf(standing, { simulated, nowMs: systemClock.nowMs() });
  const selected = new Set(
    standing.plan.actions.filter((action) => action.selected).map(({ shotId }) => shotId),
  );
  const { chosen, passedOver } = chooseClips(
    model.shots.filter(({ id }) => selected.has(id)),
    { all: flags.all === true },
  );
  const folder =
    flags.to === undefined
      ? resolve(standing.paths.manifestDir, simulated ? "export-simulated" : "export")
      : resolve(io.cwd, flags.to);
  const named = nameClips(chosen);
  const { written, lost } = await writeExport(named, {
    folder,
    clips: standing.paths.clips,
    link: flags.link === true,
    force: flags.force === true,
    texts: (clips) => ({
      "clips.csv": clipTable(clips),
      "AI-MEDIA.txt": aiNotice(simulated),
      ...(baseUrl === undefined ? {} : { "google-merchant.tsv": merchantFeed(clips, baseUrl) }),
    }),
  });
  if (flags.json === true) {
    for (const { name, shot, take } of written) {
      printRecord(io, { type: "exported", file: name, shotId: shot.id, take: take.number });
    }
  }
  for (const { shotId, reason } of passedOver) io.stderr.write(`left out: ${shotId}: ${reason}\n`);
  for (const { shot, take, reason } of lost) {
    io.stderr.write(`left out: ${shot.id}: the clip of take ${take.number} ${reason}\n`);
  }
  if (flags.json !== true) {
    const count = `${written.length} ${written.length === 1 ? "clip" : "clips"}`;
    const where = relative(io.cwd, folder) || ".";
    io.stdout.write(
      written.length === 0
        ? `Nothing is ${flags.all === true ? "finished" : "approved"} yet, so nothing was handed over.\n`
        : `Handed over ${count} to ${where}; clips.csv says what each is.\n`,
    );
    if (baseUrl === undefined && written.some(({ shot }) => shot.product !== undefined)) {
      io.stdout.write("With --base-url, where they will be published, it also writes a product feed.\n");
    }
  }
  return lost.length > 0 || written.length === 0 ? EXIT.someFailed : EXIT.ok;
}
