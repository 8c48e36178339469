import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandResult, shotlist } from "../command-line.ts";
import type { LumaServer } from "./luma-server.ts";
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
  const booked = await server.generations();
  const lines = unconfirmed.map(({ shotId, number, requestId }) => {
    const made = booked.find((generation) => generation.requestId === requestId);
    return `${shotId},${number},${made?.gone === true ? "abandon" : (made?.id ?? "not-created")}`;
  });
  const file = join(place.cwd, "answers.csv");
  await writeFile(file, `shot,take,generation\n${lines.join("\n")}\n`);
  const result = await shotlist(["resolve", "shotlist.yaml", "--from", file], place);
  if (result.code !== 0) throw new Error(`resolve ended with ${result.code}: ${result.stderr}`);
  const { explained, unexplained } = openTakesOf(unconfirmed, last, undefined);
  if (unexplained.length > 0) throw new Error(unexplained.join("\n"));
  return explained;
}
