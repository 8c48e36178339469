import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "./command-line.ts";

const ROOT = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

test("the packed packages, installed elsewhere, go from init to a contact sheet", async () => {
  await using folder = await temporaryFolder();
  const tarballs = join(folder.path, "tarballs");
  await run(
    join(ROOT, "node_modules/.bin/pnpm"),
    ["-r", "--filter=./packages/*", "--filter=!@shotlist/e2e", "pack", "--pack-destination", tarballs],
    { cwd: ROOT },
  );
  const files = (await readdir(tarballs)).map((name) => join(tarballs, name));
  expect(files).toHaveLength(6);
  await writeFile(join(folder.path, "package.json"), '{"private":true}');
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...files], {
    cwd: folder.path,
  });
  const shotlist = (...words: string[]) =>
    run(process.execPath, [join(folder.path, "node_modules/shotlist/bin/shotlist.js"), ...words], {
      cwd: folder.path,
    });

  expect((await shotlist("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  await shotlist("init", "first");
  const { stdout } = await shotlist("run", "first/shotlist.yaml", "--simulate", "--yes");
  expect(stdout).toContain("6 shots: 6 done");
  expect(await readdir(join(folder.path, "first/report-simulated"))).toContain("index.html");
});
