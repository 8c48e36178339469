import type { Random } from "@shotlist/core";
import { FAULTS, type FaultName, type FaultRule, type FaultSpec } from "@shotlist/simulator";

/** The least and the largest chance of one fault, by where it strikes. */
const CHANCE: Readonly<Record<string, readonly [number, number]>> = {
  aside: [0.02, 0.03],
  "before-accept": [0.02, 0.03],
  "after-accept": [0.02, 0.03],
  generation: [0.02, 0.03],
  get: [0.02, 0.05],
  list: [0.02, 0.03],
  download: [0.02, 0.08],
};

/** Values besides a fault's own: seconds on both sides of `confirm_after_s` (120), and other shapes. */
const VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  "late-accept": [5, 60, 400],
  "list-lag": [20, 60, 300],
  missing: [300, 900],
  "no-link": [60, 1200],
  "list-arrival": ["other", "same"],
  "list-500": [1, 50],
  "list-clamp": [5, 30],
  "download-slow": [3],
  "slow-answer": [5, 30],
  // More than a client should read, but not so much that a machine is busy with nothing else.
  "huge-201": [8],
  "get-huge": [8],
  "list-huge": [8],
  "download-endless": [8],
};

/**
 * An API that answers with the id of another generation cannot be found out where it lists nothing: whatever
 * a client does then, it watches the wrong one.
 */
const LEFT_OUT: readonly FaultName[] = ["old-id-201"];

/**
 * Draws what goes wrong until the next draw: every fault that the simulator knows but one, each with a chance of 2 to
 * 10 % of the requests or generations that it can strike. Callbacks are not used and get none.
 */
export function drawFaults(random: Random): FaultSpec {
  const spec: Partial<Record<FaultName, FaultRule>> = {};
  for (const name of Object.keys(FAULTS) as FaultName[]) {
    const chance = CHANCE[FAULTS[name].stage];
    if (chance === undefined || LEFT_OUT.includes(name)) continue;
    const [least, most] = chance;
    const values = VALUES[name];
    spec[name] = {
      probability: least + (most - least) * random(),
      ...(values === undefined
        ? {}
        : { value: values[Math.floor(random() * values.length)] as string | number }),
    };
  }
  return spec;
}
