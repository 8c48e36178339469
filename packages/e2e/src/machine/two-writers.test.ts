import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Simulator } from "@shotlist/simulator";
import { expect, test } from "vitest";
import { type RunningCommand, shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

/** How often two are started at once; `SHOTLIST_ROUNDS=200` for the figures in `docs/reliability.md`. */
const ROUNDS = Number(process.env["SHOTLIST_ROUNDS"] ?? 5);
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

type Two = readonly [RunningCommand, RunningCommand];

/** Two at once, against a Luma that needs seconds, so that neither ends before the other has begun. */
function startTwo(folder: string, luma: Simulator): Two {
  const options = { cwd: folder, env: against(luma) };
  return [startShotlist(RUN, options), startShotlist(RUN, options)];
}

/** A Luma that needs some five seconds for a generation, unless it is hurried. */
const SLOW = { latency: { queuedS: 2, meanS: 300, spreadS: 10 } };

/** Lets Luma finish whatever it has, from now on; its clock stays near ours. */
function hasten(luma: Simulator): Disposable {
  const timer = setInterval(() => luma.advance(60), 250);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

test(`of two runs that start at once, one spends and the other leaves with 5, naming it: ${ROUNDS} times`, {
  timeout: 20_000 * ROUNDS,
}, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({ seed: round, ...SLOW });
    await writeBatch(folder.path, SHOTS);
    const two = startTwo(folder.path, luma);
    const loser = await Promise.race(two.map(({ ended }, index) => ended.then(() => index)));
    using _hurry = hasten(luma);
    const results = await Promise.all(two.map(({ ended }) => ended));
    const told = results.map(({ stdout, stderr }) => stdout + stderr).join("\n---\n");
    expect([results[loser]?.code, results[1 - loser]?.code], told).toEqual([5, 0]);
    expect(results[loser]?.stderr).toContain("[state-locked]");
    expect(results[loser]?.stderr.replace(/\s+/g, " ")).toContain(`process ${two[1 - loser]?.child.pid} on`);
    expect(epochsOf(folder.path)).toBe(1);
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  }
});

test(`the same with the one that spends killed: ${ROUNDS} times`, {
  timeout: 20_000 * ROUNDS,
}, async () => {
  const seen = { otherHadLeft: 0, otherTookOver: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({ seed: round, ...SLOW });
    await writeBatch(folder.path, SHOTS);
    const two = startTwo(folder.path, luma);
    const spender = await Promise.any(two.map((run, index) => run.until("started").then(() => index)));
    // At once, or a little into the batch.
    await after((round * 37) % 150);
    two[spender]?.child.kill("SIGKILL");
    using _hurry = hasten(luma);
    const results = await Promise.all(two.map(({ ended }) => ended));
    const other = results[1 - spender];
    expect(results[spender]?.signal).toBe("SIGKILL");
    expect([0, 5], `${other?.stdout}${other?.stderr}`).toContain(other?.code);
    seen[other?.code === 5 ? "otherHadLeft" : "otherTookOver"]++;
    const last = await shotlist(RUN, { cwd: folder.path, env: against(luma) });
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    expect(epochsOf(folder.path)).toBe(2);
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  }
  if (ROUNDS >= 100) console.info("two writers, the spending one killed:", JSON.stringify(seen));
});
