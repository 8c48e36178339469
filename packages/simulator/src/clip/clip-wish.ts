import type { SimulatedGeneration } from "../book/generation.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";

/** What a request of either dialect wants to see. */
export interface ClipWish {
  readonly prompt: string;
  readonly aspectRatio: string;
  readonly resolution: string;
  readonly seconds: number;
  readonly loops: boolean;
  /** Words that describe the camera, besides the prompt. */
  readonly concepts: readonly string[];
  /** The start image: its URL, or the fingerprint of its bytes. */
  readonly startImage?: string;
  /** The generation that it continues. */
  readonly continues?: string;
}

/** Reads the wish out of a generation's request. */
export function wishOf(generation: SimulatedGeneration): ClipWish {
  const { request } = generation;
  const isAgents = generation.dialect === "agents";
  const details = isAgents ? objectIn(request, "video") : request;
  const { concepts } = request;
  return {
    prompt: text(request["prompt"], ""),
    aspectRatio: text(request["aspect_ratio"], "16:9"),
    resolution: text(details["resolution"], "720p"),
    seconds: Number.parseInt(text(details["duration"], "5s"), 10) || 5,
    loops: details["loop"] === true,
    concepts: Array.isArray(concepts)
      ? concepts.map((concept) => (isJsonObject(concept) ? String(concept["key"]) : ""))
      : [],
    ...(isAgents ? agentsStart(request, details) : dreamMachineStart(request)),
  };
}

type Start = Pick<ClipWish, "startImage" | "continues">;

function dreamMachineStart(request: JsonObject): Start {
  const { url, id } = objectIn(objectIn(request, "keyframes"), "frame0");
  return startOf(url, id);
}

function agentsStart(request: JsonObject, video: JsonObject): Start {
  const first = Array.isArray(video["keyframes"]) ? (video["keyframes"] as readonly Json[])[0] : undefined;
  const frame = video["start_frame"] ?? request["source"] ?? first;
  if (!isJsonObject(frame)) return {};
  return startOf(frame["url"] ?? frame["data"] ?? frame["file_id"], frame["generation_id"]);
}

function startOf(image: Json | undefined, id: Json | undefined): Start {
  return {
    ...(typeof image === "string" ? { startImage: image } : {}),
    ...(typeof id === "string" ? { continues: id } : {}),
  };
}

function objectIn(holder: JsonObject, name: string): JsonObject {
  const value = holder[name];
  return isJsonObject(value) ? value : {};
}

function text(value: Json | undefined, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
