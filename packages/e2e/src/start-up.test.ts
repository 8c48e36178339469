import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { SHOTLIST, temporaryFolder } from "./command-line.ts";

const run = promisify(execFile);

/** Tells on its last line which files were read as modules, and which of Node's own modules were loaded. */
const WITNESS = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  import { writeSync } from "node:fs";
  const files = [];
  registerHooks({ load: (url, context, next) => (files.push(url), next(url, context)) });
  process.on("exit", () => writeSync(2, "\\n" + JSON.stringify({ files, builtins: process.moduleLoadList })));
`)}`;

async function loadedBy(...words: string[]): Promise<{ files: string[]; builtins: string[] }> {
  const { stderr } = await run(process.execPath, [`--import=${WITNESS}`, SHOTLIST, ...words]);
  const { files, builtins } = JSON.parse(stderr.split("\n").at(-1) ?? "") as Record<string, string[]>;
  return {
    files: (files ?? []).filter((url) => url.startsWith("file:")).map((url) => basename(url)),
    builtins: (builtins ?? []).map((name) => name.replace("NativeModule ", "")),
  };
}

const HEAVY = ["sqlite", "http", "child_process", "worker_threads", "v8"];

async function manifest(folder: string, prompt: string): Promise<string> {
  const file = join(folder, "m.yaml");
  await writeFile(
    file,
    `version: 1\nshots:\n  - id: mug\n    matrix: { colour: [red] }\n    prompt: ${prompt}\n`,
  );
  return file;
}

test("the version is said by the two files that every command starts with", async () => {
  const { files } = await loadedBy("--version");
  expect(files).toEqual(["shotlist.js", "main.js"]);
});

test("validating loads no engine, no client, no state and no report, and the rest in a few files", async () => {
  await using folder = await temporaryFolder();
  const { files, builtins } = await loadedBy("validate", await manifest(folder.path, "'A mug, slow orbit'"));
  expect(files.length).toBeLessThanOrEqual(8);
  expect(files.join(" ")).not.toMatch(/undici|run-session|standing|write-report|read-catalog|template/);
  expect(HEAVY.filter((name) => builtins.includes(name))).toEqual([]);
});

test("what compiles templates is loaded for a manifest that has one", async () => {
  await using folder = await temporaryFolder();
  const { files } = await loadedBy("validate", await manifest(folder.path, "'A {{ matrix.colour }} mug'"));
  expect(files).toContain("template.js");
});
