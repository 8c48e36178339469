import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Simulator } from "@shotlist/simulator";
import { expect, test } from "vitest";
import { type RunningCommand, shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

/** How often two are started at once; `SHOTLIST_ROUNDS=200` for the figure in `docs/reliability.md`. */
const ROUNDS = Number(process.env["SHOTLIST_ROUNDS"] ?? 8);
const SHOTS = 2;

/** Every epoch that a state has given out: one for each run that was ever allowed to spend. */
function epochsOf(folder: string): number {
  const database = new DatabaseSync(join(folder, STATE), { readOnly: true });
  try {
    return Number(database.prepare("SELECT count(*) AS runs FROM runs").get()?.["runs"]);
  } finally {
    database.close();
  }
}

/** The generations of one round: each round has its own Luma account. */
function startTwo(folder: string, luma: Simulator): readonly [RunningCommand, RunningCommand] {
  const options = { cwd: folder, env: against(luma) };
  return [startShotlist(RUN, options), startShotlist(RUN, options)];
}

test(`of two runs that start at once, one spends and the other leaves with 5, naming it: ${ROUNDS} times`, {
  timeout: 20_000 * ROUNDS,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({ seed: round });
    await writeBatch(folder.path, SHOTS);
    const two = startTwo(folder.path, luma);
    const results = await Promise.all(two.map(({ ended }) => ended));
    const winner = results.findIndex(({ code }) => code === 0);
    const loser = results[1 - winner];
    const told = results.map(({ stdout, stderr }) => stdout + stderr).join("\n---\n");
    expect(results.map(({ code }) => code).sort(), told).toEqual([0, 5]);
    expect(loser?.stderr).toContain("[state-locked]");
    expect(loser?.stderr.replace(/\s+/g, " ")).toContain(`process ${two[winner]?.child.pid} on`);
    expect(epochsOf(folder.path)).toBe(1);
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  }
});

test(`the same with one of them killed at some moment: ${ROUNDS} times`, {
  timeout: 20_000 * ROUNDS,
}, async () => {
  const seen = { killedWriter: 0, killedLoser: 0, otherWentOn: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({ seed: round });
    await writeBatch(folder.path, SHOTS);
    const [killed, other] = startTwo(folder.path, luma);
    // From before the lock is taken to the middle of the batch.
    const timer = setTimeout(() => killed.child.kill("SIGKILL"), 150 + ((round * 137) % 900));
    const results = await Promise.all([killed.ended, other.ended]);
    clearTimeout(timer);
    const told = results.map(({ stdout, stderr }) => stdout + stderr).join("\n---\n");
    expect([0, 5], told).toContain(results[1].code);
    if (results[0].signal === "SIGKILL") seen[results[1].code === 5 ? "killedWriter" : "otherWentOn"]++;
    else seen.killedLoser++;
    const last = await shotlist(RUN, { cwd: folder.path, env: against(luma) });
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  }
  if (ROUNDS >= 100) console.info("two writers, one killed:", JSON.stringify(seen));
});
