import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import type { Json } from "./json.ts";

describe("canonicalJson", () => {
  it("sorts members by UTF-16 code units, as the example of RFC 8785 §3.2.3", () => {
    const value = {
      "\u20ac": "Euro",
      "\r": "CR",
      "\ufb33": "Dalet",
      "1": "One",
      "\u{1f600}": "Smile",
      "\u0080": "Control",
      "\u00f6": "O",
    };
    expect([...canonicalJson(value).matchAll(/:"(\w+)"/g)].map(([, name]) => name)).toEqual([
      "CR",
      "One",
      "Control",
      "O",
      "Euro",
      "Smile",
      "Dalet",
    ]);
  });

  it("writes numbers as the RFC's appendix B does", () => {
    expect(canonicalJson([0, -0, 5e-324, 1e21, 333333333.3333332, 1e-7])).toBe(
      "[0,0,5e-324,1e+21,333333333.3333332,1e-7]",
    );
  });

  it("refuses what JSON has no number for", () => {
    expect(() => canonicalJson({ a: [Number.NaN] })).toThrow(RangeError);
  });

  it("is JSON of the same value, whatever the order of members", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = value as Json;
        const text = canonicalJson(json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
        expect(canonicalJson(reversed(json))).toBe(text);
      }),
    );
  });
});

function reversed(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  const object: Record<string, Json> = {};
  for (const [key, member] of entries)
    Object.defineProperty(object, key, { value: reversed(member), enumerable: true });
  return object;
}
