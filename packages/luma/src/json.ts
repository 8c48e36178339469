import type { GenerationApi, WireRequest } from "@shotlist/core";

/** An object of JSON values, as requests and answers are made of. */
export type JsonObject = WireRequest["body"];

/** Any value that JSON can hold. */
export type Json = JsonObject[string];

/** One wanted clip, fully resolved, as the manifest gives it. */
export type Shot = Parameters<GenerationApi["buildRequest"]>[0];

/** Whether a JSON value is an object (not a list, not null). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
