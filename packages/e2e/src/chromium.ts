import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { join, relative } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** A browser on this disk. */
export interface Chromium {
  /** The path of a Chromium that plays H.264. */
  readonly path: string;
  /** Where the libraries lie that it needs and a bare system lacks. */
  readonly libraries: string;
}

/**
 * Unpacks the Chromium that came with the install, once, with the libraries that it brings along. The package unpacks into the temporary
 * folder and takes whatever lies there, so it gets a fresh one, which is named only when it is whole.
 */
export async function unpackChromium(): Promise<Chromium> {
  const manifest = findPackageJSON("@sparticuz/chromium", import.meta.url);
  if (manifest === undefined) throw new Error("@sparticuz/chromium is not installed");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const cache = join(import.meta.dirname, "../node_modules/.cache");
  const target = join(cache, `chromium-${version}`);
  const note = join(target, "executable.txt");
  if (!existsSync(note)) {
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, "unpack-"));
    const executable = await unpackInto(folder);
    await rm(target, { recursive: true, force: true });
    await writeFile(join(folder, "executable.txt"), relative(folder, executable));
    await rename(folder, target);
  }
  return { path: join(target, await readFile(note, "utf8")), libraries: join(target, "al2023/lib") };
}

/** `VERCEL` makes the package unpack its own libraries, for systems without them. */
async function unpackInto(folder: string): Promise<string> {
  const before = { ...process.env };
  process.env["TMPDIR"] = folder;
  process.env["VERCEL"] = "1";
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    return await chromium.executablePath();
  } finally {
    for (const name of ["TMPDIR", "VERCEL", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

/** Starts it, without a window. */
export function launchChromium({ path, libraries }: Chromium): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [process.env["LD_LIBRARY_PATH"], libraries].filter(Boolean).join(":"),
    },
  });
}
