import { expect, test } from "vitest";
import { brokenLaws, runCampaign } from "./campaign.ts";
import type { ChaosDialect } from "./screenplay.ts";

/** What `npm run chaos` does a thousand times, ten times on each API. */
test.concurrent.each<ChaosDialect>(["dream-machine", "agents", "crazyrouter"])(
  "killed ten times while everything goes wrong on %s: nothing paid twice, nothing lost",
  async (dialect) => {
    const campaign = await runCampaign({
      dialect,
      seed: 11,
      kills: 10,
      shots: 24,
      killsPerBatch: 10,
      speed: 120,
      workers: 1,
    });
    expect(brokenLaws(campaign)).toEqual([]);
    const [batch] = campaign.batches;
    expect(Object.values(batch?.kills ?? {}).reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(batch?.audit.wholeClips).toBeGreaterThan(0);
  },
);
