import type { Generation } from "@shotlist/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json.ts";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";
import { matchGeneration } from "./match.ts";

const keyframe = fc.oneof(
  fc.record({ type: fc.constant("image" as const), url: fc.webUrl() }),
  fc.record({ type: fc.constant("generation" as const), id: fc.uuid() }),
);
const request = fc
  .record({
    prompt: fc.string({ minLength: 3, unit: "grapheme" }).filter((text) => text.trim() !== ""),
    aspectRatio: fc.constantFrom("16:9", "9:16"),
    duration: fc.constantFrom("5s", "9s"),
    loop: fc.boolean(),
    concepts: fc.uniqueArray(fc.constantFrom("push_in", "orbit_left", "static"), { maxLength: 3 }),
    keyframes: fc.record({ frame0: keyframe, frame1: keyframe }, { requiredKeys: [] }),
  })
  .map((fields) => buildRequest(makeShot(fields), {}));

/** The same link, with its marks percent-encoded. */
function respelled(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname.replace(/[~.-]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)}${search}`;
}

function generation(echo?: JsonObject): Generation {
  return { id: "g", state: "running", ...(echo === undefined ? {} : { echo }) };
}

describe("matching a generation to a request", () => {
  it("recognises an echo of itself, with nulls, defaults and fields that we did not send", () => {
    fc.assert(
      fc.property(
        request,
        fc.dictionary(
          fc.string().map((name) => `x_${name}`),
          fc.jsonValue(),
        ),
        (sent, more) => {
          const echo = {
            callback_url: null,
            loop: false,
            keyframes: null,
            ...(more as JsonObject),
            ...sent.body,
          };
          expect(matchGeneration(sent, generation(echo))).toBe("yes");
        },
      ),
    );
  });

  it("does not mind what happens to white space", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const prompt = ` \n${String(sent.body["prompt"]).replace(/\s/gu, " \t\r\n")}  `;
        expect(matchGeneration(sent, generation({ ...sent.body, prompt }))).toBe("yes");
      }),
    );
  });

  it("says no to a field that is echoed otherwise, whatever else is missing", () => {
    const other = {
      prompt: (sent: string) => `${sent}x`,
      resolution: () => "1080p",
      duration: (sent: string) => (sent === "5s" ? "9s" : "5s"),
      model: () => "ray-flash-2",
      aspect_ratio: () => "21:9",
    };
    const fields = Object.keys(other) as (keyof typeof other)[];
    fc.assert(
      fc.property(request, fc.constantFrom(...fields), (sent, field) => {
        const echo = { [field]: other[field](String(sent.body[field])) };
        expect(matchGeneration(sent, generation(echo))).toBe("no");
      }),
    );
  });

  it("does not mind capitals of closed sets, nor the spelling of links", () => {
    fc.assert(
      fc.property(request, (sent) => {
        const inCapitals = Object.fromEntries(
          Object.entries(sent.body).map(([field, value]) =>
            field !== "prompt" && typeof value === "string" ? [field, value.toUpperCase()] : [field, value],
          ),
        );
        const frames = sent.body["keyframes"] as Record<string, JsonObject> | undefined;
        const keyframes = Object.entries(frames ?? {}).map(([name, frame]) => [
          name,
          typeof frame["url"] === "string" ? { ...frame, url: respelled(frame["url"]) } : frame,
        ]);
        const echo = { ...inCapitals, ...(frames && { keyframes: Object.fromEntries(keyframes) }) };
        expect(matchGeneration(sent, generation(echo))).toBe("yes");
      }),
    );
  });

  it("is not sure of a value in a form of its own, nor of a picture on another host", () => {
    const sent = buildRequest(
      makeShot({
        prompt: "a mug",
        keyframes: { frame0: { type: "image", url: "https://shop.example/a.jpg" } },
      }),
      {},
    );
    const echoed = (fields: JsonObject) => matchGeneration(sent, generation({ ...sent.body, ...fields }));
    expect(echoed({ model: "ray-v2.0-build-17" })).toBe("maybe");
    expect(echoed({ resolution: "1280x720" })).toBe("maybe");
    const copy = { frame0: { type: "image", url: "https://storage.cdn-luma.com/copy.jpg" } };
    expect(echoed({ keyframes: copy })).toBe("maybe");
    expect(echoed({ keyframes: { frame0: { type: "image", url: "https://shop.example/b.jpg" } } })).toBe(
      "no",
    );
  });

  it("never says no because of what is missing, null or of another kind", () => {
    const silence = fc.constantFrom("missing", "null", "number", "list");
    fc.assert(
      fc.property(request, fc.infiniteStream(silence), (sent, how) => {
        const echo = Object.entries(sent.body).flatMap(([field, value]): [string, Json][] => {
          const kind = how.next().value;
          if (kind === "missing") return [];
          if (kind === "null") return [[field, null]];
          if (kind === "number") return [[field, typeof value === "number" ? "1" : 1]];
          return [[field, Array.isArray(value) ? "x" : []]];
        });
        expect(matchGeneration(sent, generation(Object.fromEntries(echo)))).toBe("maybe");
      }),
    );
  });

  it("is never sure without an echo", () => {
    const sent = buildRequest(makeShot(), {});
    expect(matchGeneration(sent, generation())).toBe("maybe");
    expect(matchGeneration(sent, generation({}))).toBe("maybe");
  });

  it("takes a default that is not echoed for what we sent, another value not", () => {
    const { aspect_ratio: _, ...echo } = buildRequest(makeShot(), {}).body;
    expect(matchGeneration(buildRequest(makeShot(), {}), generation(echo))).toBe("yes");
    expect(matchGeneration(buildRequest(makeShot({ aspectRatio: "9:16" }), {}), generation(echo))).toBe(
      "maybe",
    );
  });

  it("tells shots apart that differ in their picture only", () => {
    const shot = (url: string) =>
      buildRequest(makeShot({ keyframes: { frame0: { type: "image", url } } }), {});
    const a = shot("https://x.example/a.jpg");
    expect(matchGeneration(a, generation(shot("https://x.example/b.jpg").body))).toBe("no");
    expect(matchGeneration(a, generation({ ...a.body, keyframes: { frame0: null, frame1: null } }))).toBe(
      "maybe",
    );
  });

  it("tells a plain shot from one that loops, starts from a picture or moves", () => {
    const plain = buildRequest(makeShot(), {});
    expect(matchGeneration(plain, generation({ ...plain.body, loop: true }))).toBe("no");
    expect(matchGeneration(plain, generation({ ...plain.body, concepts: [{ key: "static" }] }))).toBe("no");
    const frame0 = { type: "image", url: "https://x.example/a.jpg" };
    expect(matchGeneration(plain, generation({ ...plain.body, keyframes: { frame0, frame1: null } }))).toBe(
      "no",
    );
    const empty = { loop: false, concepts: [], keyframes: { frame0: null, frame1: null } };
    expect(matchGeneration(plain, generation({ ...plain.body, ...empty }))).toBe("yes");
  });

  it("does not mind the order of concepts, but their number and keys", () => {
    const sent = buildRequest(makeShot({ concepts: ["push_in", "static"] }), {});
    const echo = (...keys: string[]) => generation({ ...sent.body, concepts: keys.map((key) => ({ key })) });
    expect(matchGeneration(sent, echo("static", "push_in"))).toBe("yes");
    expect(matchGeneration(sent, echo("static"))).toBe("no");
    expect(matchGeneration(sent, echo("static", "static"))).toBe("no");
  });

  it("is decided by the id in the callback address where there is one", () => {
    const [id, other] = ["5b1e7d1e-0000-4000-8000-000000000001", "5b1e7d1e-0000-4000-8000-000000000002"];
    const plain = buildRequest(makeShot({ prompt: "a mug" }), {});
    const sent = { ...plain, body: { ...plain.body, callback_url: `https://a.example/hook/${id}` } };
    const echoed = (callback_url: string | null, prompt = "a mug"): Generation =>
      generation({ ...plain.body, prompt, callback_url });
    expect(matchGeneration(sent, echoed(`https://a.example/hook/${id}`, "tidied by the API"))).toBe("yes");
    expect(matchGeneration(sent, echoed(`https://b.example/${id.toUpperCase()}/`))).toBe("yes");
    expect(matchGeneration(sent, echoed(`https://a.example/hook/${other}`))).toBe("no");
    // Another program's address, or none, leaves the rest to decide.
    expect(matchGeneration(sent, echoed("https://c.example/hook"))).toBe("yes");
    expect(matchGeneration(sent, echoed(null))).toBe("yes");
    expect(matchGeneration(sent, echoed(null, "a cup"))).toBe("no");
    expect(matchGeneration(plain, echoed(`https://a.example/hook/${id}`))).toBe("yes");
  });
});
