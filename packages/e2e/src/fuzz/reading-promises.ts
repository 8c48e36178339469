import {
  clipPath,
  fingerprintOf,
  type Manifest,
  type Place,
  PROBLEM_CODES,
  type Problem,
  type ReadResult,
  readManifest,
  safeSegment,
} from "@shotlist/manifest";
import { bytesOf, type FuzzInput, fileOf, promise } from "./fuzz-target.ts";

/** Reads the input's manifest: the file that `words.manifest` names, with the others beside it. */
export function readInput(input: FuzzInput): Promise<ReadResult> {
  const file = input.words?.["manifest"] ?? "shotlist.yaml";
  const profile = input.words?.["profile"];
  return readManifest({
    file,
    bytes: fileOf(input, file),
    loadFile: async (path) => {
      const bytes = Object.hasOwn(input.files, path) ? input.files[path] : undefined;
      if (bytes === undefined) throw Object.assign(new Error("no such file"), { code: "ENOENT" });
      return bytes;
    },
    ...(profile === undefined ? {} : { profile }),
  });
}

/** What is promised of every reading, whatever stands in the files. */
export async function checkReading(input: FuzzInput): Promise<ReadResult> {
  const result = await readInput(input);
  const lines = new Map([...result.sources].map(([file, text]) => [file, lineLengths(text)]));
  for (const problem of result.problems) checkProblem(problem, lines);
  const hasErrors = result.problems.some(({ severity }) => severity === "error");
  promise(hasErrors || result.manifest !== undefined, () => "without an error there is no manifest");
  promise(!hasErrors || result.manifest === undefined, () => "in spite of an error there is a manifest");
  if (result.manifest !== undefined) checkManifest(result.manifest, result, lines);
  if (isReadAgain(input)) {
    const again = await readInput(input);
    promise(told(again) === told(result), () => "reading twice gives two results");
  }
  const polluted = Object.keys(Object.prototype);
  promise(polluted.length === 0, () => `Object.prototype has got ${polluted.join(", ")}`);
  return result;
}

/** Every fourth input, so that the others can be more. */
function isReadAgain(input: FuzzInput): boolean {
  const bytes = Object.values(input.files).reduce((sum, file) => sum + file.length, 0);
  return bytes % 4 === 0;
}

/** Everything that a reading says, as text. */
function told({ manifest, problems, sources }: ReadResult): string {
  return JSON.stringify({ manifest, problems, sources: [...sources] });
}

/** How many characters each line of a file has. */
type Lines = ReadonlyMap<string, readonly number[]>;

function lineLengths(text: string): number[] {
  return text.split(/\r\n|\n|\r/).map((line) => [...line].length);
}

function checkProblem(problem: Problem, lines: Lines): void {
  const kind = Object.hasOwn(PROBLEM_CODES, problem.code) ? PROBLEM_CODES[problem.code] : undefined;
  promise(kind !== undefined, () => `the code ${problem.code} is not registered`);
  promise(kind.severity === problem.severity, () => `${problem.code} is ${problem.severity}`);
  promise(problem.message.trim() !== "", () => `${problem.code} says nothing`);
  checkPlace(problem.place, problem.code, lines);
  for (const { place } of problem.related ?? []) checkPlace(place, `${problem.code} (related)`, lines);
}

function checkPlace({ file, line, column, length }: Place, what: string, files: Lines): void {
  const lines = files.get(file);
  promise(lines !== undefined, () => `${what} stands in ${JSON.stringify(file)}, which was not read`);
  const characters = lines[line - 1];
  promise(characters !== undefined, () => `${what} stands on line ${line} of ${lines.length}`);
  const isInside = Number.isInteger(column) && column >= 1 && column <= characters + 1;
  promise(isInside, () => `${what} stands at ${line}:${column}, and that line has ${characters} characters`);
  const fits = Number.isInteger(length) && length >= 1 && (length === 1 || column + length - 1 <= characters);
  promise(fits, () => `${what} at ${line}:${column} is ${length} long, on a line of ${characters}`);
}

function checkManifest(manifest: Manifest, result: ReadResult, lines: Lines): void {
  const ids = new Map<string, string>();
  const paths = new Map<string, string>();
  for (const shot of manifest.shots) {
    promise(safeSegment(shot.id) === shot.id, () => `the id ${JSON.stringify(shot.id)} is not safe`);
    takeOnce(ids, folded(shot.id), shot.id);
    promise(/^[0-9a-f]{64}$/.test(shot.fingerprint), () => "a fingerprint is no SHA-256");
    promise(fingerprintOf(shot.wanted) === shot.fingerprint, () => "a fingerprint is not of what is wanted");
    promise(Number.isInteger(shot.takes) && shot.takes >= 1, () => `${shot.id} wants ${shot.takes} takes`);
    checkPlace(result.placeOf(shot.id), "a shot", lines);
    const path = clipPath(manifest.output, shot, 1);
    const isSafe = path.split("/").every((part) => part !== "" && safeSegment(part) === part);
    promise(isSafe, () => `the path ${JSON.stringify(path)} is not safe`);
    takeOnce(paths, folded(path), shot.id);
  }
  for (const id of manifest.shots.flatMap(({ needs }) => needs))
    promise(
      manifest.shots.some((shot) => shot.id === id),
      () => `a shot needs ${JSON.stringify(id)}, which is not there`,
    );
  const text = JSON.stringify(manifest);
  promise(JSON.stringify(JSON.parse(text)) === text, () => "a manifest does not survive JSON");
}

function takeOnce(taken: Map<string, string>, key: string, who: string): void {
  promise(!taken.has(key), () => `${taken.get(key)} and ${who} are both called ${JSON.stringify(key)}`);
  taken.set(key, who);
}

/** What file systems take for the same name: without case, in one Unicode form. */
function folded(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

/** An input of one manifest and the files beside it, given as texts. */
export function manifestInput(
  manifest: string,
  beside: Readonly<Record<string, string>>,
  words: Readonly<Record<string, string>> = {},
): FuzzInput {
  const files = Object.fromEntries(Object.entries(beside).map(([name, text]) => [name, bytesOf(text)]));
  return { files: { ...files, [words["manifest"] ?? "shotlist.yaml"]: bytesOf(manifest) }, words };
}
