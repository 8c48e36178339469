import type { Account, LaneLimits } from "./account.ts";
import type { ClipMaker } from "./clip/clip-maker.ts";
import { isJsonObject, type JsonObject } from "./json.ts";
import { PHOTON_FACTOR } from "./open-account.ts";
import type { Limits, SimulatorSettings } from "./options.ts";

/** Changes latencies, limits and clips from now on; what is in flight keeps its fate. */
export function applySettings(account: Account, clips: ClipMaker, settings: SimulatorSettings): void {
  const { lanes } = account;
  Object.assign(account.latency, settings.latency);
  limit(lanes.ray, settings.limits, 1);
  limit(lanes.photon, settings.limits, PHOTON_FACTOR);
  limit(lanes.agents, settings.agents?.limits, 1);
  if (settings.clip !== undefined) clips.restyle(settings.clip);
}

function limit(lane: LaneLimits, limits: Limits | undefined, factor: number): void {
  if (limits?.concurrency !== undefined) lane.concurrency = limits.concurrency * factor;
  if (limits?.createsPerMinute !== undefined) lane.createsPerMinute = limits.createsPerMinute * factor;
}

const SHAPE: Readonly<Record<string, readonly string[]>> = {
  latency: ["queuedS", "meanS", "spreadS"],
  limits: ["concurrency", "createsPerMinute"],
  "agents.limits": ["concurrency", "createsPerMinute"],
  clip: ["scale", "variety"],
};
const CLIP_VALUES: Readonly<Record<string, readonly string[]>> = {
  scale: ["small", "full"],
  variety: ["each", "shared"],
};

/** What is wrong with settings that came from outside, in words; undefined if nothing. */
export function settingsProblem(settings: JsonObject): string | undefined {
  const { agents, ...rest } = settings;
  const groups: Record<string, unknown> = { ...rest };
  if (agents !== undefined) {
    if (!isJsonObject(agents)) return "agents must be an object";
    for (const [name, value] of Object.entries(agents)) groups[`agents.${name}`] = value;
  }
  for (const [group, values] of Object.entries(groups)) {
    const known = SHAPE[group];
    if (known === undefined) return `unknown setting '${group}'`;
    if (!isJsonObject(values)) return `${group} must be an object`;
    for (const [name, value] of Object.entries(values)) {
      if (!known.includes(name)) return `unknown setting '${group}.${name}'`;
      const allowed = group === "clip" ? CLIP_VALUES[name] : undefined;
      if (allowed !== undefined && !allowed.includes(String(value)))
        return `${group}.${name} must be ${allowed.join(" or ")}`;
      if (allowed === undefined && !(typeof value === "number" && value >= 0))
        return `${group}.${name} must be a number from 0`;
    }
  }
  return undefined;
}
