import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type CommandResult, shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { type SmallDisk, smallDisk, smallDiskProblem } from "./small-disk.ts";
import { against, expectOnceEach, MODELS, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

const MB = 1_000_000;
const SHOTS = 30;
const problem = smallDiskProblem();

/** A run that is told the disk is full says three things: what, what to do, and how files and money stand. */
function expectTold(result: CommandResult, code: string): void {
  expect(result, result.stdout + result.stderr).toMatchObject({ code: 4, signal: null });
  expect(result.stderr).toContain(`[${code}]`);
  expect(result.stderr).toMatch(/ {2}do +.*[Ff]ree some space/);
  expect(result.stderr).toMatch(/ {2}state +\S/);
  expect(result.stderr).not.toContain("unexpected fault");
}

describe.skipIf(problem !== undefined)(`a disk that fills up in the middle ${problem ?? ""}`, () => {
  test.each([
    { what: "leaves nothing", freeBytes: 0 },
    { what: "leaves room for some clips", freeBytes: 150_000 },
  ])(
    "of state and clips, $what: the next run with space finishes and pays for nothing again",
    async ({ freeBytes }) => {
      await using disk = await smallDisk(24 * MB);
      await using luma = await startLuma();
      await writeBatch(disk.path, SHOTS);
      const options = { cwd: disk.path, env: against(luma) };

      await fillDuring(startShotlist(RUN, options), disk, freeBytes).then((result) => {
        expect(result.code, result.stdout + result.stderr).toBe(4);
        expect(result.stderr).toMatch(/\[(state-disk-full|clips-unwritable)\]/);
      });
      const paid = luma.generations().length;
      expect(paid).toBeGreaterThan(0);

      await disk.empty();
      const last = await shotlist(RUN, options);
      expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
      await expectOnceEach(luma, disk.path, { shots: SHOTS });
    },
  );

  test("of the clips alone: what is paid is watched to its end and fetched by the next run", async () => {
    await using folder = await temporaryFolder();
    await using disk = await smallDisk(24 * MB);
    await using luma = await startLuma();
    await writeBatch(folder.path, SHOTS);
    const words = [...RUN, "--out", disk.path];
    const options = { cwd: folder.path, env: against(luma) };

    expectTold(await fillDuring(startShotlist(words, options), disk, 0), "clips-unwritable");
    await disk.empty();
    const last = await shotlist(words, options);
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: SHOTS, clips: disk.path });
  });

  test.each(MODELS)(
    "of the state alone, %s: answers that are on the wire find room in the reserve",
    async (model) => {
      await using folder = await temporaryFolder();
      await using disk = await smallDisk(24 * MB);
      await using luma = await startLuma();
      await writeBatch(folder.path, SHOTS, model);
      const words = [...RUN, "--state", join(disk.path, STATE)];
      const options = { cwd: folder.path, env: against(luma) };

      const first = await fillDuring(startShotlist(words, options), disk, 0);
      expectTold(first, "state-disk-full");
      // Every create was answered, so every answer was stored: there is nothing to look for.
      expect(first.stdout).not.toContain("Unconfirmed");
      await disk.empty();
      const last = await shotlist(words, options);
      expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
      await expectOnceEach(luma, folder.path, { shots: SHOTS });
    },
  );

  test("has no room from the start: nothing is sent", async () => {
    await using folder = await temporaryFolder();
    await using disk = await smallDisk(4 * MB);
    await using luma = await startLuma();
    await writeBatch(folder.path, 3);
    const words = [...RUN, "--state", join(disk.path, STATE)];
    expectTold(await shotlist(words, { cwd: folder.path, env: against(luma) }), "state-disk-full");
    expect(luma.stats().creates.received).toBe(0);
    expect((await readdir(disk.path)).filter((name) => name.endsWith(".reserve"))).toEqual([]);
  });

  test("of the report alone: every clip is there, and the report can be written later", async () => {
    await using folder = await temporaryFolder();
    await using disk = await smallDisk(MB);
    await using luma = await startLuma();
    await writeBatch(folder.path, 3);
    await symlink(disk.path, join(folder.path, "report"));
    await disk.fill(0);
    const options = { cwd: folder.path, env: against(luma) };
    const first = await shotlist(RUN, options);
    expectTold(first, "report-unwritable");
    expect(first.stdout).toContain("3 clips on disk");
    await disk.empty();
    expect(await shotlist(["report", "shots.csv"], options)).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 3 });
  });
});

test.skipIf(process.platform === "win32")(
  "a system that lets files grow no further stops the run before anything is sent",
  async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma();
    await writeBatch(folder.path, 3);
    const through = ["sh", "-c", 'ulimit -f 2000; exec "$@"', "sh"];
    const options = { cwd: folder.path, env: against(luma) };
    const bounded = await shotlist(RUN, { ...options, through });
    expect(bounded, bounded.stdout + bounded.stderr).toMatchObject({ code: 4 });
    expect(bounded.stderr).toContain("[state-unwritable]");
    expect(luma.stats().creates.received).toBe(0);
    await mkdir(join(folder.path, "renders"), { recursive: true });
    expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 3 });
  },
);

/** Fills the disk once a few clips are there, and waits for the end. */
async function fillDuring(
  run: ReturnType<typeof startShotlist>,
  disk: SmallDisk,
  freeBytes: number,
): Promise<CommandResult> {
  await run.until(/\((3|4|5|6) of/);
  await disk.fill(freeBytes);
  return run.ended;
}
