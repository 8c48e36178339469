import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

const SHOTS = 12;

/** The write-ahead log needs a file of shared memory; a folder of that name is a disk that cannot have one. */
async function denySharedMemory(folder: string): Promise<void> {
  await mkdir(join(folder, `${STATE}-shm`));
}

test("on a disk without shared memory the rollback journal does: killed, resumed, nothing paid twice", async () => {
  await using folder = await temporaryFolder();
  await using luma = await startLuma();
  await writeBatch(folder.path, SHOTS);
  await denySharedMemory(folder.path);
  const options = { cwd: folder.path, env: against(luma) };

  const killed = startShotlist(RUN, options);
  await killed.until(/\(3 of/);
  expect(await readdir(folder.path)).not.toContain(`${STATE}-wal`);
  killed.child.kill("SIGKILL");
  await killed.ended;

  const status = await shotlist(["status", "shots.csv"], options);
  expect(status.stderr).not.toContain("error");
  const last = await shotlist(RUN, options);
  expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
  await expectOnceEach(luma, folder.path, { shots: SHOTS });

  await rm(join(folder.path, `${STATE}-shm`), { recursive: true });
  const database = new DatabaseSync(join(folder.path, STATE), { readOnly: true });
  expect(database.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  database.close();
});
