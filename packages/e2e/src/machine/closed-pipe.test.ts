import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shotlist, startShotlist, temporaryFolder } from "../command-line.ts";

test("a reader that leaves, as head does, ends no run and breaks no command", async () => {
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path };
  await writeFile(
    join(folder.path, "shots.csv"),
    "id,prompt\nmug,A mug. Camera static\ncup,A cup. Camera static\n",
  );
  const run = startShotlist(["run", "shots.csv", "--simulate", "--yes", "--speed", "600"], options);
  run.child.stdout?.destroy();
  const { code, stderr } = await run.ended;
  expect(stderr).not.toContain("EPIPE");
  expect(code).toBe(0);
  expect(await readdir(join(folder.path, "renders-simulated/cup"))).toContain("take-1.mp4");

  const plan = startShotlist(["plan", "shots.csv", "--simulate"], options);
  plan.child.stdout?.destroy();
  expect(await plan.ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("EPIPE") });
  expect(await shotlist(["status", "shots.csv", "--simulate"], options)).toMatchObject({ code: 0 });
});
