import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** A file with the modules that it names, type imports included. */
export interface ImportingFile {
  /** Path from the workspace's root, with `/`. */
  readonly path: string;
  readonly imports: readonly string[];
}

/**
 * Which package may import which, by the name of its folder: one direction, no arrow up.
 * `packages/e2e` is left out: its tests look at everything.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  manifest: [],
  core: ["@shotlist/manifest"],
  luma: ["@shotlist/manifest", "@shotlist/core"],
  reporter: ["@shotlist/core/read-model"],
  simulator: [],
  cli: [
    "@shotlist/manifest",
    "@shotlist/core",
    "@shotlist/core/local",
    "@shotlist/core/read-model",
    "@shotlist/luma",
    "@shotlist/reporter",
    "@shotlist/simulator",
  ],
};

/** What pure packages must not touch: the disk, the network, the process and its environment. */
const OUTSIDE =
  /^node:(fs|fs\/promises|net|http|https|http2|tls|dgram|dns|child_process|process|os|sqlite|worker_threads)$|^undici$/;

/** Folders and files that promise to touch nothing but their input. */
const PURE = [
  /^packages\/manifest\/src\//,
  /^packages\/core\/src\/(?!local\/)/,
  /^packages\/reporter\/src\//,
];

/** Core's ground floors, lowest first: a folder may import its own and those before it. */
const CORE_TESTING = /^packages\/core\/src\/testing\//;

/**
 * Says which imports break the house's rules: package direction, purity, deep imports into another package,
 * tests' doubles in production code, and cycles between files (imports of types count).
 *
 * @returns one sentence for each broken rule, in the order of the files; empty when all is well.
 */
export function checkImports(files: readonly ImportingFile[]): string[] {
  return [...files.flatMap(brokenDirections), ...cycles(files)];
}

function brokenDirections(file: ImportingFile): string[] {
  const owner = /^packages\/([^/]+)\//.exec(file.path)?.[1];
  const allowed = owner === undefined ? undefined : MAY_IMPORT[owner];
  if (owner === undefined || allowed === undefined || isTest(file.path)) return [];
  return file.imports.flatMap((name) => {
    if (/^(@shotlist\/|shotlist$)/.test(name) && !allowed.includes(name)) {
      return [`${file.path} imports ${name}, which ${owner} may not see`];
    }
    if (name.startsWith(".") && !resolveFrom(file.path, name).startsWith(`packages/${owner}/`)) {
      return [`${file.path} reaches into another package by ${name}`];
    }
    if (OUTSIDE.test(name) && PURE.some((pure) => pure.test(file.path))) {
      return [`${file.path} is pure, but imports ${name}`];
    }
    const target = name.startsWith(".") ? resolveFrom(file.path, name) : "";
    if (CORE_TESTING.test(target) && !CORE_TESTING.test(file.path)) {
      return [`${file.path} uses a test double from ${name}`];
    }
    return [];
  });
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$|^packages\/core\/src\/testing\//.test(path);
}

function resolveFrom(path: string, name: string): string {
  return join(dirname(path), name).replaceAll("\\", "/");
}

function cycles(files: readonly ImportingFile[]): string[] {
  const edges = new Map(
    files.map((file) => [
      file.path,
      file.imports.filter((name) => name.startsWith(".")).map((name) => resolveFrom(file.path, name)),
    ]),
  );
  const found: string[] = [];
  const finished = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push(`import cycle: ${[...trail.slice(start), path].join(" → ")}`);
      return;
    }
    if (finished.has(path)) return;
    trail.push(path);
    for (const next of edges.get(path) ?? []) visit(next);
    trail.pop();
    finished.add(path);
  };
  for (const path of edges.keys()) visit(path);
  return found;
}

/** Reads the imports, re-exports and literal dynamic imports of every source file below `packages/`. */
export function readImports(root: string): ImportingFile[] {
  return sourceFiles(join(root, "packages")).map((file) => {
    const text = readFileSync(file, "utf8");
    const { module } = parseSync(file, text);
    const imports = [
      ...module.staticImports.map((one) => one.moduleRequest.value),
      ...module.staticExports.flatMap((one) =>
        one.entries.flatMap((entry) => (entry.moduleRequest === null ? [] : [entry.moduleRequest.value])),
      ),
      ...module.dynamicImports.flatMap(({ moduleRequest }) => {
        const argument = text.slice(moduleRequest.start, moduleRequest.end);
        return /^["'].*["']$/.test(argument) ? [argument.slice(1, -1)] : [];
      }),
    ];
    return { path: relative(root, file).replaceAll("\\", "/"), imports: [...new Set(imports)] };
  });
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name !== "node_modules" && name !== "dist")
    .flatMap((name) => {
      const path = resolve(folder, name);
      if (statSync(path).isDirectory()) return sourceFiles(path);
      return /\.tsx?$/.test(name) && path.includes("/src/") ? [path] : [];
    });
}
