import { expect, test } from "vitest";
import { checkImports, readImports } from "./check-imports.ts";

const file = (path: string, ...imports: string[]) => ({ path, imports });

test("a package sees only what lies below it", () => {
  expect(checkImports([file("packages/manifest/src/a.ts", "@shotlist/core")])).toEqual([
    "packages/manifest/src/a.ts imports @shotlist/core, which manifest may not see",
  ]);
  expect(checkImports([file("packages/reporter/src/a.ts", "@shotlist/core")])).toHaveLength(1);
  expect(checkImports([file("packages/reporter/src/a.ts", "@shotlist/core/read-model")])).toEqual([]);
  expect(checkImports([file("packages/simulator/src/a.ts", "@shotlist/luma")])).toHaveLength(1);
  expect(checkImports([file("packages/luma/src/a.ts", "shotlist")])).toHaveLength(1);
});

test("a relative path does not reach into another package", () => {
  expect(checkImports([file("packages/luma/src/a.ts", "../../core/src/money.ts")])).toEqual([
    "packages/luma/src/a.ts reaches into another package by ../../core/src/money.ts",
  ]);
});

test("what is pure touches neither disk, network nor process", () => {
  expect(checkImports([file("packages/core/src/engine/a.ts", "node:fs")])).toEqual([
    "packages/core/src/engine/a.ts is pure, but imports node:fs",
  ]);
  expect(checkImports([file("packages/core/src/local/a.ts", "node:fs", "undici")])).toEqual([]);
  expect(checkImports([file("packages/manifest/src/a.ts", "node:crypto")])).toEqual([]);
});

test("production code uses no test double", () => {
  expect(checkImports([file("packages/core/src/engine/a.ts", "../testing/index.ts")])).toHaveLength(1);
  expect(checkImports([file("packages/core/src/engine/a.test.ts", "../testing/index.ts")])).toEqual([]);
});

test("a cycle is named with its way round", () => {
  expect(
    checkImports([
      file("packages/core/src/a.ts", "./b.ts"),
      file("packages/core/src/b.ts", "./c.ts"),
      file("packages/core/src/c.ts", "./a.ts"),
    ]),
  ).toEqual([
    "import cycle: packages/core/src/a.ts → packages/core/src/b.ts → packages/core/src/c.ts → packages/core/src/a.ts",
  ]);
});

test("type imports, re-exports and dynamic imports are read", () => {
  const read = readImports(`${import.meta.dirname}/..`);
  const core = read.find(({ path }) => path === "packages/core/src/read-model.ts");
  expect(core?.imports).toContain("./plan/plan.ts");
  const index = read.find(({ path }) => path === "packages/core/src/index.ts");
  expect(index?.imports).toContain("./money.ts");
});
