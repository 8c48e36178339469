import { spawnSync } from "node:child_process";
import { statfsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk in memory that is easily filled. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Leaves only so many bytes free. */
  fill(freeBytes: number): Promise<void>;
  /** Takes away what filled it. */
  empty(): Promise<void>;
}

/** Whether this machine lets us mount a disk of our own, and if not, why. */
export function smallDiskProblem(): string | undefined {
  if (process.platform !== "linux") return "tmpfs is known on Linux only";
  if (process.getuid?.() !== 0) return "mounting needs the superuser";
  const tried = spawnSync("unshare", [
    "--mount",
    "mount",
    "-t",
    "tmpfs",
    "-o",
    "size=64k",
    "tmpfs",
    tmpdir(),
  ]);
  return tried.status === 0 ? undefined : "this machine allows no mounts";
}

/** Mounts an empty disk of so many bytes. */
export async function smallDisk(bytes: number): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), "shotlist-disk-"));
  mustRun("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]);
  const ballast = join(path, "ballast");
  return {
    path,
    async fill(freeBytes) {
      // Whoever writes at the same moment may take the room between the look and the allocation.
      for (let tries = 0; ; tries++) {
        const { bavail, bsize } = statfsSync(path);
        const length = bavail * bsize - freeBytes;
        if (length <= 0) return;
        const { status, stderr } = spawnSync("fallocate", ["--length", String(length), ballast]);
        if (status === 0) return;
        if (tries === 20) throw new Error(`the disk cannot be filled: ${stderr}`);
      }
    },
    empty: () => rm(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      mustRun("umount", ["--lazy", path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}

function mustRun(program: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${stderr}`);
}
