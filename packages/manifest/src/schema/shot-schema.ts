import type { JsonObject } from "../json.ts";
import { KIND_PROPERTIES, REFERENCE_FIELDS } from "./kind-schema.ts";
import { KEYFRAME_FIELDS, TEMPLATE } from "./media-schema.ts";

/** A keyframe in any of its forms. */
export const KEYFRAME_SCHEMA: JsonObject = {
  title: "a URL, {shot: …}, {generation: …}, {file: …}, or the API's own {type: image, url: …}",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object", additionalProperties: false, minProperties: 1, properties: KEYFRAME_FIELDS },
  ],
};

/**
 * The fields that a shot, the defaults and a profile share: everything that can be said of a clip.
 * Descriptions are written for `docs/manifest.md` and for editors.
 */
export const CLIP_PROPERTIES: JsonObject = {
  kind: {
    type: "string",
    enum: ["video", "image", "extend", "edit", "reframe"],
    default: "video",
    description:
      "What is made: a `video`; an `image` (a still); a video that goes on from another (`extend`); a changed video (`edit`); or a video in another shape (`reframe`). `upscale` and `audio` are reserved. Default `video`.",
  },
  provider: {
    type: "string",
    enum: ["luma", "crazyrouter"],
    default: "luma",
    description:
      "Who makes the clip: `luma`, whose API is chosen by the model, or the `crazyrouter` gateway. Changing it does not make finished shots again. Default `luma`.",
  },
  model: {
    type: "string",
    minLength: 1,
    default: "ray-2",
    examples: ["ray-2", "ray-flash-2", "ray-3.2", "photon-1", "photon-flash-1", "uni-1", "uni-1-max"],
    description:
      "The API's model name. Videos: `ray-2` and `ray-flash-2` go to the Dream Machine API, `ray-3.2` to the Agents API. Stills: `photon-1` and `photon-flash-1` to Dream Machine, `uni-1` and `uni-1-max` to Agents. Default `ray-2`, for stills `photon-1`.",
  },
  prompt: {
    type: "string",
    description:
      "What the clip shows, in words; a Liquid template. Say how the camera moves, and stay under 200 words. A shot needs a prompt or a keyframe.",
  },
  aspect_ratio: {
    type: "string",
    minLength: 1,
    default: "16:9",
    examples: ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21"],
    description:
      "Width to height, such as `16:9`; `16x9` is understood too. Which ones there are depends on the model. A reframe must say it. Default `16:9`.",
  },
  resolution: {
    title: "a resolution such as 720p",
    anyOf: [{ type: "string", minLength: 1 }, { type: "integer" }],
    default: "720p",
    examples: ["540p", "720p", "1080p", "4k"],
    description:
      "Height of the picture, such as `720p`. Which ones there are, and what they cost, depends on the model. An edit or a reframe of a shot has that shot's unless it says its own; Dream Machine is not told it of either. Default `720p`.",
  },
  duration: {
    title: "a length in seconds such as 5s",
    anyOf: [
      { type: "string", minLength: 1 },
      { type: "number", exclusiveMinimum: 0 },
    ],
    default: "5s",
    examples: ["5s", "9s", "10s"],
    description:
      "Length of the clip in seconds, such as `5s` or `5`. Which ones there are depends on the model. Default `5s`.",
  },
  loop: {
    title: "true or false",
    anyOf: [{ type: "boolean" }, TEMPLATE],
    default: false,
    description: "Whether the clip's end leads back into its beginning without a seam. Default `false`.",
  },
  keyframes: {
    title: "a map of frame0 and frame1, or a list of {at: …, url: …}",
    anyOf: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          frame0: {
            $ref: "#/definitions/keyframe",
            description: "What the clip begins with: a picture, or another clip that it goes on from.",
          },
          frame1: {
            $ref: "#/definitions/keyframe",
            description: "What the clip ends with: a picture, or another clip that it leads into.",
          },
        },
      },
      { type: "array", minItems: 1, maxItems: 64, items: { $ref: "#/definitions/guide" } },
    ],
    description:
      "What the clip begins and ends with. Each is a URL, `{shot: other-id}`, `{generation: id}`, `{file: path}`, or written as the API writes it. Or, where the model takes them, a list of pictures that the clip passes through, each with its moment: `[{at: 0, url: …}, {at: 2.5s, file: …}]`.",
  },
  ...KIND_PROPERTIES,
  camera: {
    type: "string",
    minLength: 1,
    examples: [
      "orbit",
      "dolly in",
      "dolly out",
      "pan left",
      "pan right",
      "tilt up",
      "crane up",
      "tracking shot",
      "zoom in",
      "static",
    ],
    description:
      "One camera motion in plain words, such as `orbit`, `push in` or `crane up`. It becomes one of the model's concepts, or a phrase in the prompt where the model has none.",
  },
  concepts: {
    type: "array",
    items: { type: "string", minLength: 1 },
    uniqueItems: true,
    examples: [["orbit_left"], ["push_in", "low_angle"]],
    description:
      "Keys of the API's concepts, as the API lists them. For camera motions `camera` says the same in plain words.",
  },
  tags: {
    type: "array",
    items: { type: "string", minLength: 1 },
    description: "Your own words for picking shots with `--tag`. They do not change the clip.",
  },
  takes: {
    title: "a whole number from 1 to 100",
    anyOf: [{ type: "integer", minimum: 1, maximum: 100 }, TEMPLATE],
    default: 1,
    description: "How many takes to make and choose from, 1 to 100; each is paid for. Default 1.",
  },
  extra: {
    type: "object",
    additionalProperties: false,
    properties: {
      "dream-machine": { type: "object", description: "Fields for the Dream Machine API's create request." },
      agents: { type: "object", description: "Fields for the Agents API's create request." },
      crazyrouter: { type: "object", description: "Fields for the gateway's create request." },
    },
    description:
      "Fields of an API that shotlist does not know yet, merged into the request as they are. They count as part of what is wanted; fields that shotlist knows are refused here.",
  },
};

