import { drawProblems } from "./draw-problem.ts";
import type { Io, OutputStream } from "./io.ts";
import type { Project } from "./project.ts";

/** Draws the problems of a project, errors and warnings, with a count at the end. Nothing when there are none. */
export function showProblems(
  io: Io,
  stream: OutputStream,
  project: Pick<Project, "problems" | "sources">,
): void {
  if (project.problems.length === 0) return;
  stream.write(
    `${drawProblems(project.problems, project.sources, { color: io.color, columns: stream.columns ?? 100 })}\n`,
  );
}
