import type { FuzzTarget } from "../fuzz-target.ts";
import { answerTarget } from "./answer-target.ts";
import { catalogTarget } from "./catalog-target.ts";
import { manifestTarget, tableTarget } from "./manifest-target.ts";
import { mp4Target } from "./mp4-target.ts";
import { reportTarget } from "./report-target.ts";
import { templateTarget } from "./template-target.ts";

/** Everything that reads what others wrote, the slowest first, so that a run ends on all cores at once. */
export const TARGETS: readonly FuzzTarget[] = [
  manifestTarget,
  templateTarget,
  catalogTarget,
  tableTarget,
  reportTarget,
  mp4Target,
  answerTarget,
];

/** The target of this name. */
export function targetOf(name: string): FuzzTarget {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined)
    throw new TypeError(`There is no target ${name}: ${TARGETS.map((one) => one.name).join(", ")}.`);
  return target;
}
