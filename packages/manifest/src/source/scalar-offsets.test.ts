import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Document, isMap, isScalar, parseDocument, Scalar } from "yaml";
import { rawOffsets, type ScalarStyle } from "./scalar-offsets.ts";

const STYLES = [
  [Scalar.PLAIN, "plain"],
  [Scalar.QUOTE_SINGLE, "single"],
  [Scalar.QUOTE_DOUBLE, "double"],
  [Scalar.BLOCK_LITERAL, "block"],
  [Scalar.BLOCK_FOLDED, "block"],
] as const;

/** A scalar as a YAML writer writes it, folded at a small width, with the raw text that a reader sees. */
function written(
  value: string,
  type: Scalar.Type,
): { readonly raw: string; readonly style: ScalarStyle } | undefined {
  const scalar = new Scalar(value);
  scalar.type = type;
  const text = new Document({ a: { b: scalar } }).toString({ lineWidth: 20, minContentWidth: 5 });
  const parsed = parseDocument(text);
  const inner = isMap(parsed.contents) ? parsed.contents.get("a", true) : undefined;
  const node = isMap(inner) ? inner.get("b", true) : undefined;
  if (!isScalar(node) || node.value !== value || !node.range) return undefined;
  const style = STYLES.find(([other]) => other === node.type)?.[1];
  return style === undefined ? undefined : { raw: text.slice(node.range[0], node.range[1]), style };
}

describe("rawOffsets", () => {
  const unit = fc.constantFrom("a", "b", " ", "\n", "'", '"', "\\", "é", "🏺", ":", "{", "}");
  it.each(STYLES)("finds each visible character of a %s text", (type) => {
    let checked = 0;
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 60 }), (value) => {
        const form = written(value, type);
        if (form === undefined) return;
        const offsets = rawOffsets(form.raw, value, form.style);
        expect(offsets).toHaveLength(value.length);
        for (const [index, offset] of offsets.entries()) {
          const character = value[index] ?? "";
          if (character === "\n" || character === " " || form.raw[offset] === "\\") continue;
          expect(form.raw[offset], `${JSON.stringify(form.raw)} at ${offset}`).toBe(character);
          checked += 1;
        }
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(checked).toBeGreaterThan(500);
  });

  it("leads through escapes that are longer than what they stand for", () => {
    expect(rawOffsets('"\\x41\\u00e9\\U0001F3FAz"', "Aé🏺z", "double")).toEqual([1, 5, 11, 11, 21]);
  });
});
