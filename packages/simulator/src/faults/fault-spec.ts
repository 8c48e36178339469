import { DIALECTS, type Dialect } from "../dialect.ts";

/** Where in the life of a generation a fault strikes. */
type FaultStage =
  | "aside"
  | "before-accept"
  | "after-accept"
  | "generation"
  | "get"
  | "list"
  | "file-call"
  | "file"
  | "upload"
  | "download"
  | "callback";

/** What is fixed about a fault. */
export interface FaultKind {
  readonly stage: FaultStage;
  /** How often a targeted fault strikes one target unless said otherwise. */
  readonly times: number | "always";
  /** The value taken when none is given; its meaning is in the package's README. */
  readonly value?: string;
}

/** Every fault, with the stage it belongs to, how often it strikes one target, and its default value. */
export const FAULTS = {
  "limiter-down": { stage: "aside", times: 1 },
  "foreign-twin": { stage: "aside", times: 1 },
  "refuse-400": { stage: "before-accept", times: "always", value: "Unknown request type" },
  "refuse-422": { stage: "before-accept", times: "always", value: "start_frame: failed to fetch URL" },
  "401": { stage: "before-accept", times: "always" },
  "402": { stage: "before-accept", times: "always" },
  "403": { stage: "before-accept", times: "always" },
  "429-rate": { stage: "before-accept", times: 1 },
  "429-concurrency": { stage: "before-accept", times: 1 },
  "429-unknown": { stage: "before-accept", times: 1 },
  "429-abuse": { stage: "before-accept", times: 1, value: "5" },
  "500": { stage: "before-accept", times: 1 },
  "502": { stage: "before-accept", times: 1 },
  "503": { stage: "before-accept", times: 1 },
  "503-ingestion": { stage: "before-accept", times: 1 },
  "503-channel": { stage: "before-accept", times: 1 },
  status: { stage: "before-accept", times: 1, value: "409" },
  "lost-before": { stage: "before-accept", times: 1 },
  "hang-before": { stage: "before-accept", times: 1 },
  "redirect-before": { stage: "before-accept", times: 1, value: "307" },
  "page-before": { stage: "before-accept", times: 1 },
  "late-accept": { stage: "before-accept", times: 1, value: "10" },
  "500-after": { stage: "after-accept", times: 1 },
  "502-after": { stage: "after-accept", times: 1 },
  "503-after": { stage: "after-accept", times: 1 },
  "status-after": { stage: "after-accept", times: 1, value: "409" },
  "lost-after": { stage: "after-accept", times: 1 },
  "hang-after": { stage: "after-accept", times: 1 },
  "slow-answer": { stage: "after-accept", times: 1, value: "5" },
  "slow-body": { stage: "after-accept", times: 1, value: "5" },
  "redirect-after": { stage: "after-accept", times: 1, value: "307" },
  "page-after": { stage: "after-accept", times: 1 },
  "garbled-201": { stage: "after-accept", times: 1 },
  "huge-201": { stage: "after-accept", times: 1, value: "64" },
  "old-id-201": { stage: "after-accept", times: 1 },
  "truncated-201": { stage: "after-accept", times: 1 },
  "no-id-201": { stage: "after-accept", times: 1 },
  fail: { stage: "generation", times: "always", value: "Job failed" },
  moderated: { stage: "generation", times: "always", value: "Frame moderation failed" },
  "stuck-queued": { stage: "generation", times: "always", value: "always" },
  "stuck-dreaming": { stage: "generation", times: "always", value: "always" },
  "no-link": { stage: "generation", times: "always", value: "always" },
  missing: { stage: "generation", times: "always", value: "always" },
  vanishes: { stage: "generation", times: "always", value: "20" },
  "list-lag": { stage: "generation", times: "always", value: "30" },
  "odd-link": { stage: "generation", times: "always", value: "file:///etc/hostname" },
  "echo-normalised": { stage: "generation", times: "always" },
  "echo-enums": { stage: "generation", times: "always" },
  "echo-urls": { stage: "generation", times: "always" },
  "echo-bare": { stage: "generation", times: "always" },
  "echo-unreadable": { stage: "generation", times: "always" },
  "get-500": { stage: "get", times: 1, value: "500" },
  "get-lost": { stage: "get", times: 1 },
  "get-garbled": { stage: "get", times: 1 },
  "get-404": { stage: "get", times: 1 },
  "get-429": { stage: "get", times: 1, value: "5" },
  "get-hang": { stage: "get", times: 1 },
  "get-slow": { stage: "get", times: 1, value: "5" },
  "get-huge": { stage: "get", times: 1, value: "64" },
  "get-page": { stage: "get", times: 1 },
  "get-redirect": { stage: "get", times: 1, value: "302" },
  "get-other-id": { stage: "get", times: 1 },
  "get-unknown-state": { stage: "get", times: 1, value: "preempted" },
  "get-contradictory": { stage: "get", times: 1 },
  "state-back": { stage: "get", times: 1, value: "dreaming" },
  "list-500": { stage: "list", times: 1, value: "1" },
  "list-lost": { stage: "list", times: 1 },
  "list-hang": { stage: "list", times: 1 },
  "list-slow": { stage: "list", times: 1, value: "5" },
  "list-huge": { stage: "list", times: 1, value: "64" },
  "list-page": { stage: "list", times: 1 },
  "list-garbled": { stage: "list", times: 1 },
  "list-redirect": { stage: "list", times: 1, value: "302" },
  "list-repeated": { stage: "list", times: 1 },
  "list-endless": { stage: "list", times: 1 },
  "list-odd-items": { stage: "list", times: 1 },
  "list-unsorted": { stage: "list", times: 1 },
  "list-partial": { stage: "list", times: 1 },
  "list-clamp": { stage: "list", times: 1, value: "10" },
  "list-arrival": { stage: "list", times: 1, value: "other" },
  "list-departure": { stage: "list", times: 1 },
  "file-create-500": { stage: "file-call", times: 1, value: "500" },
  "file-create-lost": { stage: "file-call", times: 1 },
  "file-create-hang": { stage: "file-call", times: 1 },
  "file-complete-500": { stage: "file-call", times: 1, value: "500" },
  "file-complete-lost": { stage: "file-call", times: 1 },
  "file-get-500": { stage: "file-call", times: 1, value: "500" },
  "file-get-lost": { stage: "file-call", times: 1 },
  "file-stuck": { stage: "file", times: "always", value: "always" },
  "file-failed": { stage: "file", times: "always" },
  "file-expired": { stage: "file", times: "always", value: "0" },
  "put-403": { stage: "upload", times: 1 },
  "put-500": { stage: "upload", times: 1, value: "503" },
  "put-hang": { stage: "upload", times: 1 },
  "put-lost": { stage: "upload", times: 1 },
  "put-lost-after": { stage: "upload", times: 1 },
  "download-lost": { stage: "download", times: 1 },
  "download-truncated": { stage: "download", times: 1 },
  "download-short": { stage: "download", times: 1 },
  "download-slow": { stage: "download", times: 1, value: "20" },
  "download-corrupt": { stage: "download", times: 1 },
  "download-expired": { stage: "download", times: 1 },
  "download-html": { stage: "download", times: 1 },
  "download-hang": { stage: "download", times: 1 },
  "download-redirect": { stage: "download", times: 1, value: "302" },
  "download-endless": { stage: "download", times: 1, value: "64" },
  "download-500": { stage: "download", times: 1, value: "500" },
  "callback-duplicated": { stage: "callback", times: "always" },
  "callback-lost": { stage: "callback", times: "always" },
} as const;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** When a fault strikes, besides where a prompt asks for it. */
export interface FaultRule {
  /** Chance of each request (of each generation, for faults of generations), 0 to 1. Default 0. */
  readonly probability?: number;
  /** Strikes these creates, counted from 1 in the order in which the simulator receives them. */
  readonly nth?: readonly number[];
  /** How often it strikes one generation or request at most. Default: by fault, see the README. */
  readonly times?: number;
  /**
   * Overrides the fault's default value: a text, seconds, a status or a count, by fault. `a|b` stands for
   * any of these, `5..300` for any number between, drawn for each strike.
   */
  readonly value?: string | number;
}

