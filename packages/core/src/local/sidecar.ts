import { open, readFile, rename, rm } from "node:fs/promises";
import type { JsonObject } from "@shotlist/manifest";
import { errorCode } from "./disk-error.ts";

/** Marks a JSON file beside a clip as a sidecar of ours; the number is the version of its form. */
const MARK = "shotlist";
const VERSION = 1;

/**
 * Writes what is known of a clip beside it, whole or not at all, replacing an older sidecar. From sidecars
 * alone a lost state can be rebuilt. Rejects with the system's error.
 *
 * @param path - see `sidecarOf`.
 */
export async function writeSidecar(path: string, content: JsonObject): Promise<void> {
  const draft = `${path}.new`;
  try {
    const handle = await open(draft, "w");
    try {
      await handle.writeFile(`${JSON.stringify({ [MARK]: VERSION, ...content }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Whether a sidecar may be written here: nothing has the name, or a sidecar of ours does. */
export async function mayWriteSidecar(path: string): Promise<boolean> {
  const standing = await readOurs(path);
  return standing === "nothing" || typeof standing === "object";
}

/** The SHA-256 of the clip that a sidecar of ours was written for, in hex; undefined without one. */
export async function sidecarHash(path: string): Promise<string | undefined> {
  const standing = await readOurs(path);
  const sha256 = typeof standing === "object" && "sha256" in standing ? standing.sha256 : undefined;
  return typeof sha256 === "string" ? sha256 : undefined;
}

async function readOurs(path: string): Promise<object | "nothing" | "foreign"> {
  try {
    const value: unknown = JSON.parse(await readFile(path, "utf8"));
    return typeof value === "object" && value !== null && MARK in value ? value : "foreign";
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "nothing";
    if (error instanceof SyntaxError) return "foreign";
    throw error;
  }
}
