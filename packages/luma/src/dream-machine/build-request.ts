import type { Upstream, WireRequest } from "@shotlist/core";
import { isJsonObject, type Json, type JsonObject, type Shot } from "../json.ts";
import { LumaError } from "../luma-error.ts";

/** Where a text-to-video create goes, below the base URL. */
export const VIDEO_PATH = "/generations/video";

/** Fields of the body that we know, and so never take from `extra`; an object's own fields are listed below it. */
interface KnownFields {
  readonly [field: string]: true | KnownFields;
}

const KNOWN_FRAME: KnownFields = { type: true, url: true, id: true };
const KNOWN: KnownFields = {
  generation_type: true,
  model: true,
  prompt: true,
  aspect_ratio: true,
  resolution: true,
  duration: true,
  loop: true,
  keyframes: { frame0: KNOWN_FRAME, frame1: KNOWN_FRAME },
  concepts: true,
  callback_url: true,
};

/**
 * The create that a shot becomes. Everything that has a value is named, so that a changed default of the
 * API changes nothing; `loop` is there only when it is wanted.
 *
 * @param upstream - the generations that shot-to-shot keyframes stand for.
 * Fails with `luma-upstream-missing` when one is missing, `luma-keyframe-file` for a local file.
 */
export function buildRequest(shot: Shot, upstream: Upstream, callbackUrl?: string): WireRequest {
  const prompt = promptOf(shot);
  const concepts = conceptsOf(shot);
  const keyframes = keyframesOf(shot, upstream);
  const body: JsonObject = {
    generation_type: "video",
    model: shot.model,
    ...(prompt === "" ? {} : { prompt }),
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    ...(shot.loop ? { loop: true } : {}),
    ...(keyframes === undefined ? {} : { keyframes }),
    ...(concepts.length === 0 ? {} : { concepts: concepts.map((key) => ({ key })) }),
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
  };
  const extra = shot.extra["dream-machine"];
  return { path: VIDEO_PATH, body: extra === undefined ? body : withExtra(body, extra, KNOWN) };
}

/** A motion without a concept key is told in words, as a sentence of its own or a last clause. */
function promptOf(shot: Shot): string {
  const phrase =
    shot.camera !== undefined && shot.camera.concept === undefined ? shot.camera.phrase.trim() : "";
  const prompt = shot.prompt.trim();
  if (phrase === "") return prompt;
  if (prompt === "") return phrase;
  if (/[.!?…。！？]["'”’)]*$/u.test(prompt)) return `${prompt} ${capitalised(phrase)}.`;
  return `${prompt.replace(/[,;:\s]+$/u, "")}, ${phrase}`;
}

function capitalised(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}

function conceptsOf(shot: Shot): readonly string[] {
  const fromCamera = shot.camera?.concept === undefined ? [] : [shot.camera.concept];
  return [...new Set([...fromCamera, ...shot.concepts])];
}

function keyframesOf(shot: Shot, upstream: Upstream): JsonObject | undefined {
  const frame0 = keyframeOf(shot, "frame0", upstream);
  const frame1 = keyframeOf(shot, "frame1", upstream);
  if (frame0 === undefined && frame1 === undefined) return undefined;
  return { ...(frame0 === undefined ? {} : { frame0 }), ...(frame1 === undefined ? {} : { frame1 }) };
}

function keyframeOf(shot: Shot, name: "frame0" | "frame1", upstream: Upstream): JsonObject | undefined {
  const keyframe = shot.keyframes[name];
  switch (keyframe?.type) {
    case undefined:
      return undefined;
    case "image":
      return { type: "image", url: keyframe.url };
    case "generation":
      return { type: "generation", id: keyframe.id };
    case "shot": {
      const id = upstream[name];
      if (id !== undefined) return { type: "generation", id };
      throw new LumaError(
        "luma-upstream-missing",
        `The ${name} of shot ${shot.id} needs a generation of shot ${keyframe.shot}, and there is none yet.`,
        { hint: `Make ${keyframe.shot} first.`, standing: "Nothing was sent." },
      );
    }
    case "file":
      throw new LumaError(
        "luma-keyframe-file",
        `The ${name} of shot ${shot.id} is the local file ${keyframe.path}; Dream Machine reads public URLs only.`,
        { hint: "Put the picture where it has a public URL, and name that.", standing: "Nothing was sent." },
      );
  }
}

/** Merges what we do not know below what we do: a field that we set or know is never replaced. */
function withExtra(ours: JsonObject, extra: JsonObject, known: KnownFields): JsonObject {
  const merged = new Map<string, Json>(Object.entries(ours));
  for (const [field, value] of Object.entries(extra)) {
    const knowledge = Object.hasOwn(known, field) ? known[field] : undefined;
    const present = merged.get(field);
    if (knowledge === undefined && present === undefined) merged.set(field, value);
    else if (isJsonObject(present) && isJsonObject(value)) {
      merged.set(field, withExtra(present, value, typeof knowledge === "object" ? knowledge : {}));
    }
  }
  return Object.fromEntries(merged);
}
