import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStateStore } from "./sqlite-state-store.ts";
import { newUuid } from "./system-clock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-durability-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Intends and accepts take after take without end, and says so after each commit. */
const WRITER = (file: string) => `
  const { openStateStore, newUuid } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
  const { sampleTake } = await import(${JSON.stringify(new URL("../testing/sample-take.ts", import.meta.url).href)});
  const store = await openStateStore({ file: ${JSON.stringify(file)}, name: "a", newId: newUuid, nowMs: Date.now });
  const epoch = await store.beginRun({ accounts: [sampleTake().account], atMs: 1 });
  const say = (line) => new Promise((resolve) => process.stdout.write(line + "\\n", resolve));
  await say("epoch " + epoch);
  for (let n = 0; ; n++) {
    const take = sampleTake({ epoch, shotId: "run-" + epoch, number: n + 1, requestHash: "h" + epoch + "-" + n });
    const outcome = await store.commitIntent(take, { maxSpendUsdE4: 1e9 });
    if (outcome.kind !== "committed") throw new Error(outcome.kind);
    await say("intent " + epoch + " " + take.number);
    const generationId = "gen-" + epoch + "-" + take.number;
    const event = { type: "accepted", atMs: 1, generationId, idSource: "answer" };
    await store.record(epoch, [{ take: { ...take, state: "running", generationId }, event }]);
    await say("id " + generationId);
  }`;

/** Lets a writer work until it has acknowledged so many lines, kills it, and gives every line that it wrote. */
async function writeAndKill(file: string, lines: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ["--conditions=@shotlist/source", "--input-type=module", "-e", WRITER(file)],
    { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(new URL(".", import.meta.url)) },
  );
  const acknowledged: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    acknowledged.push(line);
    if (acknowledged.length === lines) child.kill("SIGKILL");
  });
  const closed = once(reader, "close");
  const [, signal] = await once(child, "exit");
  await closed;
  expect(signal).toBe("SIGKILL");
  return acknowledged;
}

test("every commit that was acknowledged before a kill -9 is there after it, run after run", async () => {
  const file = join(folder, "a.shotlist.db");
  const acknowledged: string[] = [];
  for (const lines of [40, 7, 200]) acknowledged.push(...(await writeAndKill(file, lines)));

  const store = await openStateStore({ file, name: "a", newId: newUuid, nowMs: () => 0 });
  const { takes } = await store.read();
  const intents = new Set(takes.map((take) => `intent ${take.epoch} ${take.number}`));
  const ids = new Set(takes.map((take) => `id ${take.generationId}`));
  const lost = acknowledged.filter(
    (line) => !line.startsWith("epoch") && !intents.has(line) && !ids.has(line),
  );
  expect(lost).toEqual([]);
  expect(acknowledged.filter((line) => line.startsWith("epoch"))).toEqual(["epoch 1", "epoch 2", "epoch 3"]);
  // At most the one that was being written when the kill came is there without having been acknowledged.
  const extra = [...intents].filter((line) => !acknowledged.includes(line));
  expect(extra.length).toBeLessThanOrEqual(3);

  // The sums that the walls stand on outlived the kills too.
  const epoch = await store.beginRun({ accounts: [], atMs: 1 });
  const next = { ...takes[0]!, epoch, shotId: "next", requestHash: "next", state: "sending" as const };
  expect(await store.commitIntent(next, { maxSpendUsdE4: takes.length * 100 })).toMatchObject({
    kind: "over-budget",
    committedUsdE4: takes.length * 100,
  });
  await store.close();
});
