import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";

/** The file with the licences of all that went into the bundle. */
const FILE = "THIRD-PARTY.txt";
/** MIT, like most of them. */
const OUR_LICENCE = join(import.meta.dirname, "../LICENSE");

interface ForeignPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
}

/**
 * Writes down whose code the bundle holds, each with its licence in full, as the licences ask for.
 * Fails for a package without a licence's text.
 */
export function thirdParty(): Plugin {
  return {
    name: "third-party",
    generateBundle(_options, bundle) {
      const folders = new Set([preactFolder()]);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of Object.keys(chunk.modules)) {
          const folder = packageFolder(id);
          if (folder !== undefined) folders.add(folder);
        }
      }
      this.emitFile({ type: "asset", fileName: FILE, source: listing(folders) });
    },
  };
}

/** The contact sheet's page, which was bundled before, holds it. */
function preactFolder(): string {
  const page = createRequire(createRequire(import.meta.url).resolve("@shotlist/reporter/contact-sheet.html"));
  return dirname(page.resolve("preact/package.json"));
}

/** The folder of the installed package that a module belongs to, undefined for a module of ours. */
function packageFolder(id: string): string | undefined {
  if (!/[\\/]node_modules[\\/]/.test(id)) return undefined;
  let folder = dirname(id);
  while (!isPackage(folder)) folder = dirname(folder);
  return folder;
}

/** Some packages have manifests inside that only say how their modules are read. */
function isPackage(folder: string): boolean {
  const file = join(folder, "package.json");
  return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).name !== undefined;
}

function readPackage(folder: string): ForeignPackage {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as ForeignPackage;
}

/** The licence that a package brings along; of one that only names MIT, that text with its author's name. */
function licenceText(folder: string, { name, license, author }: ForeignPackage): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8").trim();
  const holder = typeof author === "string" ? author : author?.name;
  const [, terms] = /^(Permission is hereby granted.*)$/ms.exec(readFileSync(OUR_LICENCE, "utf8")) ?? [];
  if (license !== "MIT" || holder === undefined || terms === undefined) {
    throw new Error(`${name} has no licence's text in ${folder}.`);
  }
  return `Copyright (c) ${holder}\n\n${terms.trim()}`;
}

function listing(folders: Iterable<string>): string {
  const parts = [...folders]
    .map((folder) => ({ folder, of: readPackage(folder) }))
    .sort((a, b) => (a.of.name < b.of.name ? -1 : 1))
    .map(({ folder, of }) => `${of.name} ${of.version} (${of.license})\n\n${licenceText(folder, of)}\n`);
  const head = "shotlist's command line holds code of these packages, each under its own licence.\n";
  return [head, ...parts].join(`\n${"-".repeat(80)}\n\n`);
}
