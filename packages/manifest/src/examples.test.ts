import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readManifest } from "./read-manifest.ts";
import type { ReadResult } from "./read-result.ts";
import type { Shot } from "./shot.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../../manifests");

async function read(path: string, profile?: string): Promise<ReadResult> {
  const file = resolve(EXAMPLES, path);
  return await readManifest({
    file: path,
    bytes: await readFile(file),
    loadFile: (name) => readFile(resolve(dirname(file), name)),
    ...(profile === undefined ? {} : { profile }),
  });
}

async function shotsOf(path: string, profile?: string): Promise<readonly Shot[]> {
  const { manifest, problems } = await read(path, profile);
  expect(problems).toEqual([]);
  return manifest?.shots ?? [];
}

describe("the example manifests", () => {
  it("product-catalog makes each published product with a picture, in two shapes", async () => {
    const shots = await shotsOf("product-catalog/shotlist.yaml");
    expect(shots).toHaveLength(20);
    expect(new Set(shots.map(({ product }) => product?.handle)).size).toBe(10);
    const handles = shots.map(({ product }) => product?.handle);
    expect(handles).not.toContain("tide-glass-carafe");
    expect(handles).not.toContain("winter-quilt-sample");
    expect(shots.filter(({ aspectRatio }) => aspectRatio === "9:16")).toHaveLength(10);
    expect(shots[0]).toMatchObject({
      id: "noon-serving-bowl-orbit@16x9",
      keyframes: {
        frame0: { type: "image", url: "https://images.example.com/fennel-street/noon-serving-bowl-oat.jpg" },
      },
      camera: { word: "orbit" },
      loop: true,
      tags: ["hero", "orbit", "bowls"],
    });
    expect(shots[0]?.prompt).toContain("The marks of the maker's hand are plain to see.");
    for (const { prompt } of shots) expect(prompt).not.toMatch(/\{|\s\s/);
  });

  it("product-catalog has a cheap and a final profile", async () => {
    const [draft] = await shotsOf("product-catalog/shotlist.yaml", "draft");
    const [final] = await shotsOf("product-catalog/shotlist.yaml", "final");
    expect(draft).toMatchObject({ model: "ray-flash-2", resolution: "540p" });
    expect(final).toMatchObject({ model: "ray-2", resolution: "1080p" });
  });

  it("single-shots reads a table with line breaks in its cells", async () => {
    const shots = await shotsOf("single-shots/shots.csv");
    expect(shots).toHaveLength(8);
    expect(shots.find(({ id }) => id === "harbour-blue-hour")?.prompt).toMatch(/blue hour\.\nLamps/);
    expect(shots.filter(({ loop }) => loop).map(({ id }) => id)).toEqual(["rain-window-loop", "chair-turn"]);
    expect(shots.find(({ id }) => id === "tulip-opens")?.keyframes.frame1).toMatchObject({ type: "image" });
  });

  it("story chains its shots", async () => {
    const shots = await shotsOf("story/story.yaml");
    expect(shots).toHaveLength(6);
    expect(shots.map(({ needs }) => needs)).toEqual([
      [],
      ["01-harbour"],
      ["02-lamplighter"],
      [],
      ["04-workshop-door"],
      ["05-workbench"],
    ]);
  });

  it("social-loops makes loops for phones", async () => {
    const shots = await shotsOf("social-loops/loops.yaml");
    expect(shots).toHaveLength(7);
    expect(shots.every(({ loop, aspectRatio }) => loop && aspectRatio === "9:16")).toBe(true);
    expect(shots.map(({ takes }) => takes)).toEqual([2, 1, 1, 1, 1, 1, 1]);
    expect(shots.at(-1)?.prompt).toContain("in winter: thick snow falling");
  });

  it.each([
    ["agents", "uni-1", "ray-3.2", "ray-3.2"],
    ["dream-machine", "photon-1", "ray-2", "ray-flash-2"],
  ])(
    "still-to-screens makes one still into clips of three shapes on %s",
    async (api, still, video, reframe) => {
      const shots = await shotsOf(`still-to-screens/${api}/teahouse.yaml`);
      expect(shots.map(({ id, kind, model, needs }) => [id, kind, model, needs])).toEqual([
        ["still", "image", still, []],
        ["arrival", "video", video, ["still"]],
        ["inside", "video", video, ["arrival"]],
        ["night", "edit", video, ["arrival"]],
        ["screen@9x16", "reframe", reframe, ["inside"]],
        ["screen@1x1", "reframe", reframe, ["inside"]],
        ["screen@21x9", "reframe", reframe, ["inside"]],
      ]);
      expect(shots.slice(3).map(({ sourceS }) => sourceS)).toEqual([5, 5, 5, 5]);
      const [first, , , , tall] = await shotsOf(`still-to-screens/${api}/teahouse.yaml`, "final");
      expect(first?.fingerprint).toBe(shots[0]?.fingerprint);
      expect(tall).toMatchObject({ resolution: "720p", aspectRatio: "9:16" });
    },
  );

  it("have names of their own, so that none finds another's state", async () => {
    const paths = [
      "product-catalog/shotlist.yaml",
      "single-shots/shots.csv",
      "story/story.yaml",
      "social-loops/loops.yaml",
      "still-to-screens/agents/teahouse.yaml",
      "still-to-screens/dream-machine/teahouse.yaml",
    ];
    const names = await Promise.all(paths.map(async (path) => (await read(path)).manifest?.name));
    expect(new Set(names).size).toBe(paths.length);
    expect(names).not.toContain(undefined);
  });
});
