import { join } from "node:path";
import { type Client, sdkLoop, shotlist } from "./clients.ts";
import type { Bench } from "./figure.ts";
import { play } from "./real-time.ts";

const BATCH = { shots: 1_000, slots: 100, createsPerMinute: 1_000 };

/** A round takes a minute; CPU time hardly differs between them. */
const MOST_ROUNDS = 3;

/** What the whole process costs, not only its requests. */
export const cpu: Bench = {
  name: "cpu",
  title: "CPU a shot",
  how: `User and system time of the whole process, from its start to its end, over that of the SDK script in the same round: ${BATCH.shots.toLocaleString("en")} shots at ${BATCH.slots} slots, as above. One process runs at a time; ${MOST_ROUNDS} rounds at most.`,
  async run({ rounds, folder }) {
    const ours: number[] = [];
    const theirs: number[] = [];
    const makespans: number[] = [];
    for (let round = 1; round <= Math.min(rounds, MOST_ROUNDS); round += 1) {
      const one = (name: string, client: Client): ReturnType<typeof play> =>
        play({ ...BATCH, name, client }, round, join(folder, `${name}-${round}`));
      const own = await one("shotlist", shotlist);
      ours.push(own.cpuMs);
      makespans.push(own.makespan);
      theirs.push((await one("sdk", sdkLoop)).cpuMs);
    }
    return [
      { what: "shotlist / SDK", values: ours.map((ms, round) => ms / (theirs[round] ?? 0)), atMost: 0.5 },
      { what: "shotlist: CPU a shot", values: ours, unit: "ms" },
      { what: "SDK: CPU a shot", values: theirs, unit: "ms" },
      { what: "shotlist: makespan", values: makespans, atMost: 1.02 },
    ];
  },
};
