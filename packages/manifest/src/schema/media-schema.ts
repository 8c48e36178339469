import type { JsonObject } from "../json.ts";

/** A text that holds a Liquid template, where the field is otherwise no text. */
export const TEMPLATE: JsonObject = { type: "string", pattern: "\\{[{%]" };

/** What a map that stands for a picture or a clip may say, in any of its forms. */
export const KEYFRAME_FIELDS: JsonObject = {
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

/** The same for the video that a shot is made from. */
const SOURCE_FIELDS: JsonObject = {
  url: {
    type: "string",
    minLength: 1,
    description: "Address of a video that anyone may fetch, with https.",
  },
  generation: {
    type: "string",
    minLength: 1,
    description: "The API's id of a finished generation of the same account.",
  },
  shot: {
    type: "string",
    minLength: 1,
    description:
      "The id of another shot of this manifest. This shot waits until that one is finished, and is made again when that one is.",
  },
  take: {
    type: "integer",
    minimum: 1,
    description: "With `shot`: the number of the take to use. Without it, the take that counts.",
  },
  when: {
    enum: ["approved"],
    description: "With `shot`: `approved` waits until a reviewer has approved a take of that shot.",
  },
  file: {
    type: "string",
    minLength: 1,
    description: "A local video, relative to the manifest's folder. Not every API takes local files.",
  },
  seconds: {
    title: "a number of seconds",
    anyOf: [{ type: "number", exclusiveMinimum: 0 }, TEMPLATE],
    description:
      "With `url`, `generation` or `file`: how long the video is. Prices and limits follow it; that of a shot is known.",
  },
};

/** The video that a shot is made from, in any of its forms. */
export const SOURCE_SCHEMA: JsonObject = {
  title: "a URL, {shot: …}, {generation: …}, {file: …} or {url: …}",
  anyOf: [
    { type: "string", minLength: 1 },
    { type: "object", additionalProperties: false, minProperties: 1, properties: SOURCE_FIELDS },
  ],
};
