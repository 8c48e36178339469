import type { JsonObject } from "../json.ts";
import { SOURCE_SCHEMA } from "./media-schema.ts";
import {
  CATALOG_SCHEMA,
  LIMITS_SCHEMA,
  OUTPUT_SCHEMA,
  PRICES_SCHEMA,
  UPLOADS_SCHEMA,
} from "./settings-schema.ts";
import {
  CLIP_PROPERTIES,
  GUIDE_SCHEMA,
  KEYFRAME_SCHEMA,
  REFERENCE_SCHEMA,
  SHOT_SCHEMA,
} from "./shot-schema.ts";

const CLIP_SCHEMA: JsonObject = {
  type: "object",
  additionalProperties: false,
  properties: CLIP_PROPERTIES,
};

const DEFINITIONS: JsonObject = {
  shot: SHOT_SCHEMA,
  clip: CLIP_SCHEMA,
  keyframe: KEYFRAME_SCHEMA,
  guide: GUIDE_SCHEMA,
  source: SOURCE_SCHEMA,
  reference: REFERENCE_SCHEMA,
};

/**
 * The JSON Schema (draft-07, which editors understand best) of a manifest: the one source of validation,
 * of editor completion (`shotlist schema`) and of `docs/manifest.md`.
 */
export const MANIFEST_SCHEMA: JsonObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "shotlist manifest",
  description: "The clips that are wanted, and how to go about making them.",
  type: "object",
  required: ["version", "shots"],
  additionalProperties: false,
  patternProperties: { "^x-": { description: "Yours: a place for values to share by anchors. Not read." } },
  properties: {
    $schema: { type: "string", description: "The address of this schema, for editors. Not read." },
    version: { enum: [1], description: "The version of the manifest's form: 1." },
    name: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
      description:
        "Names the state file, `<name>.shotlist.db`: letters, digits, `-`, `_` and `.`. Renaming it starts over with an empty state. Default: the manifest's file name.",
    },
    defaults: { $ref: "#/definitions/clip", description: "Fields for all shots that do not set them." },
    profiles: {
      type: "object",
      additionalProperties: { $ref: "#/definitions/clip" },
      description:
        "Named sets of fields that override the defaults when `--profile` names one, such as a cheap `draft` and a `final`.",
    },
    limits: LIMITS_SCHEMA,
    catalog: CATALOG_SCHEMA,
    shots: {
      title: "a list of shots, or {file: shots.csv}",
      anyOf: [
        { type: "array", items: { $ref: "#/definitions/shot" } },
        {
          type: "object",
          additionalProperties: false,
          required: ["file"],
          properties: {
            file: {
              type: "string",
              minLength: 1,
              description: "A CSV or TSV table of shots, relative to the manifest's folder.",
            },
          },
        },
      ],
      description:
        "The wanted clips, in the order in which they are made; or `{file: shots.csv}` for a table of them.",
    },
    output: OUTPUT_SCHEMA,
    uploads: UPLOADS_SCHEMA,
    prices: PRICES_SCHEMA,
  },
  definitions: DEFINITIONS,
};

/** The schema of fields that a matrix sets: those of a clip, beside which others may stand. */
export const MATRIX_FIELDS_SCHEMA: JsonObject = {
  type: "object",
  properties: CLIP_PROPERTIES,
  definitions: DEFINITIONS,
};
