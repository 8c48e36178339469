import type { JsonObject } from "../json.ts";

const SECONDS = { type: "number", exclusiveMinimum: 0 };

/** How fast, how much and when. */
export const LIMITS_SCHEMA: JsonObject = {
  type: "object",
  additionalProperties: false,
  description: "How fast to go and how much to spend. What is left out comes from the model's own limits.",
  properties: {
    concurrency: {
      title: 'a whole number of at least 1, or "auto"',
      anyOf: [{ type: "integer", minimum: 1 }, { enum: ["auto"] }],
      description:
        "How many generations may run at once. `auto` finds the account's limit by itself. Default: the model's limit (Build tier: 10).",
    },
    requests_per_minute: {
      type: "number",
      exclusiveMinimum: 0,
      description:
        "How many generations may be created in a minute. Default: the model's limit (Build tier: 20).",
    },
    max_spend_usd: {
      type: "number",
      minimum: 0,
      description:
        "US dollars that this manifest may cost in all, over all its runs; a wall that is checked before every submission. Default: none.",
    },
    retries: {
      type: "integer",
      minimum: 0,
      maximum: 100,
      default: 2,
      description: "How often a failure that may pass is tried again. Default 2.",
    },
    downloads: {
      title: 'a whole number from 1 to 32, or "auto"',
      anyOf: [{ type: "integer", minimum: 1, maximum: 32 }, { enum: ["auto"] }],
      default: "auto",
      description: "How many clips are downloaded at once, up to 32. Default `auto`.",
    },
    request_timeout_s: {
      ...SECONDS,
      default: 60,
      description: "Seconds to wait for the API's answer. Default 60.",
    },
    confirm_after_s: {
      type: "number",
      minimum: 0,
      default: 120,
      description:
        "Seconds after an unanswered submission until the API's list is trusted to show it. Default 120.",
    },
    poll_min_s: {
      ...SECONDS,
      default: 1,
      description: "Shortest wait between two looks at a generation, in seconds. Default 1.",
    },
    poll_max_s: {
      ...SECONDS,
      default: 30,
      description: "Longest wait between two looks at a generation, in seconds. Default 30.",
    },
    generation_timeout_s: {
      ...SECONDS,
      default: 3600,
      description:
        "Seconds after which a generation counts as overdue and no longer holds its slot. Default 3600.",
    },
    window: {
      type: "string",
      minLength: 1,
      examples: ["22:00-06:00 Europe/Berlin"],
      description:
        "Submit only in these hours of the day, such as `22:00-06:00 Europe/Berlin`. Without a zone, the machine's own.",
    },
  },
};

/** The table that templates are filled from. */
export const CATALOG_SCHEMA: JsonObject = {
  type: "object",
  title: "a map such as {file: products.csv}",
  additionalProperties: false,
  required: ["file"],
  description: "A table of products that templates are filled from.",
  properties: {
    file: {
      type: "string",
      minLength: 1,
      description: "The export, relative to the manifest's folder: CSV, TSV, or XML for Google Merchant.",
    },
    format: {
      type: "string",
      enum: ["auto", "shopify", "google-merchant", "woocommerce", "csv"],
      default: "auto",
      description: "Where the export comes from; `auto` tells it by its headers. Default `auto`.",
    },
    unit: {
      type: "string",
      enum: ["product", "variant", "image"],
      default: "product",
      description:
        "What `for_each: product` makes a shot of: each product, each of its variants, or each of its pictures. Default `product`.",
    },
    columns: {
      type: "object",
      additionalProperties: { type: "string", minLength: 1 },
      description:
        "Which column of the file holds a product field, such as `{title: Bezeichnung}`, where the headers are not the usual ones.",
    },
    where: {
      type: "string",
      minLength: 1,
      examples: ["product.published and product.image"],
      description:
        "A Liquid condition: only products for which it holds are used. An empty cell and `false` do not hold.",
    },
  },
};

/** Where clips go. */
export const OUTPUT_SCHEMA: JsonObject = {
  type: "object",
  additionalProperties: false,
  description: "Where clips go.",
  properties: {
    dir: {
      type: "string",
      minLength: 1,
      default: "renders",
      description: "The folder, relative to the manifest's. Default `renders`.",
    },
    file: {
      type: "string",
      minLength: 1,
      default: "{{ shot.id }}/take-{{ take.number }}.mp4",
      description:
        "The clip's path inside the folder; a Liquid template over `shot`, `take`, `product` and `matrix`. Without `take.number` the approved take has this path, else the newest, and the others end in `.take-1.mp4` and so on. Default `{{ shot.id }}/take-{{ take.number }}.mp4`.",
    },
  },
};

/** Where local files are put for APIs that only fetch links. */
export const UPLOADS_SCHEMA: JsonObject = {
  type: "object",
  title: "a map such as {endpoint: …, bucket: …}",
  additionalProperties: false,
  required: ["endpoint", "bucket"],
  description:
    "S3-compatible storage for local files, where the API only fetches links (Dream Machine). Keys come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), never from here.",
  properties: {
    endpoint: {
      type: "string",
      minLength: 1,
      examples: ["https://s3.eu-central-1.amazonaws.com"],
      description: "The storage's address, without the bucket.",
    },
    bucket: { type: "string", minLength: 1, description: "The bucket." },
    region: {
      type: "string",
      minLength: 1,
      default: "us-east-1",
      description: "The region that requests are signed for. Default `us-east-1`.",
    },
    prefix: {
      type: "string",
      minLength: 1,
      examples: ["shotlist/"],
      description: "What the names of all uploaded files begin with.",
    },
    public_url: {
      type: "string",
      minLength: 1,
      examples: ["https://media.example.com"],
      description:
        "Address under which the bucket's files can be fetched by anyone. Default: the one that they are written to.",
    },
    path_style: {
      type: "boolean",
      default: false,
      description:
        "Whether the bucket stands in the path (`/bucket/name`) rather than in the host. Default `false`.",
    },
  },
};

/** Prices that the user knows better. */
export const PRICES_SCHEMA: JsonObject = {
  type: "object",
  additionalProperties: { type: "number", minimum: 0, title: "a price in US dollars, a plain number" },
  examples: [{ "ray-2/720p/5s": 0.71, "ray-flash-2/*/*": 0.3, "ray-3.2/edit/720p/*": 1.08 }],
  description:
    "Your own prices in US dollars a clip or still, by `model/resolution/duration`, which is meant for videos, or by `model/kind/resolution/duration` with `video`, `image`, `edit` or `reframe`; `*` stands for any, and the most exact key counts. They replace the built-in prices.",
};
