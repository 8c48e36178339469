import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkImports, readImports } from "./check-imports.ts";

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);

/** Runs a command of the workspace; gives its output and whether it succeeded, never rejects. */
async function outcome(command: string, ...args: string[]): Promise<{ ok: boolean; output: string }> {
  try {
    const { stdout, stderr } = await run(join(root, "node_modules/.bin", command), args, {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const {
      stdout = "",
      stderr = "",
      message,
    } = error as { stdout?: string; stderr?: string; message: string };
    return { ok: false, output: stdout + stderr || message };
  }
}

test("format and lint", async () => {
  const result = await outcome(
    "biome",
    "ci",
    ".",
    "--colors=off",
    "--reporter=concise",
    "--error-on-warnings",
  );
  expect(result, result.output).toMatchObject({ ok: true });
});

test("nothing is unused", async () => {
  const result = await outcome("knip", "--no-progress");
  expect(result, result.output).toMatchObject({ ok: true });
});

test("imports go one way, without cycles", () => {
  expect(checkImports(readImports(root))).toEqual([]);
});

test("decisions are numbered once, from 0001 on", async () => {
  const names = (await readdir(join(root, "docs/decisions"))).sort();
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, index) => index + 1));
});

test("tools have sound types", async () => {
  const result = await outcome("tsc", "-p", "tools");
  expect(result, result.output).toMatchObject({ ok: true });
});

test("generated documents are up to date", async () => {
  const result = await outcome("node", "--conditions=@shotlist/source", "tools/make-docs.ts", "--check");
  expect(result, result.output).toMatchObject({ ok: true });
});

describe("packed packages", () => {
  let folder = "";
  let tarballs: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "shotlist-pack-"));
    const packed = await outcome("pnpm", "-r", "--filter=./packages/*", "pack", "--pack-destination", folder);
    expect(packed, packed.output).toMatchObject({ ok: true });
    const names = (await readdir(folder)).filter((name) => !name.includes("e2e"));
    tarballs = names.map((name) => join(folder, name));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("publint finds nothing", async () => {
    expect(tarballs).toHaveLength(6);
    for (const tarball of tarballs) {
      const result = await outcome("publint", "--strict", tarball);
      expect(result, `${tarball}\n${result.output}`).toMatchObject({ ok: true });
    }
  });

  test("types resolve for those who install them", async () => {
    for (const tarball of tarballs.filter((name) => !/shotlist-\d/.test(name))) {
      const result = await outcome(
        "attw",
        "--profile",
        "esm-only",
        "--exclude-entrypoints",
        "contact-sheet.html",
        "--",
        tarball,
      );
      expect(result, `${tarball}\n${result.output}`).toMatchObject({ ok: true });
    }
  });

  test("every library that a published package needs or holds has its line in the decisions", async () => {
    const decisions = await readFile(join(root, "docs/decisions/0002-dependencies.md"), "utf8");
    for (const name of ["manifest", "core", "luma", "reporter", "simulator", "cli"]) {
      const pkg = JSON.parse(await readFile(join(root, "packages", name, "package.json"), "utf8"));
      // The command line holds its libraries, which are therefore needed only to build it.
      const libraries = name === "cli" ? pkg.devDependencies : pkg.dependencies;
      for (const dependency of Object.keys(libraries ?? {})) {
        if (!/^@(?:shotlist|types)\//.test(dependency)) expect(decisions).toContain(`\`${dependency}\``);
      }
    }
  });
});
