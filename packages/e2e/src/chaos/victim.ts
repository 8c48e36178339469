import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Random } from "@shotlist/core";
import { type CommandResult, startShotlist } from "../command-line.ts";

/** How a process is to die: at a step of the protocol (or so long after its first words), or some time after it began or first spoke. */
export type Death =
  | { readonly at: string; readonly nth: number; readonly latestMs: number }
  | { readonly after: "start" | "first words"; readonly ms: number };

/** How a process ended. */
export interface Ending extends CommandResult {
  /** The step, `a random moment`, or undefined when it ended by itself. */
  readonly killedAt: string | undefined;
}

/** Steps that a run comes to once. */
const ONCE = ["opening-run", "run-opened", "syncing-shots", "shots-synced", "closing", "closed"];

/** The named steps of the built command line. */
export async function crashSteps(): Promise<readonly string[]> {
  const built = join(import.meta.dirname, "../../../cli/dist/crash-points.js");
  const { CRASH_STEPS } = (await import(pathToFileURL(built).href)) as { CRASH_STEPS: readonly string[] };
  return CRASH_STEPS;
}

/**
 * Draws a death: by turns at a named step (every step gets its turn, early or late in the run) and at a random
 * moment. A process that does not come to its step in time dies where it is.
 */
export function drawDeath(steps: readonly string[], turn: number, random: Random): Death {
  if (turn % 2 === 1) {
    return random() < 0.2
      ? { after: "start", ms: 50 + random() * 1000 }
      : { after: "first words", ms: random() * 1500 };
  }
  const at = steps[(turn / 2) % steps.length] as string;
  const nth = ONCE.includes(at) ? 1 : 1 + Math.floor(random() ** 2 * 6);
  return { at, nth, latestMs: 2000 + random() * 1500 };
}

/** Runs the command line and kills it so. */
export async function runAndKill(
  words: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  death: Death,
): Promise<Ending> {
  const crash: Record<string, string> =
    "at" in death ? { SHOTLIST_CRASH_AT: `${death.at}:${death.nth}` } : {};
  const run = startShotlist(words, { cwd: options.cwd, env: { ...options.env, ...crash } });
  let timed = false;
  let timer: NodeJS.Timeout | undefined;
  const killIn = (ms: number): void => {
    timer = setTimeout(() => {
      timed = run.child.kill("SIGKILL");
    }, ms);
  };
  if ("after" in death && death.after === "start") killIn(death.ms);
  else run.child.stdout?.once("data", () => killIn("at" in death ? death.latestMs : death.ms));
  const result = await run.ended;
  clearTimeout(timer);
  const killed = result.signal === "SIGKILL";
  const where = "at" in death && !timed ? death.at : "a random moment";
  return { ...result, killedAt: killed ? where : undefined };
}
