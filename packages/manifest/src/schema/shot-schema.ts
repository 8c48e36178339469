import type { JsonObject } from "../json.ts";

/** A text that holds a Liquid template, where the field is otherwise no text. */
const TEMPLATE: JsonObject = { type: "string", pattern: "\\{[{%]" };

const KEYFRAME_FIELDS: JsonObject = {
  type: {
    enum: ["image", "generation"],
    description: "The API's own long form: `image` with `url`, or `generation` with `id`.",
  },
  url: {
    type: "string",
    minLength: 1,
    description: "Address of a picture that anyone may fetch, with https.",
  },
  id: {
    type: "string",
    minLength: 1,
    description: "The API's id of a finished generation, with `type: generation`.",
  },
  generation: {
    type: "string",
    minLength: 1,
    description: "The API's id of a finished generation of the same account; the new clip goes on from it.",
  },
  shot: {
    type: "string",
    minLength: 1,
    description:
      "The id of another shot of this manifest. This shot waits until that one is finished, goes on from its clip, and is made again when that one is.",
  },
  take: {
    type: "integer",
    minimum: 1,
    description: "With `shot`: the number of the take to go on from. Without it, the take that counts.",
  },
  when: {
    enum: ["approved"],
    description: "With `shot`: `approved` waits until a reviewer has approved a take of that shot.",
  },
  file: {
    type: "string",
    minLength: 1,
    description: "A local picture, relative to the manifest's folder. Not every API takes local files.",
  },
};

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
    enum: ["video"],
    default: "video",
    description:
      "What is made. Only `video` so far; `image`, `extend`, `edit`, `reframe`, `upscale` and `audio` are reserved.",
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
    examples: ["ray-2", "ray-flash-2", "ray-3.2"],
    description:
      "The API's model name. `ray-2` and `ray-flash-2` go to the Dream Machine API, `ray-3.2` to the Agents API. Default `ray-2`.",
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
      "Width to height, such as `16:9`; `16x9` is understood too. Which ones there are depends on the model. Default `16:9`.",
  },
  resolution: {
    title: "a resolution such as 720p",
    anyOf: [{ type: "string", minLength: 1 }, { type: "integer" }],
    default: "720p",
    examples: ["540p", "720p", "1080p", "4k"],
    description:
      "Height of the picture, such as `720p`. Which ones there are, and what they cost, depends on the model. Default `720p`.",
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
    type: "object",
    title: "a map of frame0 and frame1",
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
    description:
      "What the clip begins and ends with. Each is a URL, `{shot: other-id}`, `{generation: id}`, `{file: path}`, or written as the API writes it.",
  },
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
