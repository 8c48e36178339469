import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ERROR_CODES, exitCodeOf } from "./error-codes.ts";

const packages = join(import.meta.dirname, "../..");

/** Codes that sources give to a `ShotlistError`, with the file that does. */
function thrownCodes(): { readonly file: string; readonly code: string }[] {
  return globSync("*/src/**/*.ts", { cwd: packages })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(packages, file), "utf8");
      const codes = [...text.matchAll(/new ShotlistError\(\s*"([^"]+)"/g)];
      return codes.map(([, code = ""]) => ({ file, code }));
    });
}

test("every error that sources throw is registered", () => {
  const thrown = thrownCodes();
  expect(thrown.length).toBeGreaterThan(10);
  expect(thrown.filter(({ code }) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
});

test("codes are in kebab-case and in order, and each says what happened", () => {
  const codes = Object.keys(ERROR_CODES);
  expect(codes).toEqual(codes.toSorted());
  for (const [code, { title, explain }] of Object.entries(ERROR_CODES)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(title).not.toMatch(/\.$/);
    expect(explain).toMatch(/\.$/);
  }
});

test("what is locked or stale exits with 5, what is unknown with 1", () => {
  for (const code of ["state-locked", "state-other-account", "state-superseded", "plan-stale"]) {
    expect(exitCodeOf(code)).toBe(5);
  }
  expect(exitCodeOf("state-damaged")).toBe(1);
  expect(exitCodeOf("constructor")).toBe(1);
});
