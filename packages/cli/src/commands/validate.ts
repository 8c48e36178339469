import { EXIT } from "../exit-code.ts";
import type { CommonFlags } from "../flags.ts";
import type { Io } from "../io.ts";
import { readProject } from "../project.ts";
import { showProblems } from "../show-problems.ts";

/**
 * Says every problem of a manifest, and nothing else.
 *
 * @returns 0 when nothing stands in the way of a run (warnings may), 2 otherwise.
 */
export async function validate(io: Io, file: string, flags: CommonFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  if (flags.json === true) {
    for (const problem of project.problems) {
      io.stdout.write(`${JSON.stringify({ type: "problem", ...problem })}\n`);
    }
  } else {
    showProblems(io, io.stdout, project);
    if (project.manifest !== undefined && flags.quiet !== true) {
      const { length } = project.manifest.shots;
      io.stdout.write(`${file} is valid: ${length} ${length === 1 ? "shot" : "shots"}.\n`);
    }
  }
  return project.manifest === undefined ? EXIT.usage : EXIT.ok;
}