/** What goes wrong. A bare number is a probability. */
export type FaultSpec = { readonly [name in FaultName]?: number | FaultRule } & {
  /**
   * Refuses every create, as a retired API might. `true` answers Dream Machine's with 400 and a plausible
   * message, because what it says after its retirement is not published. `dialect` picks the API, Dream
   * Machine where it is left out.
   */
  readonly retired?:
    | boolean
    | { readonly status: number; readonly detail: string; readonly dialect?: Dialect };
  /** Adds this `Retry-After`, in seconds, to every 429 of Dream Machine, which documents none. */
  readonly retryAfterS?: number;
};

/** True for the name of a fault. */
export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** What is wrong with a fault specification that came from outside, in words; none if nothing. */
export function faultSpecProblem(spec: unknown): string | undefined {
  if (!isObject(spec)) return "faults must be an object";
  for (const [name, rule] of Object.entries(spec)) {
    const problem = isFaultName(name) ? ruleProblem(rule) : settingProblem(name, rule);
    if (problem !== undefined) return `fault '${name}' ${problem}`;
  }
  return undefined;
}

function ruleProblem(rule: unknown): string | undefined {
  if (typeof rule === "number") return isProbability(rule) ? undefined : OUTSIDE;
  if (!isObject(rule)) return "must be a probability or a rule";
  const { probability, nth, times, value, ...others } = rule;
  const [other] = Object.keys(others);
  if (other !== undefined) return `has no '${other}'`;
  if (probability !== undefined && !isProbability(probability)) return OUTSIDE;
  if (nth !== undefined && !(Array.isArray(nth) && nth.every(Number.isInteger)))
    return "has an nth that is no list of whole numbers";
  if (times !== undefined && !Number.isInteger(times)) return "has times that are no whole number";
  if (value !== undefined && typeof value !== "string" && typeof value !== "number")
    return "has a value that is neither text nor number";
  return undefined;
}

function settingProblem(name: string, value: unknown): string | undefined {
  if (name === "retryAfterS") return typeof value === "number" ? undefined : "must be a number";
  if (name !== "retired") return "is unknown";
  if (typeof value === "boolean") return undefined;
  const isTold =
    isObject(value) && typeof value["status"] === "number" && typeof value["detail"] === "string";
  const isKnown = isTold && [undefined, ...DIALECTS].includes(value["dialect"] as Dialect | undefined);
  return isKnown ? undefined : "must be true, or a status and a detail, perhaps with a dialect";
}

const OUTSIDE = "has a probability outside 0 to 1";

function isProbability(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
