import type { Bench } from "./figure.ts";
import { planScale } from "./plan-scale.ts";
import { policy } from "./policy.ts";
import { startUp } from "./start-up.ts";

/** Every bench, in the order in which they run and are written. */
export const BENCHES: readonly Bench[] = [startUp, planScale, policy];
