import type { EchoChange } from "../book/generation.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { DEFAULT_DURATION, DEFAULT_RESOLUTION } from "./vocabulary.ts";

const CHANGES: Readonly<Record<Exclude<EchoChange, "unreadable">, (request: JsonObject) => JsonObject>> = {
  normalised: (request) => {
    const { prompt } = request;
    const folded = typeof prompt === "string" ? { prompt: prompt.replace(/\s+/g, " ").trim() } : {};
    const filled: Record<string, Json> = { ...request, ...folded };
    if ("duration" in filled) filled["duration"] ??= DEFAULT_DURATION;
    if ("resolution" in filled) filled["resolution"] ??= DEFAULT_RESOLUTION;
    return Object.fromEntries(Object.entries(filled).reverse());
  },
  enums: (request) => {
    const upper = (value: Json): Json => (typeof value === "string" ? value.toUpperCase() : value);
    const entries = Object.entries(request);
    return Object.fromEntries(entries.map(([name, value]) => [name, ENUMS.has(name) ? upper(value) : value]));
  },
  urls: (request) => inUrls(request, reencoded) as JsonObject,
  bare: (request) => {
    const isTold = ([name, value]: readonly [string, Json]): boolean =>
      value !== null && value !== false && !(name === "aspect_ratio" && value === "16:9");
    return Object.fromEntries(Object.entries(request).filter(isTold));
  },
};

const ENUMS: ReadonlySet<string> = new Set(["model", "resolution", "duration", "mode"]);

/**
 * The echo of a request after changes that mean the same: white space folded and defaults filled in,
 * names of closed sets in capitals, other characters of URLs percent-encoded, nulls and defaults left out.
 * `unreadable` leaves a text that is no request.
 */
export function changedEcho(request: JsonObject, changes: readonly EchoChange[]): Json {
  let echo = request;
  for (const change of changes) {
    if (change === "unreadable") return "[request]";
    echo = CHANGES[change](echo);
  }
  return echo;
}

function inUrls(value: Json, change: (url: string) => string): Json {
  if (typeof value === "string") return /^https?:/i.test(value) ? change(value) : value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => inUrls(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inUrls(inner, change)]));
}

/** The same resource in another spelling: normal form of the URL standard, then marks percent-encoded. */
function reencoded(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const marks = (text: string): string =>
    text.replace(/[~!'()*_.-]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const path = pathname.split("/").map(marks).join("/");
  return `${origin}${path}${search}`;
}
