import { guideLoop, sdkLoop, shotlist } from "./clients.ts";
import type { Bench, Figure } from "./figure.ts";
import { SPEED } from "./local-luma.ts";
import { type Entrant, type Outcome, playInTurn } from "./real-time.ts";

/** How long every clip takes to download, in seconds of the real Luma. */
const DOWNLOAD_S = 5;

const SLOW = { "download-slow": { probability: 1, value: DOWNLOAD_S } };
const TEN = { shots: 100, slots: 10, createsPerMinute: 20, faults: SLOW };
const HUNDRED = { shots: 300, slots: 100, createsPerMinute: 1_000, faults: SLOW };

/** Whether a slot is free when its generation ends, or only when its clip is on disk. */
export const slowDownloads: Bench = {
  name: "slow-downloads",
  title: "When each clip takes 5 s to download",
  how: `As above, with 100 shots at 10 slots, and 300 shots at 100 slots and 1,000 creates a minute; every clip drips for ${DOWNLOAD_S} s. "Last clip" is how long after the last final state the last clip is on disk.`,
  async run(context) {
    const few = await playInTurn(
      [
        { ...TEN, name: "shotlist, 10 slots", client: shotlist },
        { ...TEN, name: "guide's loop, 10 slots", client: guideLoop },
        { ...TEN, name: "SDK, 10 slots", client: sdkLoop },
      ],
      context,
    );
    const many: readonly Entrant[] = [{ ...HUNDRED, name: "shotlist, 100 slots", client: shotlist }];
    return [...few, ...(await playInTurn(many, { ...context, folder: `${context.folder}/many` }))].flatMap(
      ([name, outcomes]) => figuresOf(name, outcomes),
    );
  },
};

function figuresOf(name: string, outcomes: readonly Outcome[]): readonly Figure[] {
  const isOurs = name.startsWith("shotlist");
  const last = outcomes.map(({ clipLagMs }) => (clipLagMs * SPEED) / (DOWNLOAD_S * 1000));
  return [
    {
      what: `${name}: last state seen`,
      values: outcomes.map(({ makespan }) => makespan),
      ...(isOurs ? { atMost: 1.02 } : {}),
    },
    { what: `${name}: last clip`, values: last, unit: "downloads", ...(isOurs ? { atMost: 1.2 } : {}) },
  ];
}
