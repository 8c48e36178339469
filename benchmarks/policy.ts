import { type Bench, type Figure, median } from "./figure.ts";
import { type BatchOutcome, BUILD_TIER_BATCH, playBatch, type VirtualBatch } from "./virtual-batch.ts";

const SEEDS = 20;

/** Long batches vary little. */
const SEEDS_OF_LONG = 5;

/** Tries and seeds with which the interval of fixed polling is found. */
const TRIES = 7;
const SEEDS_OF_A_TRY = 5;

/** What is to be shown of a batch; a figure without a target is shown for comparison. */
interface Targets {
  readonly makespan?: number;
  readonly requests?: number;
  readonly refusals?: "shown";
}

/** Names, batches and targets. */
const ROWS: readonly (readonly [name: string, parts: Partial<VirtualBatch>, targets: Targets])[] = [
  ["10 slots, spread 10 %", { spread: 0.1 }, { makespan: 1.02, requests: 3.6 }],
  ["10 slots, spread 22 %", {}, { makespan: 1.02, requests: 3.6 }],
  ["10 slots, spread 50 %", { spread: 0.5 }, { makespan: 1.02, requests: 3.6 }],
  ["1,000 shots, spread 10 %", { shots: 1_000, spread: 0.1 }, { makespan: 1.02, requests: 3.6 }],
  ["1,000 shots, spread 22 %", { shots: 1_000 }, { makespan: 1.02, requests: 3.6 }],
  ["1,000 shots, spread 50 %", { shots: 1_000, spread: 0.5 }, { makespan: 1.02, requests: 3.6 }],
  ["10 slots, round trip 0.2 s", { roundTripMs: 200 }, { makespan: 1.02, requests: 4.4 }],
  ["1,000 shots, round trip 0.2 s", { shots: 1_000, roundTripMs: 200 }, { makespan: 1.02, requests: 4.4 }],
  ["10 slots, round trip 0.5 s", { roundTripMs: 500 }, {}],
  [
    "40 slots, 160 creates a minute, 400 shots",
    { slots: 40, createsPerMinute: 160, shots: 400 },
    { makespan: 1.02, requests: 1.8 },
  ],
  [
    "the same, round trip 0.2 s",
    { slots: 40, createsPerMinute: 160, shots: 400, roundTripMs: 200 },
    { makespan: 1.02 },
  ],
  [
    "100 slots, 400 creates a minute, 1,000 shots",
    { slots: 100, createsPerMinute: 400, shots: 1_000 },
    { makespan: 1.02 },
  ],
  ["3 slots, 60 shots", { slots: 3, shots: 60 }, { makespan: 1.02 }],
  ["1 slot, 30 shots", { slots: 1, shots: 30 }, { makespan: 1.02 }],
  ["40 slots, bound by 20 creates a minute", { slots: 40 }, { makespan: 1.02 }],
  ["30 chains of 10", { chain: 10, shots: 300 }, { makespan: 1.02 }],
  ["10 chains of 10", { chain: 10 }, { makespan: 1.02 }],
  ["one chain of 20", { chain: 20, shots: 20 }, { makespan: 1.02 }],
  ["200 shots, from the middle on twice as long", { slower: 2, shots: 200 }, { makespan: 1.02 }],
  ["the same, without a list", { slower: 2, shots: 200, list: false }, { makespan: 1.02 }],
  ["10 slots, callbacks", { callbacksLost: 0 }, { makespan: 1.002, requests: 2.2 }],
  ["10 slots, 5 % of callbacks lost", { callbacksLost: 0.05 }, { makespan: 1.01, requests: 2.2 }],
  ["auto, 3 slots, 60 shots", { auto: true, slots: 3, shots: 60 }, { refusals: "shown" }],
  ["auto, 10 slots", { auto: true }, { refusals: "shown" }],
  [
    "auto, 40 slots, 400 shots",
    { auto: true, slots: 40, createsPerMinute: 160, shots: 400 },
    { refusals: "shown" },
  ],
  [
    "auto, 100 slots, 1,000 shots",
    { auto: true, slots: 100, createsPerMinute: 400, shots: 1_000 },
    { refusals: "shown" },
  ],
];

