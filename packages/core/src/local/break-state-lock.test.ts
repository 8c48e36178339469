import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { breakStateLock } from "./break-state-lock.ts";
import { acquireStateLock, stateHolder } from "./state-lock.ts";

let folder: string;
let stateFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-break-"));
  stateFile = join(folder, "a.shotlist.db");
});
afterEach(() => rm(folder, { recursive: true }));

const acquire = () => acquireStateLock({ stateFile, command: "shotlist run a.yaml", nowMs: () => 0 });

test("a lock that nobody holds needs no breaking", async () => {
  expect(await breakStateLock(stateFile)).toBeUndefined();
  await (await acquire()).release();
  expect(await breakStateLock(stateFile)).toBeUndefined();
});

test("the lock of a process that lives here is left to it", async () => {
  const lock = await acquire();
  await expect(breakStateLock(stateFile)).rejects.toMatchObject({
    code: "state-locked",
    hint: expect.stringContaining(`kill ${process.pid}`),
  });
  expect(await stateHolder(stateFile)).toMatchObject({ pid: process.pid });
  await lock.release();
});

test("the lock of another machine, which nobody here can stop, is taken away", async () => {
  const lock = await acquire();
  const holderFile = `${stateFile}.holder.json`;
  const holder = JSON.parse(await readFile(holderFile, "utf8"));
  await writeFile(holderFile, JSON.stringify({ ...holder, host: "far-away" }));
  expect(await breakStateLock(stateFile)).toMatchObject({ host: "far-away" });
  const next = await acquire();
  await next.release();
  await lock.release();
});
