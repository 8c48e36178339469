import { copyFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { builtinsAsConstants } from "./builtins-as-constants.ts";
import { lazyModules } from "./lazy-modules.ts";
import { thirdParty } from "./third-party.ts";

const PACKAGE = join(import.meta.dirname, "..");
const DIST = join(PACKAGE, "dist");
/** What the type checker leaves in `dist`. */
const OF_TYPES: ReadonlySet<string> = new Set(["types", ".tsbuildinfo"]);
const CONTACT_SHEET = "contact-sheet.html";

/** Modules that nearly every command needs; alone they would be many files of a few lines. */
const COMMON: readonly RegExp[] = [
  /^\0lazy:/,
  /[\\/](?:commander|picocolors|fastest-levenshtein|p-limit|yocto-queue)[\\/]/,
  /[\\/]cli[\\/]src[\\/](?:arguments|arguments-[\w-]+|command-options|exit-code|has-work|json-record|package-file|print-record|state-paths)\.ts$/,
  /[\\/]cli[\\/]src[\\/]terminal[\\/](?:look|text-width)\.ts$/,
  /[\\/]core[\\/]src[\\/](?:shotlist-error|money)\.ts$/,
  /[\\/]manifest[\\/]src[\\/](?:nearest|shot-inputs|expand[\\/]slug|expand[\\/]template-problem-codes|schema[\\/]shot-schema)\.ts$/,
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
    resolve: { conditionNames: ["@shotlist/source", "import", "node", "default"] },
    plugins: [lazyModules(), builtinsAsConstants(), thirdParty()],
  });
  const { output } = await bundle.write({
    dir: DIST,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: { groups: [{ name: "common", test: (id) => COMMON.some((one) => one.test(id)) }] },
    comments: false,
    minifyInternalExports: false,
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  await copyFile(
    createRequire(import.meta.url).resolve("@shotlist/reporter/contact-sheet.html"),
    join(DIST, CONTACT_SHEET),
  );
  const made = new Set([CONTACT_SHEET, ...OF_TYPES, ...output.map(({ fileName }) => fileName)]);
  const left = (await readdir(DIST)).filter((name) => !made.has(name));
  await Promise.all(left.map((name) => rm(join(DIST, name), { recursive: true })));
}

await makeBundle();
