import { seededRandom } from "@shotlist/core/testing";
import { type BatchReport, runBatch } from "./batch.ts";
import { type LumaServer, startOwnLuma } from "./luma-server.ts";
import type { ChaosDialect } from "./screenplay.ts";

/** How much chaos. */
export interface CampaignOptions {
  readonly dialect: ChaosDialect;
  readonly seed: number;
  readonly kills: number;
  /** Shots of a batch. */
  readonly shots: number;
  readonly killsPerBatch: number;
  readonly speed: number;
  /** Batches at one time. */
  readonly workers: number;
  /** A server that is not ours; undefined starts a simulator for each batch. */
  readonly server?: LumaServer;
  readonly onBatch?: (report: BatchReport, killed: number) => void;
}

/** Everything that a campaign counted. */
export interface CampaignReport {
  readonly dialect: ChaosDialect;
  readonly seed: number;
  readonly shots: number;
  readonly batches: readonly BatchReport[];
  /** Batches that could not be brought to their end, with the reason; each is a broken law. */
  readonly unfinished: readonly string[];
}

/**
 * Makes batches until there were enough kills. Each batch has an account, a folder and a random source of its
 * own, so that any one of them can be run again alone with the seed `seed + its number`.
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const count = Math.ceil(options.kills / options.killsPerBatch);
  const batches: BatchReport[] = [];
  const unfinished: string[] = [];
  let next = 0;
  let killed = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const kills = Math.min(options.killsPerBatch, options.kills - index * options.killsPerBatch);
      try {
        const report = await runOne(options, index, kills);
        batches.push(report);
        killed += kills;
        options.onBatch?.(report, killed);
      } catch (error) {
        unfinished.push(`seed ${options.seed + index}: unfinished: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
  return { dialect: options.dialect, seed: options.seed, shots: options.shots, batches, unfinished };
}

async function runOne(options: CampaignOptions, index: number, kills: number): Promise<BatchReport> {
  const { dialect, shots, speed, seed, killsPerBatch } = options;
  const random = seededRandom(seed + index);
  // Seconds that `speed` does not shrink: at 60 times life a third of an hour either way.
  const skew = Math.floor(random() * 40) - 20;
  const server =
    options.server ?? (await startOwnLuma({ dialect, seed: seed + index, speed, clockSkewS: skew }));
  try {
    return await runBatch({
      server,
      dialect,
      shots,
      kills,
      firstKill: index * killsPerBatch,
      random,
      name: `chaos-${seed + index}`,
    });
  } finally {
    if (options.server === undefined) await server.close();
  }
}

/** Every broken law of a campaign, in words; empty when all of them held. */
export function brokenLaws({ batches, unfinished }: CampaignReport): readonly string[] {
  const broken = batches.flatMap(({ name, audit, crashes }) => {
    const found: readonly (readonly [string, readonly string[]])[] = [
      ["duplicate", audit.duplicates],
      ["lost", audit.lost],
      ["corrupt", audit.corrupt],
      ["unexplained", audit.unexplained],
      ["fault of the program", crashes],
    ];
    return found.flatMap(([law, words]) => words.map((text) => `${name}: ${law}: ${text}`));
  });
  return [...broken, ...unfinished];
}
