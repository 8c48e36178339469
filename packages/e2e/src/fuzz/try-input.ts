import { Dice, seedOf } from "./dice.ts";
import type { FuzzInput, FuzzTarget } from "./fuzz-target.ts";

/** Processor time that one input may take, in milliseconds; inputs are some kilobytes. */
const INPUT_LIMIT_MS = 250;

/** How an input went: what was promised and not kept, if anything, and how long it took on the processor. */
export interface Trial {
  readonly finding: string | undefined;
  readonly cpuMs: number;
}

/** The input of this number. */
export function inputOf(target: FuzzTarget, seed: number, index: number): FuzzInput {
  return target.make(new Dice(seedOf(seed, target.name, index)));
}

/**
 * Feeds one input to its target. One that takes too long is tried twice more, and its best time counts: a
 * collection of garbage may fall into any of them.
 */
export async function tryInput(
  target: FuzzTarget,
  input: FuzzInput,
  limitMs: number = INPUT_LIMIT_MS,
): Promise<Trial> {
  let best = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3; tries += 1) {
    const { finding, cpuMs } = await tryOnce(target, input);
    best = Math.min(best, cpuMs);
    if (finding !== undefined) return { finding, cpuMs };
    if (best <= limitMs) return { finding: undefined, cpuMs: best };
  }
  return { finding: `takes ${Math.round(best)} ms, and ${limitMs} ms is the most`, cpuMs: best };
}

async function tryOnce(target: FuzzTarget, input: FuzzInput): Promise<Trial> {
  const before = process.threadCpuUsage();
  let finding: string | undefined;
  try {
    await target.check(input);
  } catch (error) {
    finding = error instanceof Error ? wordsOf(error) : String(error);
  }
  const { user, system } = process.threadCpuUsage(before);
  return { finding, cpuMs: (user + system) / 1000 };
}

/** A broken promise speaks for itself; an error of the code under test is nothing without its place. */
function wordsOf(error: Error): string {
  const own = error.name === "Error" && !("code" in error);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return own ? error.message : `${error.name}: ${error.message}\n${frames.slice(0, 4).join("\n")}`;
}
