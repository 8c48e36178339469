import type { Take } from "@shotlist/core";
import type { CommandResult } from "../command-line.ts";

/** A take that waits for a person or a later run, as the command line tells it. */
export interface OpenTake {
  readonly state: string;
  readonly reason: string;
  /** The command that settles it, with MANIFEST for the file. */
  readonly command: string;
}

const AT_REST: readonly string[] = ["done", "failed", "refused", "not-created", "abandoned"];

/**
 * Finds the reason and the command of every take that is not at rest: in what the last run said, or in the
 * plan's reason for its shot.
 */
export function openTakesOf(
  takes: readonly Take[],
  last: CommandResult | undefined,
  plan: CommandResult | undefined,
): {
  readonly explained: readonly OpenTake[];
  /** `shot/number` of each explained one. */
  readonly names: ReadonlySet<string>;
  /** Shots that the run spoke of. */
  readonly shots: ReadonlySet<string>;
  readonly unexplained: readonly string[];
} {
  const explained: OpenTake[] = [];
  const names = new Set<string>();
  const unexplained: string[] = [];
  const told = toldByRun(last?.stderr ?? "");
  const planned = toldByPlan(plan?.stdout ?? "");
  for (const { shotId, number, state } of takes) {
    if (AT_REST.includes(state)) continue;
    const name = `${shotId}/${number}`;
    const found = told.get(name) ?? planned.get(shotId);
    if (found === undefined) {
      unexplained.push(`${shotId}, take ${number} is ${state}, and nothing says how to settle it`);
      continue;
    }
    names.add(name);
    explained.push({
      state,
      reason: found.reason.replace(/take \d+/g, "take N"),
      command: found.command.replace(shotId, "SHOT"),
    });
  }
  const shots = new Set([
    ...[...told.keys()].map((name) => name.slice(0, name.lastIndexOf("/"))),
    ...heldUp(last?.stderr ?? ""),
  ]);
  return { explained, names, shots, unexplained };
}

/** Two lines a take: `SHOT, take N: REASON`, then the command. */
function toldByRun(stderr: string): ReadonlyMap<string, { reason: string; command: string }> {
  const told = new Map<string, { reason: string; command: string }>();
  for (const match of stderr.matchAll(/^(\S+), take (\d+): (.+)\n +(shotlist \S.*)$/gm)) {
    const [, shotId = "", number = "", reason = "", command = ""] = match;
    told.set(`${shotId}/${number}`, { reason, command });
  }
  return told;
}

/** Shots that could not be sent: `SHOT, SHOT not sent: REASON`. */
function heldUp(stderr: string): readonly string[] {
  return [...stderr.matchAll(/^(\S+(?:, \S+)*)(?: and \d+ more)? not sent: ./gm)].flatMap(([, shots = ""]) =>
    shots.split(", "),
  );
}

function toldByPlan(stdout: string): ReadonlyMap<string, { reason: string; command: string }> {
  const told = new Map<string, { reason: string; command: string }>();
  for (const line of stdout.split("\n").filter((text) => text.startsWith('{"type":"plan-action"'))) {
    const { shotId, reason } = JSON.parse(line) as { shotId: string; reason: string };
    const command = /shotlist \w+ .+$/.exec(reason)?.[0];
    if (command !== undefined) told.set(shotId, { reason: reason.slice(0, -command.length), command });
  }
  return told;
}
