import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PROBLEM_CODES } from "./problem-codes.ts";

const SOURCES = dirname(fileURLToPath(import.meta.url));

/** The text of every source that is neither a test nor a list of codes. */
function sources(): string {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter(
      (name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith("problem-codes.ts"),
    )
    .map((name) => readFileSync(join(SOURCES, name), "utf8"))
    .join("\n");
}

describe("PROBLEM_CODES", () => {
  it("has no code that nothing reports", () => {
    const text = sources();
    const unused = Object.keys(PROBLEM_CODES).filter((code) => !text.includes(`"${code}"`));
    expect(unused).toEqual([]);
  });

  it("has every code that is reported", () => {
    const used = [
      ...sources().matchAll(
        /(?:\bcode:|problems\.add\(|#report\(|reporting\(|advise\()\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"/g,
      ),
    ];
    const codes = new Set(used.map(([, code = ""]) => code));
    expect(codes.size).toBeGreaterThan(60);
    expect([...codes].filter((code) => !Object.hasOwn(PROBLEM_CODES, code))).toEqual([]);
  });

  it("explains each of them", () => {
    for (const [code, kind] of Object.entries(PROBLEM_CODES)) {
      expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(kind.title, code).toMatch(/^[\p{Lu}`].*[^.]$/u);
      expect(kind.explain, code).toMatch(/\.$/);
      expect(kind.hint, code).toMatch(/.{5,}[.}`]$/);
    }
  });
});
