import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** The rows of the tables: a rule, the files that keep it, and the test that breaks with it. */
const rules = readFileSync(join(root, "docs/protocol.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:Rule|---) /.test(line))
  .map((line) => line.slice(2, -2).split(" | "));

describe("docs/protocol.md", () => {
  test("has its rules, each once, each with three columns", () => {
    expect(rules.length).toBeGreaterThan(50);
    for (const cells of rules) expect(cells, cells.join(" | ")).toHaveLength(3);
    expect(new Set(rules.map(([rule]) => rule)).size).toBe(rules.length);
  });

  test.each(rules)("%s", (_rule, keptIn = "", brokenTest = "") => {
    const keepers = [...keptIn.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
    expect(keepers.length).toBeGreaterThan(0);
    for (const file of keepers) expect(existsSync(join(root, file)), file).toBe(true);

    const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(brokenTest) ?? [];
    expect(file).toMatch(/\.test\.ts$|conformance\.ts$/);
    expect(readFileSync(join(root, file), "utf8")).toContain(title);
  });
});
