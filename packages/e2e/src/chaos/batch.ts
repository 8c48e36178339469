import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Random } from "@shotlist/core";
import { type CommandResult, shotlist, temporaryFolder } from "../command-line.ts";
import { type Audit, auditBatch } from "./audit.ts";
import { drawFaults } from "./fault-plan.ts";
import { LIMITS, type LumaServer } from "./luma-server.ts";
import type { OpenTake } from "./open-takes.ts";
import { type ChaosDialect, writeScreenplay } from "./screenplay.ts";
import { settleByHand } from "./settle-by-hand.ts";
import { crashSteps, drawDeath, runAndKill } from "./victim.ts";

/** What a batch is tried with. */
export interface BatchOptions {
  readonly server: LumaServer;
  readonly dialect: ChaosDialect;
  readonly shots: number;
  /** How many kills it must survive. */
  readonly kills: number;
  /** The number of its first kill among all, so that every named step gets its turn. */
  readonly firstKill: number;
  readonly random: Random;
  readonly name: string;
}

/** What became of a batch. */
export interface BatchReport {
  /** `chaos-` and the seed that makes it again. */
  readonly name: string;
  /** By step, `a random moment` included. */
  readonly kills: Readonly<Record<string, number>>;
  readonly edits: Readonly<Record<string, number>>;
  readonly runs: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Unconfirmed takes as the command line told of them, before they were settled by hand. */
  readonly byHand: readonly OpenTake[];
  readonly audit: Audit;
  /** Runs that ended with a fault of the program, in its own words. */
  readonly crashes: readonly string[];
}

/** Seconds of life after which a generation that does not end is called overdue. */
const GENERATION_TIMEOUT_S = 600;

/** Seconds, not of life: long enough for a busy machine to answer, short enough for the faults that never do. */
const REQUEST_TIMEOUT_S = 4;

/** Runs without faults that a batch gets to come to rest. */
const CALM_RUNS = 15;

/**
 * Makes a batch with a process that is killed again and again while everything goes wrong and the manifest is
 * edited, lets it come to rest without faults, and counts.
 */
export async function runBatch(options: BatchOptions): Promise<BatchReport> {
  const { server, dialect, random, name } = options;
  const play = writeScreenplay({ name, dialect, shots: options.shots, random });
  await using folder = await temporaryFolder();
  const place = placeOf(options, folder.path);
  const counts = { kills: {} as Record<string, number>, edits: {} as Record<string, number> };
  const crashes: string[] = [];
  const steps = await crashSteps();
  let runs = 0;
  let killed = 0;
  await writeFile(place.manifest, play.publish());
  while (killed < options.kills) {
    server.setFaults(drawFaults(random));
    const death = drawDeath(steps, options.firstKill + killed, random);
    const ending = await runAndKill(place.words, place, death);
    runs++;
    noteCrash(ending, crashes);
    if (ending.killedAt !== undefined) {
      killed++;
      count(counts.kills, ending.killedAt);
    }
    if (ending.killedAt === undefined || random() < 0.4) {
      count(counts.edits, play.edit());
      await writeFile(place.manifest, play.publish());
    }
  }
  const rest = await comeToRest(options, place);
  runs += rest.endings.length;
  for (const ending of rest.endings) noteCrash(ending, crashes);
  const audit = await auditBatch({
    server,
    play,
    folder: folder.path,
    name,
    endings: rest.endings,
    plan: rest.plan,
  });
  return {
    name,
    kills: counts.kills,
    edits: counts.edits,
    runs,
    faults: server.faults(),
    byHand: rest.byHand,
    audit,
    crashes,
  };
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly manifest: string;
  readonly words: readonly string[];
}

const VARIABLES: Readonly<Record<ChaosDialect, readonly [key: string, address: string]>> = {
  "dream-machine": ["LUMA_API_KEY", "LUMAAI_BASE_URL"],
  agents: ["LUMA_AGENTS_API_KEY", "LUMA_AGENTS_BASE_URL"],
  crazyrouter: ["CRAZYROUTER_API_KEY", "CRAZYROUTER_BASE_URL"],
};

function placeOf({ server, dialect }: BatchOptions, cwd: string): Place {
  const [key, address] = VARIABLES[dialect];
  const env = { [key]: server.apiKey, [address]: server.baseUrl };
  const limits = [
    ["--speed", server.speed],
    ["--concurrency", LIMITS.concurrency],
    ["--requests-per-minute", LIMITS.createsPerMinute],
    ["--request-timeout", REQUEST_TIMEOUT_S],
    ["--generation-timeout", GENERATION_TIMEOUT_S],
  ].flatMap((words) => words.map(String));
  return {
    cwd,
    env,
    manifest: join(cwd, "shotlist.yaml"),
    words: ["run", "shotlist.yaml", "--yes", "--no-check-urls", "--retry", "all", ...limits],
  };
}

/**
 * Without faults, until a run changes nothing any more and all that was hidden has come to light; then what is
 * unconfirmed is settled by hand, from the API's books.
 */
async function comeToRest(
  { server, name }: BatchOptions,
  place: Place,
): Promise<{ endings: CommandResult[]; plan: CommandResult; byHand: readonly OpenTake[] }> {
  server.setFaults({});
  const lightAtMs = Date.now() + server.lateMs;
  const endings: CommandResult[] = [];
  let byHand: readonly OpenTake[] | undefined;
  for (;;) {
    const beganAtMs = Date.now();
    const last = await shotlist(place.words, place);
    endings.push(last);
    const before = endings.at(-2);
    const still = before !== undefined && restOf(before) === restOf(last);
    if (still && beganAtMs < lightAtMs) {
      await setTimeout(Math.max(0, lightAtMs - Date.now()));
      continue;
    }
    if (still && byHand === undefined) {
      byHand = await settleByHand({ server, place, name, last });
      if (byHand.length > 0) continue;
    }
    if (still || endings.length >= CALM_RUNS) {
      const plan = await shotlist(["plan", "shotlist.yaml", "--json"], place);
      return { endings, plan, byHand: byHand ?? [] };
    }
  }
}

/** What a run says about how things stand, without what changes with the time of day. */
function restOf({ code, stdout, stderr }: CommandResult): string {
  const standing = stdout.split("\n").filter((line) => /shots?:|clips? on disk|^spent/.test(line));
  return [code, ...standing, stderr].join("\n");
}

function noteCrash({ code, stdout, stderr }: CommandResult, crashes: string[]): void {
  if (code === 1 || code === 2)
    crashes.push(`exit ${code}: ${`${stdout.slice(-500)}${stderr}`.slice(-1500)}`);
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