/** Requests of the policy over those of fixed polling, at most, where nothing is listed. */
const WITHOUT_A_LIST: readonly (readonly [spread: number, atMost: number])[] = [
  [0.1, 0.3],
  [0.22, 0.52],
  [0.5, 0.85],
];

/** How well slots are kept busy, and how many requests that takes: the policy alone, in virtual time. */
export const policy: Bench = {
  name: "policy",
  title: "Scheduling, in virtual time",
  how: `The engine on a made-up API and a clock that is never waited for, ${SEEDS} seeds each (${SEEDS_OF_LONG} from 300 shots on); generations take 45 s on average. Makespan is from the first create to the last final state seen, over the schedule in which the same generations begin the instant that a slot, the rate and the shot they continue allow it. Without a list the peer looks at every generation in one fixed interval, chosen so that its makespan is the same.`,
  async run() {
    const figures: Figure[] = [];
    for (const [name, parts, targets] of ROWS) figures.push(...(await figuresOf(name, parts, targets)));
    for (const [spread, atMost] of WITHOUT_A_LIST) figures.push(...(await besideFixed(spread, atMost)));
    return figures;
  },
};

async function figuresOf(name: string, parts: Partial<VirtualBatch>, targets: Targets): Promise<Figure[]> {
  const outcomes = await outcomesOf(parts);
  return [
    figure(
      `makespan: ${name}`,
      outcomes.map(({ makespan }) => makespan),
      targets.makespan,
    ),
    figure(
      `requests a shot: ${name}`,
      outcomes.map(({ requests }) => requests),
      targets.requests,
      "requests",
    ),
    ...(targets.refusals === undefined
      ? []
      : [
          figure(
            `refusals: ${name}`,
            outcomes.map(({ refusals }) => refusals),
            undefined,
            "requests",
          ),
        ]),
  ];
}

function figure(
  what: string,
  values: readonly number[],
  atMost: number | undefined,
  unit?: "requests",
): Figure {
  return {
    what,
    values,
    ...(atMost === undefined ? {} : { atMost }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** The policy without a list, beside polling in a fixed interval that comes to the same makespan. */
async function besideFixed(spread: number, atMost: number): Promise<Figure[]> {
  const own = await outcomesOf({ spread, list: false });
  const aim = medianOf(own, "makespan");
  let [shortMs, longMs] = [200, 10_000];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const intervalMs = Math.sqrt(shortMs * longMs);
    const fixed = await outcomesOf({ spread, list: false, intervalMs }, SEEDS_OF_A_TRY);
    if (medianOf(fixed, "makespan") > aim) longMs = intervalMs;
    else shortMs = intervalMs;
  }
  const fixed = await outcomesOf({ spread, list: false, intervalMs: shortMs });
  const name = `without a list, spread ${spread * 100} %`;
  const ratios = own.map(({ requests }, index) => requests / (fixed[index]?.requests ?? Number.NaN));
  return [
    figure(
      `makespan: ${name}`,
      own.map(({ makespan }) => makespan),
      1.02,
    ),
    figure(
      `makespan: fixed polling, ${name}`,
      fixed.map(({ makespan }) => makespan),
      undefined,
    ),
    figure(`requests / those of fixed polling, ${name}`, ratios, atMost),
  ];
}

async function outcomesOf(parts: Partial<VirtualBatch>, most = SEEDS): Promise<readonly BatchOutcome[]> {
  const batch = { ...BUILD_TIER_BATCH, ...parts };
  const seeds = Math.min(most, batch.shots >= 300 ? SEEDS_OF_LONG : SEEDS);
  const outcomes: BatchOutcome[] = [];
  for (let seed = 1; seed <= seeds; seed += 1) outcomes.push(await playBatch(batch, seed));
  return outcomes;
}

function medianOf(outcomes: readonly BatchOutcome[], of: keyof BatchOutcome): number {
  return median(outcomes.map((outcome) => outcome[of]));
}
