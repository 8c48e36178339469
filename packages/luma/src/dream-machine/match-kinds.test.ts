import type { Generation } from "@shotlist/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";
import { matchGeneration } from "./match.ts";

const SIGNED = "https://cdn.example/in.mp4?X-Amz-Date=20260501T100000Z&X-Amz-Signature=abc";
const media = {
  links: { source: SIGNED, reference1: "https://x.example/mood.jpg?X-Amz-Signature=abc" },
  files: {},
};
const source = { type: "shot", shot: "opener" } as const;

const edit = buildRequest(
  makeShot({ kind: "edit", source, edit: { strength: "flex_2" } }),
  { source: "g-1" },
  { media },
);
const reframe = buildRequest(
  makeShot({
    kind: "reframe",
    prompt: "",
    aspectRatio: "9:16",
    source,
    position: { x: 0, y: 0, width: 1, height: 1 },
  }),
  { source: "g-1" },
  { media },
);
const still = buildRequest(
  makeShot({
    kind: "image",
    model: "photon-1",
    image: {
      format: "jpg",
      references: [
        { media: { type: "image", url: "https://x.example/a.jpg" }, weight: 0.85 },
        { media: { type: "shot", shot: "mood", still: true } },
      ],
    },
  }),
  { reference1: "g-2" },
  { media },
);
const video = buildRequest(makeShot(), {});

function generation(echo: JsonObject): Generation {
  return { id: "g", state: "running", echo };
}

const REQUESTS = [edit, reframe, still];

describe("matching edits, reframes and stills", () => {
  it("recognises each in its own echo, with nulls and fields that the API filled in", () => {
    const filled = { callback_url: null, first_frame: null, loop: false, x_start: 0, resized_width: 7 };
    for (const request of REQUESTS) {
      expect(matchGeneration(request, generation({ ...filled, ...request.body }))).toBe("yes");
    }
  });

  it("never takes one kind for another", () => {
    for (const request of [...REQUESTS, video]) {
      for (const other of [...REQUESTS, video]) {
        if (other === request) continue;
        expect(matchGeneration(request, generation({ ...other.body }))).not.toBe("yes");
      }
    }
    expect(matchGeneration(video, generation({ ...edit.body }))).toBe("no");
    expect(matchGeneration(still, generation({ ...video.body }))).toBe("no");
    expect(matchGeneration(reframe, generation({ ...video.body, prompt: null }))).toBe("no");
  });

  it("tells them apart by what they are made from and what is made of it", () => {
    const says = (body: JsonObject, fields: JsonObject) =>
      matchGeneration(
        { path: body === still.body ? still.path : edit.path, body },
        generation({ ...body, ...fields }),
      );
    expect(says(edit.body, { mode: "flex_3" })).toBe("no");
    expect(says(edit.body, { media: { url: "https://cdn.example/other.mp4?X-Amz-Signature=abc" } })).toBe(
      "no",
    );
    expect(says(edit.body, { first_frame: { url: "https://x.example/a.jpg" } })).toBe("no");
    expect(says(still.body, { format: "png" })).toBe("no");
    const [first, second] = still.body["image_ref"] as readonly [JsonObject, JsonObject];
    expect(says(still.body, { image_ref: [second, first] })).toBe("yes");
    expect(says(still.body, { image_ref: [{ ...first, weight: 0.5 }, second] })).toBe("no");
    expect(says(still.body, { image_ref: [first] })).toBe("no");
    expect(says(still.body, { style_ref: [first] })).toBe("no");
  });

  it("does not lose a picture among copies of others on the same host", () => {
    const [first, second] = still.body["image_ref"] as readonly [JsonObject, JsonObject];
    const copy = { ...first, url: "https://storage.cdn-luma.com/a.jpg" };
    const kept = { ...second, url: "https://storage.cdn-luma.com/mood.jpg" };
    const sent = { ...still, body: { ...still.body, image_ref: [first, kept] } };
    const echoed = (...references: JsonObject[]) =>
      matchGeneration(sent, generation({ ...sent.body, image_ref: references }));
    expect(echoed(kept, copy)).toBe("maybe");
    expect(echoed(copy, kept)).toBe("maybe");
    expect(echoed(kept, first)).toBe("yes");
  });

  it("is not sure where the API may say the same in its own way", () => {
    const says = (fields: JsonObject) => matchGeneration(edit, generation({ ...edit.body, ...fields }));
    expect(says({ generation_type: "video" })).toBe("maybe");
    expect(says({ media: { url: "https://storage.cdn-luma.com/copy.mp4" } })).toBe("maybe");
    expect(says({ media: { url: "https://cdn.example/in.mp4" } })).toBe("maybe");
    expect(says({ media: { url: "media-17" } })).toBe("maybe");
    const { media: _, ...silent } = edit.body;
    expect(matchGeneration(edit, generation(silent))).toBe("maybe");
    expect(matchGeneration(still, generation({ ...still.body, format: "jpeg" }))).toBe("maybe");
  });

  it("takes the kind that need not be named for said, by its path", () => {
    const { generation_type: _, ...echo } = still.body;
    expect(matchGeneration(still, generation(echo))).toBe("yes");
    const { generation_type: __, ...other } = edit.body;
    expect(matchGeneration(edit, generation(other))).toBe("maybe");
  });

  it("never says no because of what is missing, null or of another kind", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REQUESTS),
        fc.infiniteStream(fc.constantFrom("missing", "null", "other", "as sent")),
        (sent, how) => {
          const echo = Object.entries(sent.body).flatMap(([field, value]): [string, Json][] => {
            const kind = how.next().value;
            if (kind === "missing") return [];
            if (kind === "null") return [[field, null]];
            if (kind === "as sent") return [[field, value]];
            return [[field, typeof value === "number" ? "1" : 1]];
          });
          expect(matchGeneration(sent, generation(Object.fromEntries(echo)))).not.toBe("no");
        },
      ),
    );
  });

  it("takes any echo without throwing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...REQUESTS, video),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (sent, echo) => {
          expect(["yes", "no", "maybe"]).toContain(matchGeneration(sent, generation(echo as JsonObject)));
        },
      ),
    );
  });
});
