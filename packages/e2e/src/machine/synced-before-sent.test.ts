import { spawnSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { startShotlist, temporaryFolder } from "../command-line.ts";
import { against, RUN, startLuma, writeBatch } from "./try-batch.ts";

const CREATES = 200;

const hasTrace = (): boolean => {
  if (process.platform !== "linux") return false;
  return spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
};

/** Calls that put bytes into a file or a socket, and those that make a file's bytes safe. */
const CALLS = "pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync";

/** A create as the kernel saw it: where its bytes left, and which syncs of the state had ended by then. */
interface TracedCreate {
  readonly requestId: string;
  /** The log of the state held the intent, and was synced after that, before the first byte left. */
  readonly intentIsSafe: boolean;
}

/** What `strace -f -y` wrote: `PID call(FD<path or socket>, "bytes"...) = result`, or the call in two halves. */
const CALL = /^(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\(\d+<([^>]*(?:>[^>"]*)?)>)/;

/**
 * Follows a trace line by line. A sync counts from its end on, and only for what was written before it began;
 * a create counts from the beginning of its first write.
 */
async function readTrace(file: string): Promise<readonly TracedCreate[]> {
  const creates: TracedCreate[] = [];
  const unsynced = new Set<string>();
  const syncing = new Map<string, readonly string[]>();
  const safe = new Set<string>();
  const idsIn = (line: string): string[] => line.match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? [];
  const seen = new Set<string>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const [, pid = "", resumed, call = "", target = ""] = CALL.exec(line) ?? [];
    if (resumed === "fdatasync" || resumed === "fsync") {
      if (line.endsWith("= 0")) for (const id of syncing.get(pid) ?? []) safe.add(id);
      syncing.delete(pid);
      continue;
    }
    const isState = /\.shotlist\.db(-wal|-journal)?$/.test(target);
    if (call === "pwrite64" && isState) {
      for (const id of idsIn(line)) if (!safe.has(id)) unsynced.add(id);
    } else if ((call === "fdatasync" || call === "fsync") && isState) {
      const ids = [...unsynced];
      unsynced.clear();
      if (line.includes("unfinished ...")) syncing.set(pid, ids);
      else if (line.endsWith("= 0")) for (const id of ids) safe.add(id);
    } else if (/"POST \/[^"]*generations/.test(line) && /TCP|socket/.test(target)) {
      const requestId = /x-request-id: ([0-9a-f-]{36})/i.exec(line)?.[1];
      if (requestId === undefined || seen.has(requestId)) continue;
      seen.add(requestId);
      creates.push({ requestId, intentIsSafe: safe.has(requestId) });
    }
  }
  return creates;
}

test.skipIf(!hasTrace())(
  `the kernel has synced each intent before the first byte of its create leaves, ${CREATES} times (needs strace)`,
  { timeout: 120_000 },
  async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({
      speed: 1,
      limits: { concurrency: CREATES, createsPerMinute: 10_000 },
    });
    await writeBatch(folder.path, CREATES);
    const trace = join(folder.path, "trace.txt");
    const run = startShotlist(
      [...RUN, "--concurrency", String(CREATES), "--poll-min", "60", "--poll-max", "60"],
      {
        cwd: folder.path,
        env: against(luma),
        // 4,200 bytes of each write: a page of the state and its head.
        through: ["strace", "-f", "-y", "-s", "4200", "-e", `trace=${CALLS}`, "-o", trace],
      },
    );
    while (luma.generations().length < CREATES) {
      if (run.child.exitCode !== null) throw new Error((await run.ended).stderr);
      await new Promise((resolve) => void setTimeout(resolve, 50));
    }
    const strace = run.child.pid;
    const traced = await readFile(`/proc/${strace}/task/${strace}/children`, "utf8");
    process.kill(Number(traced.trim()), "SIGKILL");
    await run.ended;
    const creates = await readTrace(trace);
    expect(creates).toHaveLength(CREATES);
    expect(creates.filter(({ intentIsSafe }) => !intentIsSafe)).toEqual([]);
  },
);
