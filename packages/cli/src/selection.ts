import { createHash } from "node:crypto";
import { ShotlistError } from "@shotlist/core";
import type { Shot } from "@shotlist/manifest";
import picomatch from "picomatch";

/** What is true of a shot when a selection is made. */
export interface ShotFacts {
  readonly isNew: boolean;
  readonly hasFailed: boolean;
  readonly isRejected: boolean;
  readonly isApproved: boolean;
}

/** Whether a shot is meant. */
export type Selection = (shot: Shot, facts: ShotFacts) => boolean;

/** The selecting flags of the command line. */
export interface SelectionFlags {
  /** `id:GLOB`, `failed`, `new`, `rejected`, `approved`; several are added up. */
  readonly only?: readonly string[] | undefined;
  /** Several are added up. */
  readonly tag?: readonly string[] | undefined;
  readonly sample?: number | undefined;
}

const STANDINGS: Readonly<Record<string, (facts: ShotFacts) => boolean>> = {
  failed: (facts) => facts.hasFailed,
  new: (facts) => facts.isNew,
  rejected: (facts) => facts.isRejected,
  approved: (facts) => facts.isApproved,
};

/**
 * Makes one test out of `--only`, `--tag` and `--sample`.
 *
 * A sample is the same each time: it follows from the ids alone, so that trying three shots today and ten
 * tomorrow buys seven.
 *
 * @throws ShotlistError `bad-selection`
 */
export function makeSelection(flags: SelectionFlags, shots: readonly Shot[]): Selection {
  const only = (flags.only ?? []).map(onlyTest);
  const tags = flags.tag ?? [];
  const sampled = flags.sample === undefined ? undefined : sample(flags.sample, shots);
  return (shot, facts) =>
    (only.length === 0 || only.some((test) => test(shot, facts))) &&
    (tags.length === 0 || tags.some((tag) => shot.tags.includes(tag))) &&
    (sampled === undefined || sampled.has(shot.id));
}

function onlyTest(text: string): Selection {
  if (text.startsWith("id:")) {
    const matches = picomatch(text.slice(3));
    return (shot) => matches(shot.id);
  }
  const standing = STANDINGS[text];
  if (standing === undefined) {
    throw new ShotlistError("bad-selection", `--only does not know "${text}".`, {
      hint: "It takes id:GLOB (such as id:mug-*), failed, new, rejected or approved.",
    });
  }
  return (_, facts) => standing(facts);
}

function sample(count: number, shots: readonly Shot[]): ReadonlySet<string> {
  const rank = (id: string): string => createHash("sha256").update(id).digest("hex");
  return new Set(
    shots
      .map(({ id }) => ({ id, rank: rank(id) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, count)
      .map(({ id }) => id),
  );
}
