import { createHash } from "node:crypto";
import type { Account } from "../account.ts";
import type { Failure } from "../book/failure.ts";
import { AGENTS_FAILURES } from "../book/failure.ts";
import { stateAt } from "../book/generation.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { type Problem, problem } from "./problem.ts";

const WAYS = ["url", "data", "generation_id", "file_id"] as const;
const MAX_IMAGE_BYTES = 50_000_000;

/** Where a reference stands in the request, and what it may be. */
export interface MediaPlace {
  /** As error texts name it: `start_frame`, `keyframes[0]`, `source`. */
  readonly name: string;
  readonly ref: Json;
  readonly medium: "image" | "video";
}

/** What is wrong with the form of a reference: 400, in the words that the guide has for `image_ref[0]`. */
export function* mediaFormProblems({ name, ref, medium }: MediaPlace): Generator<Problem> {
  if (!isJsonObject(ref)) return yield problem(400, `${name} must be an object`);
  for (const key of Object.keys(ref)) {
    if (![...WAYS, "media_type"].includes(key)) yield problem(400, `${name}: unexpected field '${key}'`);
  }
  const given = waysOf(ref);
  if (given.length === 0) yield problem(400, `${name}: provide either 'url' or 'data', not neither`);
  if (given.length > 1) {
    const isClassic = given.join() === "url,data";
    const which = isClassic
      ? "either 'url' or 'data', not both"
      : `exactly one of ${WAYS.map((way) => `'${way}'`).join(", ")}`;
    yield problem(400, `${name}: provide ${which}`);
  }
  const [way] = given;
  if (way !== undefined && typeof ref[way] !== "string")
    yield problem(400, `${name}: '${way}' must be a string`);
  const needsType = way === "data" || (way === "url" && medium === "video");
  if (needsType && typeof ref["media_type"] !== "string")
    yield problem(400, `${name}: 'media_type' is required with '${way}'`);
}

/** What is wrong with what a reference leads to: 413 and 422. Its form must be in order. */
export function* mediaTargetProblems(account: Account, place: MediaPlace): Generator<Problem> {
  const { name, ref, medium } = place;
  if (!isJsonObject(ref)) return;
  const { url, data, generation_id: id, file_id: fileId, media_type: mediaType } = ref;
  if (typeof mediaType === "string" && !mediaType.startsWith(`${medium}/`))
    yield problem(422, `${name}: content-type is not ${medium === "image" ? "an image" : "a video"}`);
  if (typeof data === "string") {
    if (medium === "image" && Buffer.byteLength(data, "base64") > MAX_IMAGE_BYTES)
      yield problem(413, "Image exceeds 50 MB size limit");
    if (!isBase64(data)) yield problem(422, `${name}: invalid base64 data`);
  }
  if (typeof url === "string" && !isReachable(account, url)) {
    yield problem(422, `${name}: failed to fetch URL`);
  }
  if (typeof id === "string") {
    const upstream = account.book.find(id, "agents");
    if (upstream === undefined) yield problem(422, `${name}: generation not found`);
    else if (stateAt(upstream, account.clock.nowMs()) !== "completed")
      yield problem(422, `${name}: generation is not completed`);
  }
  // The Files API is not simulated, so that no file can be ready.
  if (typeof fileId === "string") yield problem(422, `${name}: file not found`);
}

/** Why the work on inputs of good form will fail, if so: their first bytes are of no image that is taken. */
export function inputFailure(places: readonly MediaPlace[]): Failure | undefined {
  for (const { ref, medium } of places) {
    const data = isJsonObject(ref) ? ref["data"] : undefined;
    if (medium !== "image" || typeof data !== "string") continue;
    const head = Buffer.from(data.slice(0, 24), "base64").toString("latin1");
    const isKnown = /^(\xff\xd8\xff|\x89PNG\r\n|GIF8|RIFF....WEBP)/s.test(head);
    if (!isKnown) return { code: "corrupt_input", reason: AGENTS_FAILURES["corrupt_input"] ?? "" };
  }
  return undefined;
}

/** A value in which every `data` stands as its SHA-256, and nulls are left out. */
export function withoutData(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutData);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    kept.map(([key, inner]) => [
      key,
      key === "data" && typeof inner === "string" ? `sha256:${sha256(inner)}` : withoutData(inner),
    ]),
  );
}

/** True for a reference that names a generation. */
export function isGenerationRef(ref: Json | undefined): boolean {
  return isJsonObject(ref) && typeof ref["generation_id"] === "string";
}

function waysOf(ref: JsonObject): readonly (typeof WAYS)[number][] {
  return WAYS.filter((way) => (ref[way] ?? null) !== null);
}

function isReachable(account: Account, url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || !account.canFetch(url)) return false;
  // The simulator's own links are plain http; everything else has to be https.
  return parsed.protocol === "https:" || url.startsWith(new URL(account.elsewhere()).origin);
}

function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
