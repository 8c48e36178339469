import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Take } from "@shotlist/core";
import { type CommandResult, shotlist } from "../command-line.ts";
import type { BookedGeneration, LumaServer } from "./luma-server.ts";
import { type OpenTake, openTakesOf } from "./open-takes.ts";
import { readState } from "./read-state.ts";

/**
 * Does what a person does where the API's list settles nothing, or there is none: looks each unconfirmed take up in the books (for a
 * simulator those are true; a person asks the support) and tells the command line, in one file for all.
 *
 * @returns the takes that were to be settled, as the command line told of them.
 */
export async function settleByHand(options: {
  readonly server: LumaServer;
  readonly place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> };
  readonly name: string;
  readonly last: CommandResult;
}): Promise<readonly OpenTake[]> {
  const { server, place, name, last } = options;
  const { takes } = await readState(place.cwd, name);
  const unconfirmed = takes.filter(({ state }) => state === "unconfirmed");
  if (unconfirmed.length === 0) return [];
  const answers = answersFor(unconfirmed, takes, await server.generations());
  const lines = unconfirmed.map(({ shotId, number }, index) => `${shotId},${number},${answers[index]}`);
  const file = join(place.cwd, "answers.csv");
  await writeFile(file, `shot,take,generation\n${lines.join("\n")}\n`);
  const result = await shotlist(["resolve", "shotlist.yaml", "--from", file], place);
  if (result.code !== 0) throw new Error(`resolve ended with ${result.code}: ${result.stderr}`);
  const { explained, unexplained } = openTakesOf(unconfirmed, last, undefined);
  if (unexplained.length > 0) throw new Error(unexplained.join("\n"));
  return explained;
}

/**
 * What the books say of each take. Equal requests can't be told apart in a list, so a take's own generation may
 * have been taken for its twin's; then an equal one that nobody owns is its due, or it never got one.
 */
function answersFor(
  unconfirmed: readonly Take[],
  takes: readonly Take[],
  booked: readonly BookedGeneration[],
): readonly string[] {
  const owned = new Set(takes.flatMap(({ generationId }) => generationId ?? []));
  const isFree = ({ id, foreign }: BookedGeneration): boolean => !owned.has(id) && !foreign;
  const made = unconfirmed.map(({ requestId }) => booked.find((one) => one.requestId === requestId));
  const own = made.map((generation) => {
    if (generation === undefined || !isFree(generation)) return undefined;
    owned.add(generation.id);
    return generation;
  });
  return made.map((generation, index) => {
    if (generation === undefined) return "not-created";
    const due = own[index] ?? booked.find((one) => one.request === generation.request && isFree(one));
    if (due === undefined) return "not-created";
    owned.add(due.id);
    return due.gone ? "abandon" : due.id;
  });
}
