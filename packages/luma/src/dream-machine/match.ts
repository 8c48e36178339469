import type { Generation, Match, WireRequest } from "@shotlist/core";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { CREATE_PATHS } from "./build-request.ts";

/** What the API takes when a field is not sent (OpenAPI 1.1.0): an echo without it says the same. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  aspect_ratio: "16:9",
  loop: false,
};

/** The kinds whose name need not be sent, by the path that makes them. */
const DEFAULT_TYPES: Readonly<Record<string, Json>> = {
  [CREATE_PATHS.video]: "video",
  [CREATE_PATHS.image]: "image",
};

/**
 * Closed sets of values, and what their values look like. An echo in capitals says the same; one in a form of its
 * own (the name of a build, a number of pixels) says nothing either way.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  model: /^(ray-(2|flash-2|1-6)|photon-(1|flash-1))$/,
  resolution: /^(\d+p|4k)$/,
  duration: /^\d+s$/,
  aspect_ratio: /^\d+:\d+$/,
  generation_type: /^(video|image|(modify|reframe|upscale)_video|reframe_image|add_audio)$/,
  mode: /^(adhere|flex|reimagine)_[123]$/,
  format: /^(jpg|png)$/,
};

/** Fields that a request has only when they are wanted. */
const LEFT_OUT = [
  ...["loop", "keyframes", "concepts", "media", "first_frame"],
  ...["image_ref", "style_ref", "character_ref", "modify_image_ref"],
] as const;

/**
 * Says whether a listed generation is the one that a request asked for, by the echo of its request.
 *
 * Only the fields that were sent are compared. One that is echoed otherwise makes it `no`; one that is not
 * echoed, or null, or of another kind of value, proves nothing either way and leaves `maybe`, unless we
 * sent its default. So `yes` needs every sent field, and what the echo does not tell never makes a `no`:
 * a false `no` would pay for a clip twice. Spellings that mean the same are the same: white space and accents of
 * texts, capitals of closed sets, percent-encoding of links; a link to another host may be the API's own copy of
 * the picture, and one whose signature is gone may be the same, so both leave `maybe`. Of what was left out,
 * only what changes the clip (a loop, keyframes, sources, references) counts, as `no`, where the echo has it:
 * leaving it out asks for a clip without it.
 */
export function matchGeneration(request: WireRequest, generation: Generation): Match {
  const { echo } = generation;
  if (echo === undefined) return "maybe";
  const called = compareCallbacks(request.body["callback_url"], echo["callback_url"]);
  if (called !== undefined) return called;
  if (LEFT_OUT.some((field) => !Object.hasOwn(request.body, field) && asksFor(echo[field]))) return "no";
  const defaults = { ...DEFAULTS, generation_type: DEFAULT_TYPES[request.path] };
  return all(
    Object.entries(request.body).map(([field, sent]) => {
      if (field === "callback_url") return "yes";
      const echoed = echo[field];
      const silent = echoed === undefined || echoed === null;
      const isDefault = Object.hasOwn(defaults, field) && Reflect.get(defaults, field) === sent;
      if (silent && isDefault) return "yes";
      const verdict = compare(sent, echoed, field);
      // An echo that has a source was made from one, whatever its kind is called there.
      const isUnsure = field === "generation_type" && asksFor(echo["media"]);
      return isUnsure && verdict === "no" ? "maybe" : verdict;
    }),
  );
}

/** An id at the end of a path. */
const LAST_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\/?$/i;

/**
 * Where every create has a callback address with an id of its own, the id decides: ours makes it `yes`, another's
 * `no`. Undefined where the addresses say nothing, such as when the echo leaves them out.
 */
function compareCallbacks(sent: Json | undefined, echoed: Json | undefined): Match | undefined {
  if (typeof sent !== "string" || typeof echoed !== "string") return undefined;
  const [ours, theirs] = [idIn(sent), idIn(echoed)];
  return ours === undefined || theirs === undefined ? undefined : same(ours === theirs);
}

