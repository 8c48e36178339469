import type { JsonObject } from "../json.ts";
import { KEYFRAME_FIELDS, TEMPLATE } from "./media-schema.ts";

/** The words for how far an edit may leave its source; both APIs know the same. */
const EDIT_STRENGTHS: readonly string[] = ["adhere", "flex", "reimagine"].flatMap((word) =>
  [1, 2, 3].map((degree) => `${word}_${degree}`),
);

const ENABLED: JsonObject = { enabled: { type: "boolean", description: "Whether to hold on to it." } };

function control(what: string, degree?: JsonObject): JsonObject {
  return {
    type: "object",
    additionalProperties: false,
    properties: { ...ENABLED, ...degree },
    description: `Hold on to the source's ${what}.`,
  };
}

const PART = { type: "number", minimum: 0, maximum: 1 } as const;

/** Source: the SDK `luma-agents`, `video.edit.controls`. */
const CONTROLS: JsonObject = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  description: "What of the source to hold on to, and how closely, in the API's own words.",
  properties: {
    depth: control("depth", { blur: { ...PART, description: "How much to blur it, 0 to 1." } }),
    normals: control("surfaces", {
      augmentation: { ...PART, description: "How much to vary them, 0 to 1." },
    }),
    pose: control("poses", { strength: { enum: ["precise", "coarse"], description: "How closely." } }),
    trajectory: control("motion", {
      sparsity: { ...PART, description: "How sparsely to follow it, 0 to 1." },
    }),
    face: control("faces"),
  },
};

const ONTO_FRAME = { type: "number", minimum: -2, maximum: 2 } as const;
const OF_FRAME = { type: "number", exclusiveMinimum: 0, maximum: 2 } as const;

/** What a map that stands for a reference picture may say. */
export const REFERENCE_FIELDS: JsonObject = {
  ...KEYFRAME_FIELDS,
  weight: {
    type: "number",
    minimum: 0,
    maximum: 1,
    description: "How much the picture counts, 0 to 1, where the API takes that.",
  },
};

/** The fields that only some kinds of shots have. */
export const KIND_PROPERTIES: JsonObject = {
  source: {
    $ref: "#/definitions/source",
    description:
      "The video that an `edit`, a `reframe` or an `extend` is made from: a URL, `{shot: other-id}`, `{generation: id}`, `{file: path}`, with `seconds:` where its length is not known. What is extended must be a shot or a generation.",
  },
  direction: {
    type: "string",
    enum: ["forward", "backward"],
    default: "forward",
    description:
      "With `kind: extend`: whether the clip goes on from its source, or leads up to it. Default `forward`.",
  },
  edit: {
    type: "object",
    title: "a map such as {strength: flex_1}",
    additionalProperties: false,
    minProperties: 1,
    properties: {
      strength: {
        type: "string",
        enum: EDIT_STRENGTHS,
        description:
          "How far the clip may leave its source: `adhere_1` (hardly) to `adhere_3`, `flex_1` to `flex_3`, `reimagine_1` to `reimagine_3` (freely).",
      },
      auto: {
        type: "boolean",
        default: false,
        description:
          "The API chooses what to hold on to; excludes `strength` and `controls`. Default `false`.",
      },
      controls: CONTROLS,
    },
    description: "With `kind: edit`: how the source is changed.",
  },
  position: {
    type: "object",
    title: "a map of x, y, width and height",
    additionalProperties: false,
    required: ["x", "y", "width", "height"],
    properties: {
      x: { ...ONTO_FRAME, description: "Left edge, in parts of the new frame's width, -2 to 2." },
      y: { ...ONTO_FRAME, description: "Upper edge, in parts of the new frame's height, -2 to 2." },
      width: { ...OF_FRAME, description: "In parts of the new frame's width, up to 2." },
      height: { ...OF_FRAME, description: "In parts of the new frame's height, up to 2." },
    },
    description: "With `kind: reframe`: where the source's picture stands in the new frame.",
  },
  references: {
    type: "array",
    minItems: 1,
    items: { $ref: "#/definitions/reference" },
    description:
      "With `kind: image`: pictures that lead the still. Each is a URL, `{shot: other-still}`, `{file: path}`, or a map with `weight:`.",
  },
  style: {
    type: "string",
    minLength: 1,
    description: "With `kind: image`: a style in the API's own word, where the model takes one.",
  },
  format: {
    type: "string",
    enum: ["jpg", "png"],
    default: "jpg",
    description: "With `kind: image`: the picture's file format. Default `jpg`.",
  },
  web_search: {
    title: "true or false",
    anyOf: [{ type: "boolean" }, TEMPLATE],
    default: false,
    description: "With `kind: image`: whether the model may look things up on the web. Default `false`.",
  },
  hdr: {
    title: "true or false",
    anyOf: [{ type: "boolean" }, TEMPLATE],
    default: false,
    description: "High dynamic range, for videos and edits, where the model makes it. Default `false`.",
  },
  exr: {
    title: "true or false",
    anyOf: [{ type: "boolean" }, TEMPLATE],
    default: false,
    description: "The frames as EXR files beside the clip; needs `hdr: true`. Default `false`.",
  },
};
