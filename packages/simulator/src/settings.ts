import type { Account, LaneLimits } from "./account.ts";
import type { ClipMaker } from "./clip/clip-maker.ts";
import { DIALECTS } from "./dialect.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { PHOTON_FACTOR } from "./open-account.ts";
import type { Limits, SimulatorSettings } from "./options.ts";

/** Changes latencies, limits and clips from now on; what is in flight keeps its fate. */
export function applySettings(account: Account, clips: ClipMaker, settings: SimulatorSettings): void {
  const { lanes } = account;
  for (const dialect of DIALECTS) Object.assign(account.latency[dialect], settings.latency);
  Object.assign(account.latency.crazyrouter, settings.crazyrouter?.latency);
  Object.assign(account.access, settings.agents?.access);
  limit(lanes.ray, settings.limits, 1);
  limit(lanes.photon, settings.limits, PHOTON_FACTOR);
  limit(lanes.agents, settings.agents?.limits, 1);
  limit(lanes.crazyrouter, settings.crazyrouter?.limits, 1);
  if (settings.localOrigins !== undefined) {
    account.localOrigins.clear();
    account.fetched.clear();
    for (const origin of settings.localOrigins) account.localOrigins.add(origin);
  }
  if (settings.clip !== undefined) clips.restyle(settings.clip);
}

function limit(lane: LaneLimits, limits: Limits | undefined, factor: number): void {
  if (limits?.concurrency !== undefined) lane.concurrency = limits.concurrency * factor;
  if (limits?.createsPerMinute !== undefined) lane.createsPerMinute = limits.createsPerMinute * factor;
}

type Check = (value: unknown) => string | undefined;

const AMOUNT: Check = (value) =>
  typeof value === "number" && value >= 0 ? undefined : "must be a number from 0";
const FLAG: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const oneOf =
  (...allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(String(value)) ? undefined : `must be ${allowed.join(" or ")}`;
const ORIGINS: Check = (value) =>
  Array.isArray(value) && value.every((origin) => URL.parse(String(origin))?.origin === origin)
    ? undefined
    : "must be a list of origins, such as http://127.0.0.1:9000";

interface Shape {
  readonly [name: string]: Shape | Check;
}

const LATENCY: Shape = { queuedS: AMOUNT, meanS: AMOUNT, spreadS: AMOUNT };
const LIMITS: Shape = { concurrency: AMOUNT, createsPerMinute: AMOUNT };
const SETTINGS: Shape = {
  latency: LATENCY,
  limits: LIMITS,
  agents: { limits: LIMITS, access: { hdr: FLAG, reframe1080p: FLAG } },
  crazyrouter: { limits: LIMITS, latency: LATENCY },
  clip: { scale: oneOf("small", "full"), variety: oneOf("each", "shared") },
  localOrigins: ORIGINS,
};

/** What is wrong with settings that came from outside, in words; undefined if nothing. */
export function settingsProblem(settings: JsonObject): string | undefined {
  return shapeProblem(settings, SETTINGS, "");
}

function shapeProblem(value: unknown, shape: Shape, path: string): string | undefined {
  if (!isJsonObject(value)) return `${path} must be an object`;
  for (const [name, inner] of Object.entries(value)) {
    const full = path === "" ? name : `${path}.${name}`;
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known === undefined) return `unknown setting '${full}'`;
    const problem = typeof known === "function" ? known(inner) : shapeProblem(inner, known, full);
    if (problem !== undefined) return typeof known === "function" ? `${full} ${problem}` : problem;
  }
  return undefined;
}
