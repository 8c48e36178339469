import { hasTemplate } from "../expand/template-book.ts";
import type { Output } from "../manifest.ts";
import type { ProblemList } from "../problem-list.ts";
import { DEFAULT_OUTPUT_FILE } from "../settings/read-settings.ts";
import type { Shot } from "../shot.ts";
import { type Located, placeOf, placeWithin } from "../source/located.ts";
import { idKey } from "./check-ids.ts";

/**
 * Checks the template of clip paths: that it can be read, stays in the output folder (`output-path`) and names an MP4
 * (`output-ending`).
 */
export async function checkOutputTemplate(node: Located | undefined, problems: ProblemList): Promise<void> {
  if (node?.kind !== "scalar" || typeof node.value !== "string") return;
  const text = node.value;
  const scalar = node;
  const placeAt = (offset: number, length: number) => placeWithin(scalar, offset, length);
  if (hasTemplate(scalar)) {
    const { compileTemplate } = await import("../expand/template.ts");
    const { CLIP_PATH_SCOPE } = await import("../clip-path.ts");
    problems.addAll(compileTemplate({ text, placeAt }, { names: CLIP_PATH_SCOPE }).problems);
  }
  const literal = text.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, (part) => "x".repeat(part.length));
  const leaving = /(?:^|[\\/])\.\.(?=[\\/]|$)|^[\\/]|^[A-Za-z]:/.exec(literal);
  if (leaving !== null) {
    problems.add(
      "output-path",
      placeAt(leaving.index, leaving[0].length),
      `The path "${text}" leads out of the output folder.`,
    );
  } else if (literal.includes("\\")) {
    problems.add(
      "output-path",
      placeAt(literal.indexOf("\\"), 1),
      `The path "${text}" has a backslash; folders are parted by "/".`,
    );
  }
  if (!/\.mp4$/i.test(literal.trim())) {
    problems.add(
      "output-ending",
      placeOf(node),
      `The path "${text}" does not end in .mp4; clips are MP4 files.`,
    );
  }
}

/** Reports two shots whose clips would have the same path (`output-collision`), also when only case tells them apart. */
export async function checkOutputCollisions(
  output: Output,
  shots: readonly Shot[],
  node: Located | undefined,
  problems: ProblemList,
): Promise<void> {
  // The default path is the shot's id, and ids are checked by a rule of their own.
  if (node === undefined || output.file === DEFAULT_OUTPUT_FILE) return;
  const { clipPath } = await import("../clip-path.ts");
  const firsts = new Map<string, Shot>();
  for (const shot of shots) {
    const path = clipPath(output, shot, 1);
    const first = firsts.get(idKey(path));
    if (first === undefined) {
      firsts.set(idKey(path), shot);
      continue;
    }
    problems.add(
      "output-collision",
      placeOf(node),
      `"${first.id}" and "${shot.id}" would both be kept at "${path}".`,
    );
    return;
  }
}
