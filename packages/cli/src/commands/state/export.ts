import { rename, writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { exportState } from "@shotlist/core/local";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";

/** What `shotlist state export` takes beside the common options. */
export interface ExportFlags extends CommonFlags {
  readonly to?: string;
}

/**
 * Writes everything that the state holds as JSON, to stdout or to a file; of a damaged state all that can be
 * read. Reads only, and disturbs no run.
 *
 * @returns 3 when something could not be read; it is named on stderr and in the export.
 * @throws ShotlistError `state-not-found`, `state-damaged` when nothing can be read
 */
export async function stateExport(io: Io, file: string, flags: ExportFlags): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const exported = exportState(state.paths.state);
  const text = `${JSON.stringify(exported, null, 2)}\n`;
  if (flags.to === undefined) io.stdout.write(text);
  else {
    const target = resolve(io.cwd, flags.to);
    await writeFile(`${target}.part`, text);
    await rename(`${target}.part`, target);
    if (flags.quiet !== true) io.stdout.write(`Wrote ${relative(io.cwd, target)}.\n`);
  }
  for (const loss of exported.losses) io.stderr.write(`warning: ${loss}\n`);
  return exported.losses.length > 0 ? EXIT.someFailed : EXIT.ok;
}
