import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");

/** The built command line. */
export const SHOTLIST: string = join(ROOT, "packages/cli/bin/shotlist.js");

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is going. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
  /** Resolves when stdout has shown the text; rejects when the command ends without. */
  until(text: string | RegExp): Promise<void>;
}

/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A program and its words that start the command in their turn, such as `["prlimit", "--fsize=1000"]`. */
  readonly through?: readonly string[];
  /** A user and group to run as; only the superuser may say so. */
  readonly uid?: number;
}

/** Starts `shotlist` with these words. Keys of the surrounding environment are kept away from it. */
export function startShotlist(words: readonly string[], options: CommandOptions): RunningCommand {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/LUMA|CRAZYROUTER/.test(name)),
  );
  const [program = process.execPath, ...before] = [...(options.through ?? []), process.execPath];
  const child = spawn(program, [...before, SHOTLIST, ...words], {
    cwd: options.cwd,
    // What runs of one account share is kept out of the home of whoever runs the tests.
    env: { ...env, NO_COLOR: "1", XDG_STATE_HOME: join(tmpdir(), "shotlist-e2e"), ...options.env },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const watchers = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
    for (const watcher of watchers) watcher();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  const ended = new Promise<CommandResult>((resolve, reject) => {
    // A program that cannot be started at all never closes.
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const until = (text: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        if (typeof text === "string" ? stdout.includes(text) : text.test(stdout)) {
          watchers.delete(watcher);
          resolve();
        }
      };
      watchers.add(watcher);
      watcher();
      ended.then((result) =>
        reject(new Error(`ended without "${text}":\n${result.stdout}\n${result.stderr}`)),
      );
    });
  return { child, ended, until };
}

/** Runs `shotlist` to its end. */
export function shotlist(words: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return startShotlist(words, options).ended;
}

/** A temporary folder that disposes of itself: `await using folder = await temporaryFolder()`. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "shotlist-e2e-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
