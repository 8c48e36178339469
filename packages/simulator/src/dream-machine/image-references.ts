import type { Json, JsonObject } from "../json.ts";
import { isJsonObject } from "../json.ts";
import type { FieldReader } from "./field-reader.ts";
import type { MediaUrl } from "./parsed-request.ts";

/** Most pictures of each kind: docs.lumalabs.ai, Image Generation. */
const MOST_PICTURES = 4;

/** The pictures that a still is led by. */
export interface ImageReferences {
  /** As the answer echoes them, null where unset. */
  readonly echo: JsonObject;
  readonly urls: readonly MediaUrl[];
  /** A rule that they break; its text is the simulator's own. */
  readonly broken: string | undefined;
}

/** Reads `modify_image_ref`, `image_ref`, `style_ref` and `character_ref` (SDK `lumaai`). */
export function readImageReferences(reader: FieldReader, body: JsonObject): ImageReferences {
  const modify = reader.object(body, ["modify_image_ref"]);
  const lists = Object.fromEntries(
    ["image_ref", "style_ref"].map((name) => [name, readList(reader, body, name)]),
  );
  const echo = {
    modify_image_ref: modify === null ? null : readWeighted(reader, modify, ["modify_image_ref"]),
    ...lists,
    character_ref: readCharacter(reader, body),
  };
  const urls = urlsIn(echo);
  const crowded = Object.entries(lists).find(([, list]) => (list?.length ?? 0) > MOST_PICTURES)?.[0];
  const weights = [echo.modify_image_ref, ...Object.values(lists).flatMap((list) => list ?? [])];
  const isHeavy = weights.some((item) => {
    const weight = isJsonObject(item) ? item["weight"] : null;
    return typeof weight === "number" && (weight < 0 || weight > 1);
  });
  return {
    echo,
    urls,
    broken:
      crowded !== undefined
        ? `Too many images in ${crowded}, maximum is ${MOST_PICTURES}`
        : isHeavy
          ? "Weight must be between 0 and 1"
          : undefined,
  };
}

function readList(reader: FieldReader, body: JsonObject, name: string): readonly JsonObject[] | null {
  const list = body[name] ?? null;
  if (list === null) return null;
  if (!Array.isArray(list)) {
    reader.problem("list_type", [name], "Input should be a valid list", list);
    return null;
  }
  return (list as readonly Json[]).map((item, at) => {
    if (isJsonObject(item)) return readWeighted(reader, item, [name, String(at)]);
    reader.problem("dict_type", [name, String(at)], "Input should be a valid dictionary", item);
    return {};
  });
}

function readWeighted(reader: FieldReader, item: JsonObject, path: readonly string[]): JsonObject {
  const weight = item["weight"] ?? null;
  if (weight !== null && typeof weight !== "number")
    reader.problem("float_type", [...path, "weight"], "Input should be a valid number", weight);
  return { url: reader.url(item, [...path, "url"], { required: true }), weight };
}

function readCharacter(reader: FieldReader, body: JsonObject): JsonObject | null {
  const character = reader.object(body, ["character_ref"]);
  const identity = character === null ? null : reader.object(character, ["character_ref", "identity0"]);
  if (identity === null) return null;
  const images = identity["images"] ?? [];
  const path = ["character_ref", "identity0", "images"];
  if (!Array.isArray(images)) {
    reader.problem("list_type", path, "Input should be a valid list", images);
    return null;
  }
  const urls = (images as readonly Json[]).map((image, at) =>
    reader.url({ [String(at)]: image }, [...path, String(at)], { required: true }),
  );
  return { identity0: { images: urls } };
}

function urlsIn(value: Json): readonly MediaUrl[] {
  if (typeof value === "string") return [{ url: value, medium: "image" }];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(urlsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(urlsIn) : [];
}
