import { readFile } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { readManifest, type Shot } from "@shotlist/manifest";
import type { Io } from "../io.ts";
import type { Project } from "../project.ts";
import type { ChangedPrompt } from "./changed-prompts.ts";
import { type LineEdit, promptEdits } from "./prompt-edit.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** Changed prompts as a person can take them over. */
export interface PromptPatch {
  /** A unified diff of the user's files; empty where no prompt stands in them as it is. */
  readonly diff: string;
  /** Prompts that come from a template, a table or a default, with where to change them. */
  readonly toPaste: readonly (ChangedPrompt & { readonly place: string })[];
}

/** More are pasted: each is tried by reading the whole manifest. */
const MOST_TRIED = 40;

/**
 * Makes a patch for the manifest out of changed prompts. An edit is only in it when the manifest, read with it,
 * gives this shot the wanted prompt and leaves every other prompt and every id as it is. Changes no file.
 */
export async function promptPatch(
  io: Io,
  project: Project,
  changes: readonly ChangedPrompt[],
): Promise<PromptPatch> {
  const edits = new Map<string, LineEdit[]>();
  const toPaste: (ChangedPrompt & { place: string })[] = [];
  for (const [index, change] of changes.entries()) {
    const place = project.placeOf(change.shotId, "prompt");
    const known = edits.get(place.file) ?? [];
    const edit =
      index < MOST_TRIED ? await rightEdit(io, project, change, { place, taken: known }) : undefined;
    if (edit === undefined) toPaste.push({ ...change, place: `${place.file}:${place.line}` });
    else edits.set(place.file, [...known, edit]);
  }
  const diffs = [...edits].map(([file, list]) => unifiedDiff(file, project.sources.get(file) ?? "", list));
  return { diff: diffs.join(""), toPaste };
}

async function rightEdit(
  io: Io,
  project: Project,
  change: ChangedPrompt,
  where: { readonly place: ReturnType<Project["placeOf"]>; readonly taken: readonly LineEdit[] },
): Promise<LineEdit | undefined> {
  const { place, taken } = where;
  const text = project.sources.get(place.file);
  if (text === undefined || /\.(csv|tsv)$/i.test(place.file)) return undefined;
  for (const edit of promptEdits(text, place, change.prompt)) {
    if (taken.some((other) => edit.from < other.to && other.from < edit.to)) continue;
    const shots = await shotsWith(io, project, place.file, edited(text, edit));
    if (shots !== undefined && isOnlyChange(project.manifest?.shots ?? [], shots, change)) return edit;
  }
  return undefined;
}

function edited(text: string, { from, to, lines }: LineEdit): string {
  return text
    .split("\n")
    .toSpliced(from, to - from, ...lines)
    .join("\n");
}

async function shotsWith(
  io: Io,
  { file, manifest }: Project,
  changedFile: string,
  text: string,
): Promise<readonly Shot[] | undefined> {
  const path = resolve(io.cwd, file);
  const folder = resolve(path, "..");
  const load = (name: string): Promise<Uint8Array> => readFile(isAbsolute(name) ? name : join(folder, name));
  const bytes = new TextEncoder().encode(text);
  const result = await readManifest({
    file,
    bytes: changedFile === file ? bytes : await readFile(path),
    loadFile: async (name) => (name === changedFile ? bytes : load(name)),
    ...(manifest?.profile === undefined ? {} : { profile: manifest.profile }),
  });
  return result.manifest?.shots;
}

function isOnlyChange(before: readonly Shot[], after: readonly Shot[], change: ChangedPrompt): boolean {
  return (
    before.length === after.length &&
    before.every(({ id, prompt }, index) => {
      const shot = after[index];
      const wanted = id === change.shotId ? change.prompt.trim() : prompt;
      return shot?.id === id && shot.prompt === wanted;
    })
  );
}