/** A picture that a clip passes through. */
export const GUIDE_SCHEMA: JsonObject = {
  type: "object",
  title: "a map such as {at: 2.5s, url: …}",
  additionalProperties: false,
  required: ["at"],
  properties: {
    at: {
      title: "a frame number such as 60, or seconds such as 2.5s",
      anyOf: [
        { type: "integer", minimum: 0 },
        { type: "string", pattern: "^\\s*\\d+(\\.\\d+)?\\s*s\\s*$|\\{[{%]" },
      ],
      description:
        "The moment of the clip: a frame number from 0, at 24 frames a second, or seconds such as `2.5s`.",
    },
    ...KEYFRAME_FIELDS,
  },
};

/** A picture that a still is led by. */
export const REFERENCE_SCHEMA: JsonObject = {
  title: "a URL, or a map such as {url: …, weight: 0.8}",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object", additionalProperties: false, minProperties: 1, properties: REFERENCE_FIELDS },
  ],
};

const SHOT_PROPERTIES: JsonObject = {
  id: {
    type: "string",
    minLength: 1,
    description:
      "The shot's stable name, unique in the manifest and safe as a folder name; a Liquid template. Without one it is derived from what the shot says, and changes when that does.",
  },
  for_each: {
    type: "string",
    enum: ["product"],
    description:
      "`product` makes one shot for each product of the catalog; its fields are there as `{{ product.title }}` and so on.",
  },
  matrix: {
    type: "object",
    description:
      "Makes one shot for each combination of the listed values. A key that is a field of the shot sets it; any key can be used as `{{ matrix.key }}`. `include` adds or extends combinations and `exclude` removes them, as in GitHub Actions.",
    properties: {
      include: {
        type: "array",
        items: { type: "object", minProperties: 1 },
        description: "Values to add to the combinations that they fit, or else as combinations of their own.",
      },
      exclude: {
        type: "array",
        items: { type: "object", minProperties: 1 },
        description: "Combinations to leave out: each one that has all of an entry's values.",
      },
    },
    additionalProperties: { type: "array", minItems: 1, title: "a list of values" },
    minProperties: 1,
  },
  ...CLIP_PROPERTIES,
};

/** A shot, or a template for one shot per product or combination. */
export const SHOT_SCHEMA: JsonObject = {
  type: "object",
  additionalProperties: false,
  properties: SHOT_PROPERTIES,
  description: "One wanted clip, or with `for_each` or `matrix` one for each product or combination.",
};

/** The names of all fields of a shot. */
export const SHOT_FIELDS: readonly string[] = Object.keys(SHOT_PROPERTIES);

/** The names of the fields that defaults, profiles and a matrix may set. */
export const CLIP_FIELDS: readonly string[] = Object.keys(CLIP_PROPERTIES);
