import { copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { ShotlistError } from "@shotlist/core";
import type { InitFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { packageFile } from "../package-file.ts";

/**
 * Writes a manifest and a sample catalog to start from.
 *
 * @throws ShotlistError `file-exists` when it would replace something, unless forced; nothing is written then.
 */
export async function init(io: Io, folder: string | undefined, flags: InitFlags): Promise<number> {
  const target = resolve(io.cwd, folder ?? ".");
  await mkdir(target, { recursive: true });
  const template = packageFile("template/");
  const names = (await readdir(template)).sort();
  if (flags.force !== true) await refuseToReplace(target, names);
  for (const name of names) await copyFile(new URL(name, template), join(target, name));
  const shown = relative(io.cwd, target) || ".";
  io.stdout.write(
    [
      `Wrote ${names.join(" and ")} to ${shown}.`,
      "",
      "Next:",
      `  shotlist plan ${join(shown, "shotlist.yaml")}              what it would make, and what that costs`,
      `  shotlist run ${join(shown, "shotlist.yaml")} --simulate    try it on a simulated Luma: no key, no money`,
      "",
    ].join("\n"),
  );
  return EXIT.ok;
}

async function refuseToReplace(target: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const there = await stat(join(target, name)).then(
      () => true,
      () => false,
    );
    if (there) {
      throw new ShotlistError("file-exists", `${join(target, name)} is there already.`, {
        hint: "Name another folder, or replace it with --force.",
        standing: "Nothing was written.",
      });
    }
  }
}
