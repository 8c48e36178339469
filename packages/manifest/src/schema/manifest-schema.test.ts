import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { MANIFEST_SCHEMA } from "./manifest-schema.ts";

function* fieldsOf(schema: Json, path = ""): Generator<readonly [string, JsonObject]> {
  if (typeof schema !== "object" || schema === null) return;
  if (Array.isArray(schema)) {
    for (const item of schema) yield* fieldsOf(item, path);
    return;
  }
  for (const [key, value] of Object.entries(schema)) {
    if (key !== "properties") {
      if (key !== "examples") yield* fieldsOf(value, path);
      continue;
    }
    for (const [name, field] of Object.entries(value as JsonObject)) {
      yield [`${path}.${name}`, field as JsonObject];
      yield* fieldsOf(field, `${path}.${name}`);
    }
  }
}

describe("MANIFEST_SCHEMA", () => {
  it("is a right schema in its own dialect", () => {
    const ajv = new Ajv({ strict: false });
    expect(ajv.validateSchema(MANIFEST_SCHEMA), JSON.stringify(ajv.errors)).toBe(true);
  });

  it("describes every field in a whole sentence", () => {
    const fields = [...fieldsOf(MANIFEST_SCHEMA)];
    expect(fields.length).toBeGreaterThan(60);
    const bare = fields.filter(([, field]) => !/^.{10,}\.$/s.test(String(field["description"] ?? "")));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it("states each default in the description too, for readers of the docs", () => {
    const silent = [...fieldsOf(MANIFEST_SCHEMA)].filter(
      ([, field]) => "default" in field && !String(field["description"]).includes(String(field["default"])),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it("has examples that it accepts", () => {
    const ajv = new Ajv({ strict: false });
    const wrong = [...fieldsOf(MANIFEST_SCHEMA)].flatMap(([path, field]) =>
      ((field["examples"] ?? []) as readonly Json[]).flatMap((example) =>
        ajv.validate(field, example) ? [] : [`${path}: ${JSON.stringify(example)}`],
      ),
    );
    expect(wrong).toEqual([]);
  });
});
