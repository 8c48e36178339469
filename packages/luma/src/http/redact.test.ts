import fc from "fast-check";
import { expect, it } from "vitest";
import { createRedact } from "./redact.ts";

const KEY = "luma-5b1e7d1e-0000-4abc-8000-00000000abcd";

it("takes out the key, whole or in pieces, wherever it stands", () => {
  const redact = createRedact(KEY);
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat(30),
      fc.integer({ min: 10, max: 41 }),
      fc.string(),
      (before, from, length, after) => {
        const piece = KEY.slice(from, from + length);
        fc.pre(piece.length >= 10);
        expect(redact(`${before}${piece}${after}`)).not.toContain(piece);
      },
    ),
  );
});

it("leaves ordinary words alone", () => {
  const words = "Invalid aspect_ratio '4:3' for luma-labs: see https://docs.lumalabs.ai/errors";
  expect(createRedact(KEY)(words)).toBe(words);
  expect(createRedact("k")("a k in a word")).toBe("a k in a word");
});

it("takes out bearer tokens and other accounts' keys", () => {
  const redact = createRedact(KEY);
  expect(redact("sent 'Authorization: bearer abc.def' twice")).toBe(
    "sent 'Authorization: Bearer [key]' twice",
  );
  expect(redact("key luma-api-AbCdEfGhIjKlMnOpQrSt is revoked")).toBe("key [key] is revoked");
  expect(redact("key sk-0123456789abcdef0123 is revoked")).toBe("key [key] is revoked");
});

it("gives one line without control characters, of at most 500", () => {
  const redact = createRedact(KEY);
  expect(redact("a\u001b[31mred\u0007\r\n\tb\u202ec\u2028d")).toBe("a [31mred b c d");
  expect(redact("wide 🌫 words ".repeat(2_000)).length).toBeLessThanOrEqual(500);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
      const clean = redact(text);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(clean.length).toBeLessThanOrEqual(500);
    }),
  );
});
