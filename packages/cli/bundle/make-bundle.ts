import { copyFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type OutputOptions, type RolldownOutput, rolldown } from "rolldown";
import { builtinsAsConstants } from "./builtins-as-constants.ts";
import { lazyModules } from "./lazy-modules.ts";
import { thirdParty } from "./third-party.ts";

const PACKAGE = join(import.meta.dirname, "..");
const DIST = join(PACKAGE, "dist");
/** What the type checker leaves in `dist`. */
const OF_TYPES: ReadonlySet<string> = new Set(["types", ".tsbuildinfo"]);
const CONTACT_SHEET = "contact-sheet.html";

/** Modules that commands need which read no manifest, and those that read the arguments for all of them. */
const COMMON: readonly RegExp[] = [
  /^\0lazy:/,
  /[\\/](?:commander|picocolors|string-width|strip-ansi|ansi-regex|get-east-asian-width)[\\/]/,
  /[\\/]cli[\\/]src[\\/](?:arguments|arguments-[\w-]+|command-options|exit-code|json-record|package-file|print-record)\.ts$/,
  /[\\/]cli[\\/]src[\\/]terminal[\\/](?:look|text-width)\.ts$/,
  /[\\/]core[\\/]src[\\/](?:shotlist-error|money)\.ts$/,
];

/**
 * Makes the command line out of its sources and all that they import, this workspace's packages and others': a few
 * files instead of hundreds, each command's in files of their own, so that a command loads what it runs.
 */
async function makeBundle(): Promise<void> {
  const bundle = await rolldown({
    cwd: PACKAGE,
    input: { main: "src/main.ts", "crash-points": "src/crash-points.ts" },
    platform: "node",
    checks: { pluginTimings: false },
    preserveEntrySignatures: "allow-extension",
    resolve: { conditionNames: ["@shotlist/source", "import", "node", "default"] },
    plugins: [lazyModules(), builtinsAsConstants(), thirdParty()],
  });
  const trial = await bundle.generate(outputOptions(new Set()));
  const { output } = await bundle.write(outputOptions(modulesFor("validate.ts", trial.output)));
  await bundle.close();
  refuseLoops(output);
  await copyFile(
    createRequire(import.meta.url).resolve("@shotlist/reporter/contact-sheet.html"),
    join(DIST, CONTACT_SHEET),
  );
  await removeAllBut(new Set([CONTACT_SHEET, ...OF_TYPES, ...output.map(({ fileName }) => fileName)]));
}

/** @param reading - the modules that read a manifest, which go into one file. */
function outputOptions(reading: ReadonlySet<string>): OutputOptions {
  return {
    dir: DIST,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: {
      // A package's index names all of its modules, so that what a module imports is far more than what it needs.
      includeDependenciesRecursively: false,
      groups: [
        { name: "common", test: (id) => COMMON.some((one) => one.test(id)), priority: 1 },
        { name: "reading", test: (id) => reading.has(id) },
      ],
    },
    comments: false,
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  };
}

/** The modules that are loaded before a command begins: those of its file and of all that it imports. */
function modulesFor(command: string, output: RolldownOutput["output"]): ReadonlySet<string> {
  const chunks = new Map(
    output.flatMap((one) => (one.type === "chunk" ? [[one.fileName, one] as const] : [])),
  );
  const waiting = [...chunks.values()].filter(({ facadeModuleId }) => facadeModuleId?.endsWith(command));
  if (waiting.length !== 1) throw new Error(`There are ${waiting.length} files for ${command}.`);
  const seen = new Set(waiting);
  const modules = new Set<string>();
  for (const chunk of seen) {
    for (const id of chunk.moduleIds) if (id !== chunk.facadeModuleId) modules.add(id);
    for (const name of chunk.imports) {
      const next = chunks.get(name);
      if (next !== undefined) seen.add(next);
    }
  }
  return modules;
}

/** Files that import each other are run before what they import has been. Neither of the shared ones may begin that. */
function refuseLoops(output: RolldownOutput["output"]): void {
  const below: Readonly<Record<string, readonly string[]>> = {
    "common.js": ["rolldown-runtime.js"],
    "reading.js": ["rolldown-runtime.js", "common.js"],
  };
  for (const chunk of output) {
    if (chunk.type !== "chunk") continue;
    const wrong = chunk.imports.filter(
      (name) => name.endsWith(".js") && below[chunk.fileName]?.includes(name) === false,
    );
    if (wrong.length > 0) throw new Error(`${chunk.fileName} may not import ${wrong.join(", ")}.`);
  }
}

async function removeAllBut(names: ReadonlySet<string>): Promise<void> {
  const left = (await readdir(DIST)).filter((name) => !names.has(name));
  await Promise.all(left.map((name) => rm(join(DIST, name), { recursive: true })));
}

await makeBundle();
