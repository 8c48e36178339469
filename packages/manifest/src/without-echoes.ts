import type { Problem } from "./problem.ts";

/** What a line with broken syntax, or a file cut short by it, seems to lack. */
const ECHOES = new Set(["missing-field", "empty-value", "no-shots", "shot-empty"]);

/**
 * Leaves out what is only the echo of broken syntax: other problems on the same line, and fields that are
 * missing because the syntax hides them.
 */
export function withoutEchoes(problems: readonly Problem[]): readonly Problem[] {
  const broken = new Set(problems.filter(({ code }) => code === "yaml-syntax").map(lineOf));
  if (broken.size === 0) return problems;
  return problems.filter(
    (problem) => problem.code === "yaml-syntax" || !(broken.has(lineOf(problem)) || ECHOES.has(problem.code)),
  );
}

function lineOf({ place }: Problem): string {
  return `${place.file}:${place.line}`;
}
