import { statSync } from "node:fs";
import { chmod, chown, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { SHOTLIST, shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

/** The superuser may write everywhere, so it has to run the command as nobody. */
const NOBODY = 65_534;
const isSuper = process.getuid?.() === 0;
const asUser = isSuper ? { uid: NOBODY } : {};

/** Whether anybody may start the program: a checkout below a private folder keeps nobody out of it. */
function isOpenToAll(path: string): boolean {
  const folder = dirname(path);
  return folder === path || ((statSync(folder).mode & 0o001) !== 0 && isOpenToAll(folder));
}

const isTriable =
  process.platform !== "win32" && (!isSuper || (isOpenToAll(SHOTLIST) && isOpenToAll(process.execPath)));

async function batchOfUser(shots: number): ReturnType<typeof temporaryFolder> {
  const folder = await temporaryFolder();
  await writeBatch(folder.path, shots);
  if (isSuper) await chown(folder.path, NOBODY, NOBODY);
  return folder;
}

/** Makes a folder that its owner may read but not write. */
async function closedFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  if (isSuper) await chown(path, NOBODY, NOBODY);
  await chmod(path, 0o555);
}

describe.skipIf(!isTriable)("a folder that may not be written", () => {
  test("of the state: nothing is sent, and the reason is given", async () => {
    await using folder = await batchOfUser(2);
    await using luma = await startLuma();
    await chmod(folder.path, 0o555);
    const refused = await shotlist(RUN, { cwd: folder.path, env: against(luma), ...asUser });
    await chmod(folder.path, 0o755);
    expect(refused, refused.stdout + refused.stderr).toMatchObject({ code: 4 });
    expect(refused.stderr).toContain("[state-unwritable]");
    expect(refused.stderr).toMatch(/ {2}do +[\s\S]* {2}state +\S/);
    expect(luma.stats().creates.received).toBe(0);
    expect(await readdir(folder.path)).toEqual(["shots.csv"]);
  });

  test("of the clips: what was paid is fetched when the folder may be written again", async () => {
    await using folder = await batchOfUser(3);
    await using luma = await startLuma();
    await closedFolder(join(folder.path, "renders"));
    const options = { cwd: folder.path, env: against(luma), ...asUser };
    const refused = await shotlist(RUN, options);
    expect(refused, refused.stdout + refused.stderr).toMatchObject({ code: 4 });
    expect(refused.stderr).toContain("[clips-unwritable]");
    await chmod(join(folder.path, "renders"), 0o755);
    const last = await shotlist(RUN, options);
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 3 });
  });

  test("of the report: the clips are made all the same", async () => {
    await using folder = await batchOfUser(2);
    await using luma = await startLuma();
    await closedFolder(join(folder.path, "report"));
    const options = { cwd: folder.path, env: against(luma), ...asUser };
    const run = await shotlist(RUN, options);
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 4 });
    expect(run.stderr).toContain("[report-unwritable]");
    await expectOnceEach(luma, folder.path, { shots: 2 });
  });

  test("a state file that may only be read is left as it is, and can still be looked at", async () => {
    await using folder = await batchOfUser(2);
    await using luma = await startLuma();
    const options = { cwd: folder.path, env: against(luma), ...asUser };
    expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
    await writeBatch(folder.path, 3);
    await chmod(join(folder.path, STATE), 0o444);
    const run = await shotlist(RUN, options);
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 4 });
    expect(run.stderr).toContain("[state-unwritable]");
    expect(luma.generations()).toHaveLength(2);
    expect((await shotlist(["status", "shots.csv"], options)).stdout).toContain("2 done");
    await chmod(join(folder.path, STATE), 0o644);
    expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 3 });
  });
});

describe("a folder that vanishes during a run", () => {
  test("of the clips: it is made again, and the clips that went with it are fetched again", async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma();
    await writeBatch(folder.path, 20);
    const options = { cwd: folder.path, env: against(luma) };
    const run = startShotlist(RUN, options);
    await run.until(/\(5 of/);
    await rm(join(folder.path, "renders"), { recursive: true, force: true, maxRetries: 5 });
    const first = await run.ended;
    expect(first.stderr).not.toContain("unexpected fault");
    const last = await shotlist(RUN, options);
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 20 });
  });

  test("of everything: nothing that was not recorded is sent, and a copy that is put back goes on", async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma();
    const place = join(folder.path, "project");
    await mkdir(place);
    await writeBatch(place, 20);
    const options = { cwd: place, env: against(luma) };
    const run = startShotlist(RUN, options);
    await run.until(/\(5 of/);
    await rename(place, join(folder.path, "elsewhere"));
    const first = await run.ended;
    expect(first.stderr).not.toContain("unexpected fault");
    await rm(place, { recursive: true, force: true });
    await cp(join(folder.path, "elsewhere"), place, { recursive: true });
    const last = await shotlist(RUN, options);
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, place, { shots: 20 });
  });
});
