import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { ShotlistError } from "@shotlist/core";
import type { Shot } from "@shotlist/manifest";
import { EXIT } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import { csvIdsOf, type IdToWrite, insertCsvIds, insertYamlIds } from "../freeze-ids/insert-ids.ts";
import type { Io } from "../io.ts";
import { printRecord } from "../print-record.ts";
import { type Project, readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";

/** What `shotlist ids` takes beside the options of reading. */
export interface IdsFlags extends CommonFlags {
  readonly write?: boolean;
}

type IdSource = "written" | "derived" | "template";

/** A shot's id, with where it comes from and where the shot stands. */
interface KnownId {
  readonly id: string;
  readonly source: IdSource;
  readonly file: string;
  readonly place: IdToWrite;
}

/**
 * Shows every shot's id; with `--write`, puts those that are derived from what a shot says into the manifest, so that
 * they stay when it changes. Ids out of a catalog or a matrix are left to their templates.
 *
 * @throws ShotlistError `ids-not-written`, when the manifest would not mean the same afterwards; nothing is changed.
 */
export async function ids(io: Io, file: string, flags: IdsFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const folder = dirname(resolve(io.cwd, file));
  const paths = (name: string): string =>
    name === file ? resolve(io.cwd, file) : isAbsolute(name) ? name : join(folder, name);
  const known = await knownIds(project, project.manifest.shots, paths);
  if (flags.write === true) return writeIds(io, file, flags, { known, paths });
  for (const { id, source } of known) {
    if (flags.json === true) printRecord(io, { type: "id", shotId: id, source });
    else io.stdout.write(`${id}${source === "derived" ? "  (derived: --write keeps it)" : ""}\n`);
  }
  return EXIT.ok;
}

async function knownIds(
  project: Project,
  shots: readonly Shot[],
  paths: (name: string) => string,
): Promise<readonly KnownId[]> {
  const files = new Map<string, (place: IdToWrite) => boolean>();
  const known: KnownId[] = [];
  for (const shot of shots) {
    const { file, line, column } = project.placeOf(shot.id);
    const isWritten = files.get(file) ?? writtenIdsOf(await readFile(paths(file), "utf8"), file);
    files.set(file, isWritten);
    const place = { id: shot.id, line, column };
    const isMade = shot.product !== undefined || Object.keys(shot.matrix).length > 0;
    known.push({
      id: shot.id,
      file,
      place,
      source: isMade ? "template" : isWritten(place) ? "written" : "derived",
    });
  }
  return known;
}

/** Tells of each place of a shot whether it is that of an id which stands in the file. */
function writtenIdsOf(text: string, file: string): (place: IdToWrite) => boolean {
  if (isTable(file)) {
    const hasId = csvIdsOf(text);
    return ({ line }) => hasId(line);
  }
  const lines = text.split("\n");
  return ({ line, column }) => {
    const before = [...(lines[line - 1] ?? "")].slice(0, column - 1).join("");
    return /\bid["']?\s*:\s*$/.test(before);
  };
}

async function writeIds(
  io: Io,
  file: string,
  flags: IdsFlags,
  { known, paths }: { readonly known: readonly KnownId[]; readonly paths: (name: string) => string },
): Promise<number> {
  const derived = known.filter(({ source }) => source === "derived");
  const before = new Map<string, string>();
  for (const [name, found] of Map.groupBy(derived, (one) => one.file)) {
    const text = await readFile(paths(name), "utf8");
    before.set(name, text);
    const places = found.map(({ place }) => place);
    await replaceFile(paths(name), isTable(name) ? insertCsvIds(text, places) : insertYamlIds(text, places));
  }
  const after = await readProject(io, file, flags);
  const same = after.manifest?.shots.map(({ id }) => id).join("\n") === known.map(({ id }) => id).join("\n");
  if (!same) {
    for (const [name, text] of before) await replaceFile(paths(name), text);
    throw new ShotlistError("ids-not-written", `The ids could not be written into ${file} as they are.`, {
      hint: "Give the shots ids by hand; `shotlist ids MANIFEST` shows what they are called now.",
      standing: "The manifest was put back as it was.",
    });
  }
  const noun = derived.length === 1 ? "id was" : "ids were";
  io.stdout.write(`${derived.length} ${noun} written; no shot is made again because of that.\n`);
  return EXIT.ok;
}

async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function isTable(file: string): boolean {
  return /\.(csv|tsv|txt)$/i.test(file);
}
