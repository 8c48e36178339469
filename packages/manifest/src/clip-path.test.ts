import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipPath } from "./clip-path.ts";
import type { Output } from "./manifest.ts";
import { segmentFault } from "./safe-segment.ts";
import type { Shot } from "./shot.ts";
import { readText, spots } from "./testing/read-text.ts";

const SHOT: Shot = {
  id: "mug@16x9",
  kind: "video",
  provider: "luma",
  model: "ray-2",
  prompt: "",
  aspectRatio: "16:9",
  resolution: "720p",
  duration: "5s",
  loop: false,
  keyframes: {},
  concepts: [],
  tags: [],
  takes: 1,
  extra: {},
  product: { id: "1", handle: "mug", title: "Tea/Coffee: ../Mug", sku: "", image: "" },
  matrix: { aspect_ratio: "16:9", light: "CON" },
  needs: [],
  wanted: {},
  fingerprint: "",
};
const output = (file: string): Output => ({ dir: "renders", file });

describe("clipPath", () => {
  it.each([
    ["{{ shot.id }}/take-{{ take.number }}.mp4", "mug@16x9/take-3.mp4"],
    ["{{shot.id}}/take-{{take.number}}.mp4", "mug@16x9/take-3.mp4"],
    ["{{ product.handle }}/{{ shot.aspect_ratio }}/{{ take.number }}.mp4", "mug/16x9/3.mp4"],
    ["{{ product.title }}.mp4", "Tea-Coffee- ..-Mug.mp4"],
    ["{{ matrix.light }}/{{ shot.matrix.aspect_ratio }}.mp4", "_CON/16x9.mp4"],
    ["{{ product.sku }}/x.mp4", "x.mp4"],
    ["{% if take.number > 1 %}old/{% endif %}x.mp4", "old/x.mp4"],
  ])("renders %s", (file, expected) => {
    expect(clipPath(output(file), SHOT, 3)).toBe(expected);
  });

  it("gives a file a stem when every value in its name is empty", () => {
    const shot = { ...SHOT, product: { ...SHOT.product, title: "" } as Shot["product"] & object };
    expect(clipPath(output("{{ product.title }}.mp4"), shot, 1)).toBe("clip.mp4");
  });

  it("never leaves the folder, whatever the values are", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("a", ".", "/", "\\", ":", "\0", " ", "é", "🏺", "\u202e", "~", "|"),
      maxLength: 12,
    });
    const long = fc.constantFrom("x".repeat(300), "CON", "nul.txt", "..", ".", "-", "COM1");
    const template = fc.constantFrom(
      "{{ shot.id }}/take-{{ take.number }}.mp4",
      "{{ product.title }}/{{ matrix.light }}/{{ take.number }}.mp4",
      "{{ product.title }}{{ matrix.light }}.mp4",
    );
    fc.assert(
      fc.property(fc.oneof(nasty, long), fc.oneof(nasty, long), template, (one, two, file) => {
        const shot = {
          ...SHOT,
          id: one,
          product: { ...SHOT.product, title: one } as Shot["product"] & object,
          matrix: { light: two },
        };
        const segments = clipPath(output(file), shot, 1).split("/");
        expect(segments.length).toBeLessThanOrEqual(3);
        for (const segment of segments) expect(segmentFault(segment), segment).toBeUndefined();
        expect(segments.at(-1)).toMatch(/\.mp4$/);
      }),
    );
  });
});

describe("output.file", () => {
  const check = async (file: string) =>
    spots(
      await readText(
        `version: 1\nshots: [{ id: a, prompt: Static }, { id: b, prompt: Orbit }]\noutput: { file: ${JSON.stringify(file)} }\n`,
      ),
    );
  it.each([
    ["{{ shot.id }}.mp4", []],
    ["../{{ shot.id }}.mp4", ["output-path 3:18"]],
    ["/tmp/{{ shot.id }}.mp4", ["output-path 3:18"]],
    ["C:/{{ shot.id }}.mp4", ["output-path 3:18"]],
    ["a\\{{ shot.id }}.mp4", ["output-path 3:19"]],
    ["{{ shot.id }}.mov", ["output-ending 3:17"]],
    ["{{ shot.idd }}.mp4", ["template-unknown-variable 3:26"]],
    ["clip-{{ take.number }}.mp4", ["output-collision 3:17"]],
  ])("%s gives %j", async (file, expected) => {
    expect(await check(file)).toEqual(expected);
  });
});
