import { type CostDifference, costDifference, priceOf } from "@shotlist/core";
import type { CommonFlags } from "./flags.ts";
import type { Io } from "./io.ts";
import { readProject } from "./project.ts";
import { showProblems } from "./show-problems.ts";
import type { OpenStanding } from "./standing.ts";

/**
 * Compares what a manifest costs with another one, read in its own folder with the same profile and model.
 *
 * @param other - the other manifest's file: the older one, such as the base branch's.
 * @returns undefined when the other one has errors; they are on stderr then.
 * @throws ShotlistError `manifest-not-found`, `manifest-unreadable`
 */
export async function compareTo(
  io: Io,
  other: string,
  { manifest, priceOf: priced }: Pick<OpenStanding, "manifest" | "priceOf">,
  flags: CommonFlags,
): Promise<CostDifference | undefined> {
  const project = await readProject(io, other, flags);
  const before = project.manifest;
  if (before === undefined) {
    showProblems(io, io.stderr, project);
    return undefined;
  }
  return costDifference(
    { shots: before.shots, priceOf: (shot) => priceOf(shot, before.prices) },
    { shots: manifest.shots, priceOf: priced },
  );
}
