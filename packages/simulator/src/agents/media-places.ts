import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import type { MediaPlace } from "./media-reference.ts";

type Kind = Pick<MediaPlace, "medium" | "generation">;

const PICTURE: Kind = { medium: "image" };

/** A frame that may also be a clip to extend. */
const FRAME: Kind = { medium: "image", generation: "video" };

/** Every reference of a request with the name that error texts use, what it comes from most first. */
export function mediaPlaces(body: JsonObject): readonly MediaPlace[] {
  const type = String(body["type"] ?? "image");
  const video = objectIn(body, "video");
  const edit = objectIn(video, "edit");
  const frame = type === "video" ? FRAME : PICTURE;
  const medium = type.startsWith("video") ? "video" : "image";
  return [
    ...one("start_frame", video["start_frame"], frame),
    ...one("source", body["source"], { medium, generation: medium }),
    ...one("end_frame", video["end_frame"], frame),
    ...one("guide_frame", video["guide_frame"], PICTURE),
    ...many("keyframes", video["keyframes"]),
    ...many("edit.keyframes", edit["keyframes"]),
    ...many("image_ref", body["image_ref"]),
  ];
}

function one(name: string, ref: Json | undefined, kind: Kind): readonly MediaPlace[] {
  return ref === undefined || ref === null ? [] : [{ name, ref, ...kind }];
}

function many(name: string, refs: Json | undefined): readonly MediaPlace[] {
  if (!Array.isArray(refs)) return [];
  return (refs as readonly Json[]).map((ref, at) => ({ name: `${name}[${at}]`, ref, ...PICTURE }));
}

/** A field that should be an object, empty where it is none. */
export function objectIn(holder: JsonObject, name: string): JsonObject {
  const value = holder[name];
  return isJsonObject(value) ? value : {};
}
