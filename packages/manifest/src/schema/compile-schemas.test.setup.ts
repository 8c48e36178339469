import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import type { Json, JsonObject } from "../json.ts";
import { MANIFEST_SCHEMA, MATRIX_FIELDS_SCHEMA } from "./manifest-schema.ts";

const HEAD = `// Made from the schemas by compiled-schemas.test.ts; do not edit. \`vitest run -u\` makes it anew.
// biome-ignore-all lint: generated
// biome-ignore-all format: generated
// biome-ignore-all assist: generated
// @ts-nocheck
import type { ValidateFunction } from "ajv";
`;

/** The text of \`compiled-schemas.ts\`: the schemas as code, so that no command has to load a compiler and run it. */
export function compileSchemas(): string {
  const ajv = new Ajv({
    ...{ allErrors: true, verbose: true, strict: false, inlineRefs: false },
    code: { source: true, esm: true },
    // Lengths in UTF-16 units: the schemas only ask whether a text is empty, and the code needs no module of ajv's.
    ...{ unicode: false, logger: false as const },
    schemas: [
      { ...withoutWords(MANIFEST_SCHEMA), $id: "manifest" },
      { ...withoutWords(MATRIX_FIELDS_SCHEMA), $id: "matrix-fields" },
    ],
  });
  const code = standalone.default(ajv, {
    validateManifestJson: "manifest",
    validateFieldsJson: "matrix-fields",
  });
  const exported = code
    .replace(/^"use strict";/, "")
    .replace(
      /export const (\w+) = (\w+);/g,
      "export const $1: ValidateFunction = $2 as unknown as ValidateFunction;",
    );
  return `${HEAD}${exported}\n`;
}

/** Leaves out what only people and editors read; it would make up half of the code. */
function withoutWords(schema: JsonObject): JsonObject {
  const words = new Set(["description", "examples", "default"]);
  const isWords = (key: string, value: Json): boolean =>
    words.has(key) && (typeof value !== "object" || Array.isArray(value));
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !isWords(key, value))
      .map(([key, value]) => [key, withoutWordsIn(value)]),
  );
}

function withoutWordsIn(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  return isList(value) ? value.map(withoutWordsIn) : withoutWords(value);
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
