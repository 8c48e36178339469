import { createHash } from "node:crypto";
import type { Account } from "../account.ts";
import { AGENTS_FAILURES, type Failure } from "../book/failure.ts";
import { stateAt } from "../book/generation.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { measureMedia } from "../media/measure.ts";
import { lookOfGeneration, lookOfMedia, type SourceLook } from "../media/source-look.ts";
import { lookAtUrl } from "../media/url-look.ts";
import { fileStateAt, type StoredFile } from "./files/stored-file.ts";
import { type Problem, problem } from "./problem.ts";

const WAYS = ["url", "data", "generation_id", "file_id"] as const;

/** Largest inputs, and what happens beyond: the FAQ and the error guide. */
const MAX_IMAGE_BYTES = 50_000_000;
const MAX_VIDEO_BYTES = 200_000_000;
const MAX_IMAGE_SIDE_PX = 8000;
const IMAGE_TYPES: readonly string[] = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/** Where a reference stands in the request, and what it may be. */
export interface MediaPlace {
  /** As error texts name it: `start_frame`, `keyframes[0]`, `source`. */
  readonly name: string;
  readonly ref: Json;
  readonly medium: "image" | "video";
  /** What a generation named here has to have made; absent where none may be named. */
  readonly generation?: "image" | "video";
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
  const notOfKind = problem(
    422,
    `${name}: content-type is not ${medium === "image" ? "an image" : "a video"}`,
  );
  if (typeof mediaType === "string" && !mediaType.startsWith(`${medium}/`)) yield notOfKind;
  if (typeof data === "string") {
    yield* sizeProblems(place, Buffer.byteLength(data, "base64"));
    if (!isBase64(data)) yield problem(422, `${name}: invalid base64 data`);
  }
  if (typeof url === "string") {
    const found = isAllowed(account, url)
      ? lookAtUrl(account, url, medium)
      : { kind: "unreachable" as const };
    if (found.kind === "unreachable") yield problem(422, `${name}: failed to fetch URL`);
    if (found.kind === "http") yield problem(422, `${name}: failed to fetch URL (HTTP ${found.status})`);
    if (found.kind === "other" || (found.kind === "found" && found.look.medium !== medium)) yield notOfKind;
  }
  if (typeof id === "string") yield* generationProblems(account, place, id);
  if (typeof fileId === "string") {
    const file = account.files.find(fileId);
    const state = file === undefined ? undefined : fileStateAt(file, account.clock.nowMs());
    if (file === undefined) yield problem(422, `${name}: file not found`);
    else if (state !== "ready") yield problem(422, `${name}: file is not ready`);
    else if (!file.mimeType.startsWith(`${medium}/`)) yield notOfKind;
    else yield* sizeProblems(place, file.sizeBytes);
  }
}

function* sizeProblems({ name, medium }: MediaPlace, bytes: number): Generator<Problem> {
  if (medium === "image" && bytes > MAX_IMAGE_BYTES) yield problem(413, "Image exceeds 50 MB size limit");
  if (medium === "video" && bytes > MAX_VIDEO_BYTES)
    yield problem(413, `${name}: video exceeds 200 MB limit`);
}

function* generationProblems(account: Account, place: MediaPlace, id: string): Generator<Problem> {
  const { name, generation: expected } = place;
  if (expected === undefined) return yield problem(422, `${name}: generation_id is not supported here`);
  const upstream = account.book.find(id, "agents");
  if (upstream === undefined) yield problem(422, `${name}: generation not found`);
  else if (stateAt(upstream, account.clock.nowMs()) !== "completed")
    yield problem(422, `${name}: generation is not completed`);
  else if (upstream.wish.medium !== expected)
    yield problem(422, `${name}: generation is not ${expected === "image" ? "an image" : "a video"}`);
}

/** What a reference in good order leads to. */
export function lookAtMedia(account: Account, { ref, medium }: MediaPlace): SourceLook {
  const { url, data, generation_id: id, file_id: fileId } = isJsonObject(ref) ? ref : {};
  const upstream = typeof id === "string" ? account.book.find(id, "agents") : undefined;
  if (upstream !== undefined) return lookOfGeneration(upstream);
  if (typeof data === "string")
    return lookOfMedia(fingerprint(data), medium, measureMedia(Buffer.from(data, "base64")));
  const file: StoredFile | undefined = typeof fileId === "string" ? account.files.find(fileId) : undefined;
  if (file !== undefined)
    return lookOfMedia(`sha256:${file.content?.sha256 ?? ""}`, medium, file.content?.facts ?? undefined);
  const found = typeof url === "string" ? lookAtUrl(account, url, medium) : undefined;
  return found?.kind === "found" ? found.look : lookOfMedia(String(url), medium, undefined);
}

/** Why the work on inputs of good form will fail, if so: bytes of no such medium, and pictures that are too large. */
export function inputFailure(account: Account, places: readonly MediaPlace[]): Failure | undefined {
  for (const { ref, medium } of places) {
    const { data, file_id: fileId, media_type: type } = isJsonObject(ref) ? ref : {};
    const isImage = medium === "image";
    if (isImage && typeof type === "string" && type.startsWith("image/") && !IMAGE_TYPES.includes(type))
      return failure("unsupported_format");
    const facts =
      typeof data === "string"
        ? measureMedia(Buffer.from(data, "base64"))
        : account.files.find(String(fileId))?.content?.facts;
    if (typeof data === "string" && facts?.medium !== medium) return failure("corrupt_input");
    if (isImage && Math.max(facts?.widthPx ?? 0, facts?.heightPx ?? 0) > MAX_IMAGE_SIDE_PX)
      return failure("image_too_large");
  }
  return undefined;
}

function failure(code: string): Failure {
  return { code, reason: AGENTS_FAILURES[code] ?? "" };
}

/** A value in which every `data` stands as its SHA-256, and nulls are left out. */
export function withoutData(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutData);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    kept.map(([key, inner]) => [
      key,
      key === "data" && typeof inner === "string" ? fingerprint(inner) : withoutData(inner),
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

/** References are https only; what lies on this machine is plain http. */
function isAllowed(account: Account, url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  return (
    parsed.protocol === "https:" ||
    parsed.origin === account.cdnOrigin() ||
    account.localOrigins.has(parsed.origin)
  );
}

function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function fingerprint(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
