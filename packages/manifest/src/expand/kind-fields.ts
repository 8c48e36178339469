import { CLIP_FIELDS } from "../schema/shot-schema.ts";
import { textOf } from "../source/located.ts";
import type { ClipFields } from "./clip-fields.ts";

/** The kinds as a manifest words them; `extend` is a video that is written in another way. */
export type KindWord = "video" | "image" | "extend" | "edit" | "reframe";

/** Names of the fields that plain videos have, so that most shots are known to be such by their names alone. */
const PLAIN: ReadonlySet<string> = new Set([
  ...["provider", "model", "prompt", "aspect_ratio", "resolution", "duration", "loop"],
  ...["keyframes.frame0", "keyframes.frame1", "camera", "concepts", "tags", "takes", "extra"],
]);

const FRAMES = ["keyframes.frame0", "keyframes.frame1"];
const EVERY = ["kind", "provider", "model", "prompt", "tags", "takes", "extra"];
const STILL = ["aspect_ratio", "references", "style", "format", "web_search"];
const VIDEO = ["aspect_ratio", "resolution", "duration", "loop", "camera", "concepts", "hdr", "exr"];

/** The fields that each kind has, under the names of `ClipFields`. */
const FIELDS_OF: Readonly<Record<KindWord, ReadonlySet<string>>> = {
  video: new Set([...EVERY, ...VIDEO, ...FRAMES, "keyframes"]),
  extend: new Set([...EVERY, ...VIDEO, ...FRAMES, "source", "direction"]),
  image: new Set([...EVERY, ...STILL]),
  edit: new Set([...EVERY, ...FRAMES, "keyframes", "source", "edit", "resolution", "camera", "hdr", "exr"]),
  reframe: new Set([...EVERY, ...FRAMES, "source", "position", "aspect_ratio", "resolution", "camera"]),
};

/** The kind that the fields name; `video` where they name none that is known. */
export function kindIn(fields: ClipFields): KindWord {
  const word = textOf(fields.get("kind"));
  return word !== undefined && Object.hasOwn(FIELDS_OF, word) ? (word as KindWord) : "video";
}

/** Whether the fields are those of a video with nothing that only newer kinds of shots have. */
export function isPlainVideo(fields: ClipFields): boolean {
  for (const name of fields.keys()) if (!PLAIN.has(name)) return false;
  return true;
}

/** Whether a kind has a field, named as in `ClipFields`. */
export function hasField(kind: KindWord, field: string): boolean {
  return FIELDS_OF[kind].has(field);
}

/** The fields that a kind has, without those that do not apply to it. */
export function fieldsOfKind(kind: KindWord, fields: ClipFields): ClipFields {
  return new Map([...fields].filter(([name]) => hasField(kind, name)));
}

/** The kinds that have a field of the manifest, in the manifest's order. */
export function kindsWith(field: string): readonly KindWord[] {
  const names = field === "keyframes" ? [...FRAMES, "keyframes"] : [field];
  return (Object.keys(FIELDS_OF) as KindWord[]).filter((kind) => names.some((name) => hasField(kind, name)));
}

/** The fields of the manifest that each kind has, keyframes in any form as `keyframes`. */
export const FIELDS_BY_KIND: Readonly<Record<KindWord, readonly string[]>> = {
  video: fieldsOf("video"),
  image: fieldsOf("image"),
  extend: fieldsOf("extend"),
  edit: fieldsOf("edit"),
  reframe: fieldsOf("reframe"),
};

function fieldsOf(kind: KindWord): readonly string[] {
  return CLIP_FIELDS.filter((field) => kindsWith(field).includes(kind));
}

/** Every name that `ClipFields` may have. */
export const FIELD_NAMES: ReadonlySet<string> = new Set([...CLIP_FIELDS, ...FRAMES]);
