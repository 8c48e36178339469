import { contactSheet } from "./contact-sheet.ts";
import { cpu } from "./cpu.ts";
import { downloads } from "./downloads.ts";
import type { Bench } from "./figure.ts";
import { planScale } from "./plan-scale.ts";
import { policy } from "./policy.ts";
import { realTime } from "./real-time.ts";
import { runScale } from "./run-scale.ts";
import { slowDownloads } from "./slow-downloads.ts";
import { startUp } from "./start-up.ts";

/** Every bench, in the order in which they run and are written. */
export const BENCHES: readonly Bench[] = [
  startUp,
  planScale,
  runScale,
  policy,
  realTime,
  slowDownloads,
  cpu,
  downloads,
  contactSheet,
];