function idIn(address: string): string | undefined {
  return LAST_ID.exec(URL.parse(address)?.pathname ?? "")?.[0]
    .replace(/\/$/, "")
    .toLowerCase();
}

/** Whether an echoed value wants something: not null, false, or empty all the way down. */
function asksFor(echoed: Json | undefined): boolean {
  if (echoed === undefined || echoed === null || echoed === false) return false;
  if (isList(echoed)) return echoed.length > 0;
  return isJsonObject(echoed) ? Object.values(echoed).some(asksFor) : echoed !== "";
}

function compare(sent: Json, echoed: Json | undefined, field: string): Match {
  if (sent === null) return "yes";
  if (echoed === undefined || echoed === null) return "maybe";
  if (typeof sent === "string" && typeof echoed === "string") return compareTexts(sent, echoed, field);
  if (isList(sent) && isList(echoed)) return compareLists(sent, echoed, field);
  if (isJsonObject(sent) && isJsonObject(echoed)) return compareObjects(sent, echoed);
  if (typeof sent === typeof echoed && typeof sent !== "object") return same(sent === echoed);
  return "maybe";
}

function compareTexts(sent: string, echoed: string, field: string): Match {
  if (folded(sent) === folded(echoed)) return "yes";
  const form = FORMS[field];
  if (form !== undefined) {
    const [ours, theirs] = [sent.trim().toLowerCase(), echoed.trim().toLowerCase()];
    return ours === theirs ? "yes" : form.test(theirs) ? "no" : "maybe";
  }
  const [ours, theirs] = [linkOf(sent), linkOf(echoed)];
  // What stands in a link's place and is none is a name for it: a request that was never sent has such names.
  if (ours === undefined || theirs === undefined) return field === "url" ? "maybe" : "no";
  if (ours.host !== theirs.host) return "maybe";
  if (decoded(ours) === decoded(theirs)) return "yes";
  const isBare = (ours.search === "") !== (theirs.search === "");
  return isBare && decodedPath(ours) === decodedPath(theirs) ? "maybe" : "no";
}

function linkOf(text: string): URL | undefined {
  return /^https?:\/\//i.test(text.trim()) ? (URL.parse(text.trim()) ?? undefined) : undefined;
}

/** Path and query without percent-encoding. Two links that differ in nothing else are taken for one. */
function decoded({ pathname, search }: URL): string {
  return plainText(`${pathname}${search}`);
}

function decodedPath({ pathname }: URL): string {
  return plainText(pathname);
}

function plainText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function compareObjects(sent: JsonObject, echoed: JsonObject): Match {
  return all(Object.entries(sent).map(([field, value]) => compare(value, echoed[field], field)));
}

/**
 * Order says nothing: concepts may come back sorted. Items that are surely the same go together first; among the
 * rest nothing decides which belongs to which, so one that fits none of the others makes a `no`, and only that.
 */
function compareLists(sent: readonly Json[], echoed: readonly Json[], field: string): Match {
  if (sent.length !== echoed.length) return "no";
  const left = [...echoed];
  const unsure = sent.filter((item) => {
    const found = left.findIndex((candidate) => compare(item, candidate, field) === "yes");
    if (found !== -1) left.splice(found, 1);
    return found === -1;
  });
  if (unsure.length === 0) return "yes";
  const fits = (item: Json, candidate: Json): boolean => compare(item, candidate, field) !== "no";
  const isPossible =
    unsure.every((item) => left.some((candidate) => fits(item, candidate))) &&
    left.every((candidate) => unsure.some((item) => fits(item, candidate)));
  return isPossible ? "maybe" : "no";
}

function all(results: readonly Match[]): Match {
  if (results.includes("no")) return "no";
  return results.includes("maybe") ? "maybe" : "yes";
}

function same(equal: boolean): Match {
  return equal ? "yes" : "no";
}

/** White space and the form of accents are not the user's words; the API may tidy both. */
function folded(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
