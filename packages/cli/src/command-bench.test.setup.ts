import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@shotlist/simulator";
import type { Io } from "./io.ts";
import { main } from "./main.ts";

/** How a command ended. */
interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The records of `--json`. */
  records(type: string): readonly Readonly<Record<string, unknown>>[];
}

/** A folder, a Luma of its own, and the command line on both. */
export interface CommandBench {
  readonly folder: string;
  readonly luma: Simulator;
  /** What the environment says; may be changed. */
  readonly env: Record<string, string>;
  path(name: string): string;
  write(name: string, text: string): Promise<void>;
  /** Runs a command in this process. With `answer` a person sits at the terminal. */
  shotlist(words: readonly string[], answer?: string): Promise<Ended>;
  /** `run` without asking, as fast as the simulator. */
  run(file: string, ...more: readonly string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** How many times as fast as life a bench runs. */
export const SPEED = 1_000;

/** Opens a bench; close it after the test. */
export async function openBench(options: SimulatorOptions = {}): Promise<CommandBench> {
  const folder = await mkdtemp(join(tmpdir(), "shotlist-command-"));
  const luma = await startSimulator({
    seed: 7,
    speed: SPEED,
    limits: { concurrency: 10, createsPerMinute: 600 },
    clip: { variety: "shared" },
    ...options,
  });
  const env: Record<string, string> = {
    LUMA_API_KEY: "luma-bench",
    LUMAAI_BASE_URL: luma.baseUrl,
    LUMA_AGENTS_API_KEY: "luma-api-bench",
    LUMA_AGENTS_BASE_URL: luma.agentsBaseUrl,
  };
  const shotlist = async (words: readonly string[], answer?: string): Promise<Ended> => {
    let out = "";
    let err = "";
    const io: Io = {
      cwd: folder,
      env,
      stdout: {
        write(text: string) {
          out += text;
          return true;
        },
      },
      stderr: {
        write(text: string) {
          err += text;
          return true;
        },
      },
      isTerminal: answer !== undefined,
      color: false,
      ask: async (question) => {
        out += question;
        return answer ?? "";
      },
      onStopSignal: () => () => undefined,
    };
    const code = await main(words, io);
    const records = (type: string): readonly Readonly<Record<string, unknown>>[] =>
      out
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter((record) => record["type"] === type);
    return { code, out, err, records };
  };
  return {
    folder,
    luma,
    env,
    path: (name) => join(folder, name),
    write: (name, text) => writeFile(join(folder, name), text),
    shotlist,
    run: (file, ...more) =>
      shotlist(["run", file, "--yes", "--no-check-urls", "--speed", String(SPEED), ...more]),
    close: async () => {
      await luma.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A manifest of a few shots for one model, by id and prompt. */
export function manifestOf(model: string, shots: Readonly<Record<string, string>>, name = "bench"): string {
  const entries = Object.entries(shots).map(
    ([id, prompt]) => `  - { id: ${id}, prompt: ${JSON.stringify(`${prompt}, camera static`)} }`,
  );
  return [
    "version: 1",
    `name: ${name}`,
    `defaults: { model: ${model} }`,
    "limits: { concurrency: 10, requests_per_minute: 600, poll_min_s: 0.2, poll_max_s: 2 }",
    "shots:",
    ...entries,
    "",
  ].join("\n");
}
