import { isJsonObject, type JsonObject } from "../json.ts";
import type { FieldReader } from "./field-reader.ts";

/** A keyframe as the API writes it. */
export type Keyframe =
  | { readonly type: "image"; readonly url: string }
  | { readonly type: "generation"; readonly id: string };

/** The two ends of a video. */
export interface Keyframes {
  readonly frame0: Keyframe | null;
  readonly frame1: Keyframe | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Reads `keyframes`; null when absent. Problems go to the reader. */
export function readKeyframes(reader: FieldReader, body: JsonObject): Keyframes | null {
  const keyframes = reader.object(body, ["keyframes"]);
  if (keyframes === null) return null;
  return {
    frame0: readKeyframe(reader, keyframes, "frame0"),
    frame1: readKeyframe(reader, keyframes, "frame1"),
  };
}

/** What a video with `loop` does wrong, in the API's words; undefined if nothing. */
export function loopConflict(keyframes: Keyframes | null): string | undefined {
  const frame0 = keyframes?.frame0?.type;
  const frame1 = keyframes?.frame1?.type;
  if (frame1 === undefined) return undefined;
  if (frame0 === "generation" && frame1 === "generation") return refused("interpolate between two videos");
  if (frame0 === "generation") return refused("interpolate video to image");
  if (frame0 === "image" && frame1 === "generation") return refused("interpolate image to video");
  if (frame1 === "generation") return refused("extend reverse");
  return refused("keyframes");
}

function refused(what: string): string {
  return `Loop is not supported for ${what}`;
}

/** Every keyframe that is there. */
export function presentKeyframes(keyframes: Keyframes | null): readonly Keyframe[] {
  return [keyframes?.frame0, keyframes?.frame1].filter((frame) => frame !== null && frame !== undefined);
}

function readKeyframe(reader: FieldReader, keyframes: JsonObject, name: string): Keyframe | null {
  const path = ["keyframes", name];
  const keyframe = reader.object(keyframes, path);
  if (keyframe === null) return null;
  if (!isJsonObject(keyframe) || (keyframe["type"] !== "image" && keyframe["type"] !== "generation")) {
    const type = keyframe["type"];
    if (type === undefined) {
      reader.problem(
        "union_tag_not_found",
        path,
        "Unable to extract tag using discriminator 'type'",
        keyframe,
        {
          discriminator: "'type'",
        },
      );
    } else {
      const msg = `Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'generation', 'image'`;
      reader.problem("union_tag_invalid", path, msg, keyframe, { expected_tags: "'generation', 'image'" });
    }
    return null;
  }
  if (keyframe["type"] === "image") {
    const url = reader.url(keyframe, [...path, "image", "url"], { required: true });
    return url === null ? null : { type: "image", url };
  }
  const id = reader.text(keyframe, [...path, "generation", "id"], { required: true });
  if (id === null) return null;
  if (UUID.test(id)) return { type: "generation", id };
  reader.problem("uuid_parsing", [...path, "generation", "id"], "Input should be a valid UUID", id);
  return null;
}
