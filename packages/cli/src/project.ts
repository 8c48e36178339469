import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { checkShots, ShotlistError } from "@shotlist/core";
import { type Manifest, type Place, type Problem, type ReadResult, readManifest } from "@shotlist/manifest";
import type { Io } from "./io.ts";
import { keepNurserySmall } from "./keep-nursery-small.ts";

/** A file of this size has thousands of shots or products. */
const LARGE_BYTES = 1 << 20;

/** A manifest on disk, read and checked as far as possible without asking anybody. */
export interface Project {
  /** As the user named it. */
  readonly file: string;
  readonly manifest: Manifest | undefined;
  readonly problems: readonly Problem[];
  readonly sources: ReadResult["sources"];
  readonly placeOf: ReadResult["placeOf"];
}

/**
 * Reads a manifest and everything that it names, and checks each shot against its model.
 *
 * @throws ShotlistError `manifest-not-found`, `manifest-unreadable`
 */
export async function readProject(
  io: Io,
  file: string,
  options: { readonly profile?: string | undefined; readonly model?: string | undefined },
): Promise<Project> {
  const path = resolve(io.cwd, file);
  const folder = dirname(path);
  const result = await readManifest({
    file,
    bytes: await readManifestFile(path, file),
    // Most manifests name no local file, and need none of what looks into one.
    measureMedia: async (content) => (await import("@shotlist/core/local")).measureMedia(content),
    loadFile: (name) => readWhole(isAbsolute(name) ? name : join(folder, name)),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.model === undefined ? {} : { overrides: { model: options.model } }),
  });
  const problems = inOrder([...result.problems, ...modelProblems(result)], result.sources.keys());
  const isBroken = problems.some(({ severity }) => severity === "error");
  return {
    file,
    manifest: isBroken ? undefined : result.manifest,
    problems,
    sources: result.sources,
    placeOf: (...args) => result.placeOf(...args),
  };
}

/** What the models say about the shots, also about those of a manifest with errors, as far as they can be read. */
function modelProblems(result: ReadResult): readonly Problem[] {
  const isPartial = result.manifest === undefined;
  const told = new Set(result.problems.map(({ place }) => spot(place)));
  const { mediaFiles, uploads } = result;
  return checkShots(result.shots, result.placeOf, { partial: isPartial, mediaFiles, uploads }).filter(
    ({ place }) => !isPartial || !told.has(spot(place)),
  );
}

const spot = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

/** File by file as they were read, from top to bottom. */
function inOrder(problems: readonly Problem[], files: Iterable<string>): readonly Problem[] {
  const rank = new Map([...files].map((file, index) => [file, index]));
  const rankOf = ({ place }: Problem): number => rank.get(place.file) ?? rank.size;
  return problems.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || a.place.line - b.place.line || a.place.column - b.place.column,
  );
}

/** At once: nothing else is going on yet, and the promises of node:fs load longer than a small manifest. */
async function readWhole(path: string): Promise<Uint8Array> {
  const bytes = readFileSync(path);
  if (bytes.length >= LARGE_BYTES) await keepNurserySmall();
  return bytes;
}

async function readManifestFile(path: string, shown: string): Promise<Uint8Array> {
  try {
    return await readWhole(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new ShotlistError("manifest-not-found", `There is no file "${shown}".`, {
        hint: "Name a YAML or CSV manifest, or make one to start from: shotlist init.",
        cause: error,
      });
    }
    if (code === "EISDIR") {
      throw new ShotlistError("manifest-not-found", `"${shown}" is a folder, not a manifest.`, {
        hint: "Name the YAML or CSV file in it.",
        cause: error,
      });
    }
    throw new ShotlistError(
      "manifest-unreadable",
      `"${shown}" cannot be read (${code ?? "unknown fault"}).`,
      {
        cause: error,
      },
    );
  }
}
