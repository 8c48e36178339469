import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, MODELS, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

const SHOTS = 6;

async function loseState(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(STATE));
  await Promise.all(names.map((name) => rm(join(folder, name))));
}

test.each(MODELS)(
  "a lost state of %s is rebuilt from what lies beside the clips, and nothing is paid again",
  async (model) => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma();
    await writeBatch(folder.path, SHOTS, model);
    const options = { cwd: folder.path, env: against(luma) };
    expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
    await loseState(folder.path);

    const adopted = await shotlist(["state", "adopt", "shots.csv", "--from-sidecars"], options);
    expect(adopted, adopted.stdout + adopted.stderr).toMatchObject({ code: 0 });
    const again = await shotlist(RUN, options);
    expect(again, again.stdout + again.stderr).toMatchObject({ code: 0 });
    expect(again.stdout).toContain("Nothing was sent to the API.");
    await expectOnceEach(luma, folder.path, { shots: SHOTS });

    // It is a state like any other: one more shot is one more take.
    await writeBatch(folder.path, SHOTS + 1, model);
    expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: SHOTS + 1 });
  },
);

test("without sidecars the run stops before it buys again, and takes up by --adopt-matching what the account holds", async () => {
  await using folder = await temporaryFolder();
  await using luma = await startLuma();
  await writeBatch(folder.path, SHOTS);
  const options = { cwd: folder.path, env: against(luma) };
  expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
  await loseState(folder.path);
  await rm(join(folder.path, "renders"), { recursive: true });

  const stopped = await shotlist(RUN, options);
  expect(stopped, stopped.stdout + stopped.stderr).toMatchObject({ code: 2 });
  expect(stopped.stderr).toContain("[unowned-matches]");
  expect(luma.generations()).toHaveLength(SHOTS);
  const adopted = await shotlist([...RUN, "--adopt-matching"], options);
  expect(adopted, adopted.stdout + adopted.stderr).toMatchObject({ code: 0 });
  await expectOnceEach(luma, folder.path, { shots: SHOTS });
});
