import { expect, test } from "vitest";
import { readManifest } from "../read-manifest.ts";

const codesOf = async (file: string, text: string): Promise<readonly string[]> => {
  const { problems } = await readManifest({
    file,
    bytes: new TextEncoder().encode(text),
    loadFile: () => Promise.reject(new Error("There are no other files.")),
  });
  return problems
    .filter(({ code }) => code === "many-listed-shots")
    .map(({ place }) => `${place.file}:${place.line}`);
};

const listed = (count: number): string =>
  `version: 1\nshots:\n${Array.from({ length: count }, (_, index) => `  - {id: s-${index}, prompt: slow pan over mug ${index}}\n`).join("")}`;

test("thousands of shots in a list are told of where the list begins, and a few hundred are not", async () => {
  expect(await codesOf("a.yaml", listed(5_000))).toEqual(["a.yaml:2"]);
  expect(await codesOf("a.yaml", listed(300))).toEqual([]);
});

test("a table may be as long as it likes", async () => {
  const rows = Array.from({ length: 5_000 }, (_, index) => `s-${index},slow pan over mug ${index}`);
  expect(await codesOf("a.csv", ["id,prompt", ...rows].join("\n"))).toEqual([]);
});
