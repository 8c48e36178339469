import { describe, expect, it } from "vitest";
import { changedFields, fingerprintOf, withoutSignature } from "./fingerprint.ts";
import { readText, type TestFiles } from "./testing/read-text.ts";

async function shotOf(fields: string, files: TestFiles = {}, options = {}) {
  const { manifest, problems } = await readText(`version: 1\nshots:\n  - ${fields}\n`, files, options);
  const shot = manifest?.shots[0];
  if (shot === undefined) throw new Error(JSON.stringify(problems));
  return shot;
}

describe("the fingerprint", () => {
  /** Frozen: another value here means that every finished clip would be bought again. */
  it.each([
    ['{ id: a, prompt: "Slow orbit" }', "71af60baca25613efdb906f1dd7b0c886d688663b98898c0ec8e237e25bb2b5b"],
    [
      '{ id: a, prompt: "Slow orbit", model: ray-2, aspect_ratio: 9x16, resolution: 720, duration: 5, loop: true }',
      "1ba3fa68ba57a63f56518de2f7234a53babfa4fa769474490c9d5855928ae9da",
    ],
    [
      '{ id: a, camera: Orbit, concepts: [low_angle], keyframes: { frame0: "https://x.example/a.jpg?v=2&X-Amz-Signature=1" } }',
      "699c4655f29ea7344bccc058c538bd2f509c6350efc3584956dc3e048e321380",
    ],
    [
      "{ id: a, keyframes: { frame0: { generation: 5b1e7d1e-0000-4000-8000-000000000001 }, frame1: { file: end.jpg } } }",
      "ee083e7fedd5366337ea462f45e6ea22c840ebbca210bc42efa4da2a1d43b856",
    ],
    [
      '{ id: a, prompt: "Static", extra: { agents: { video: { hdr: true } } } }',
      "6ceebb1f6887f3bb3970b9585b4b0f46974d3a362e4534739867a0f04e15f50a",
    ],
    [
      "{ id: a, kind: image, prompt: A mug, format: png, web_search: true }",
      "2453de18941b5c149d4a913dcd6770bf9ee7d78e6ca83bdfe491cd655a47ea02",
    ],
    [
      '{ id: a, kind: image, prompt: A mug, style: clay, references: [{ file: end.jpg, weight: 0.5 }, "https://x.example/a.jpg?Expires=1"] }',
      "30fc74b62a81408919252c7a48f2dd7ffcfbb2b438481790eba6363bcd3356d5",
    ],
    [
      '{ id: a, kind: edit, prompt: Night, source: "https://x.example/a.mp4", edit: { controls: { pose: { strength: coarse, enabled: true } }, strength: flex_2 } }',
      "1d921de794199ae1d1e408b17a87c172888f8db73f8f7b806ce55d79d53d6648",
    ],
    [
      "{ id: a, kind: edit, prompt: Night, source: { file: end.jpg, seconds: 5 }, edit: { auto: true }, hdr: true, exr: true }",
      "fd9f147ec1e66ab73c91a3fcf67be05585c73531c8d7532d09f67198eeb85a65",
    ],
    [
      "{ id: a, kind: reframe, aspect_ratio: 9x16, source: { generation: 5b1e7d1e-0000-4000-8000-000000000001 }, position: { height: 1, width: 0.5, x: 0, y: -0.5 } }",
      "7d8284870e45b119068e8447e2337c3b634b87873f9a5a3654ffe021afac6363",
    ],
    [
      '{ id: a, prompt: Static, keyframes: [{ at: 1s, url: "https://x.example/b.jpg" }, { at: 0, file: end.jpg }] }',
      "bc6d7e14f367828f6eea80e5d2891701fae5beb5cad6f3a8b36f59e91e2c89ad",
    ],
    [
      "{ id: a, kind: extend, direction: backward, prompt: Static, source: { generation: 5b1e7d1e-0000-4000-8000-000000000001 } }",
      "67e200d87482021c9434d596f5c2dfa316c8f2a4b633c33e22a394e94196b053",
    ],
  ])("of %s stays what it is", async (fields, expected) => {
    const shot = await shotOf(fields, { "end.jpg": "picture" });
    expect(shot.fingerprint).toBe(expected);
    expect(fingerprintOf(shot.wanted)).toBe(expected);
  });

  const BASE = '{ id: a, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }';

  it.each([
    ["another id", '{ id: b, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }'],
    [
      "tags and takes",
      '{ id: a, tags: [x], takes: 3, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "loop: false",
      '{ id: a, loop: false, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "the provider",
      '{ id: a, provider: crazyrouter, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "white space around the prompt",
      '{ id: a, prompt: "  Slow orbit\\r\\n", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "the long form of a keyframe",
      '{ id: a, prompt: "Slow orbit", keyframes: { frame0: { type: image, url: "https://x.example/a.jpg" } } }',
    ],
    [
      "a signed address",
      '{ id: a, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg?Expires=1&Signature=x&Key-Pair-Id=y" } }',
    ],
    [
      "an empty extra",
      '{ id: a, prompt: "Slow orbit", extra: { agents: {} }, keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
  ])("does not change with %s", async (_what, fields) => {
    expect((await shotOf(fields)).fingerprint).toBe((await shotOf(BASE)).fingerprint);
  });

  it.each([
    [
      "the prompt",
      ["prompt"],
      '{ id: a, prompt: "Slow Orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "the model, even the default one",
      ["model"],
      '{ id: a, model: ray-2, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "the version of a picture",
      ["keyframes.frame0.url"],
      '{ id: a, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg?v=2" } }',
    ],
    [
      "looping",
      ["loop"],
      '{ id: a, loop: true, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg" } }',
    ],
    [
      "an end frame",
      ["keyframes.frame1"],
      '{ id: a, prompt: "Slow orbit", keyframes: { frame0: "https://x.example/a.jpg", frame1: "https://x.example/b.jpg" } }',
    ],
  ])("changes with %s", async (_what, changed, fields) => {
    const [before, after] = [await shotOf(BASE), await shotOf(fields)];
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect(changedFields(before.wanted, after.wanted)).toEqual(changed);
  });

  it("counts a local file by its content, not by its name", async () => {
    const named = (name: string) => `{ id: a, keyframes: { frame0: { file: ${name} } } }`;
    const first = await shotOf(named("one.jpg"), { "one.jpg": "same" });
    const moved = await shotOf(named("sub/two.jpg"), { "sub/two.jpg": "same" });
    const edited = await shotOf(named("one.jpg"), { "one.jpg": "other" });
    expect(moved.fingerprint).toBe(first.fingerprint);
    expect(edited.fingerprint).not.toBe(first.fingerprint);
  });

  it("counts the model of a flag as wanted", async () => {
    const flagged = await shotOf(
      "{ id: a, prompt: Slow orbit }",
      {},
      { overrides: { model: "ray-flash-2" } },
    );
    expect(flagged.wanted["model"]).toBe("ray-flash-2");
    expect(flagged.fingerprint).toBe(
      (await shotOf("{ id: a, prompt: Slow orbit, model: ray-flash-2 }")).fingerprint,
    );
  });

  it("of a shot holds that of the shots it goes on from", async () => {
    const chain = (prompt: string) => `version: 1
shots:
  - { id: end, prompt: "Zoom out", keyframes: { frame0: { shot: middle, take: 2 } } }
  - { id: middle, prompt: "Pan left", keyframes: { frame0: { shot: start, when: approved } } }
  - { id: start, prompt: "${prompt}" }
`;
    const [before, after] = await Promise.all([readText(chain("Static")), readText(chain("Handheld"))]);
    const wantedOf = (result: typeof before, id: string) =>
      result.manifest?.shots.find((shot) => shot.id === id);
    const start = wantedOf(before, "start");
    expect(wantedOf(before, "middle")?.wanted["keyframes"]).toEqual({
      frame0: { type: "shot", fingerprint: start?.fingerprint },
    });
    expect(wantedOf(before, "middle")?.needs).toEqual(["start"]);
    expect(wantedOf(before, "end")?.wanted["keyframes"]).toMatchObject({ frame0: { take: 2 } });
    expect(wantedOf(after, "end")?.fingerprint).not.toBe(wantedOf(before, "end")?.fingerprint);
  });
});

describe("withoutSignature", () => {
  it.each([
    [
      "https://s3.example/a.jpg?X-Amz-Algorithm=A&X-Amz-Expires=3600&x-amz-signature=ab",
      "https://s3.example/a.jpg",
    ],
    ["https://cdn.example/a.jpg?Policy=p&Signature=s&Key-Pair-Id=k&v=3#x", "https://cdn.example/a.jpg?v=3#x"],
    [
      "https://blob.example/a.jpg?sv=2024&se=2026&sp=r&sig=ab%3D&width=100",
      "https://blob.example/a.jpg?width=100",
    ],
    ["https://blob.example/a.jpg?sr=b&st=1&sig=x&v=1", "https://blob.example/a.jpg?v=1"],
    ["https://x.example/a.jpg?sr=b&st=1", "https://x.example/a.jpg?sr=b&st=1"],
    ["https://x.example/a.jpg?b=2&a=1&token=t", "https://x.example/a.jpg?b=2&a=1"],
    ["https://x.example/a%20b.jpg?%zz=1", "https://x.example/a%20b.jpg?%zz=1"],
    ["https://x.example/a.jpg", "https://x.example/a.jpg"],
  ])("of %s is %s", (url, expected) => {
    expect(withoutSignature(url)).toBe(expected);
  });
});

describe("changedFields", () => {
  it("names what differs in dotted form, and a part that only one side has as a whole", () => {
    const before = {
      prompt: "a",
      keyframes: { frame0: { type: "image", url: "x" } },
      concepts: ["a"],
      same: 1,
    };
    const after = {
      keyframes: { frame0: { type: "image", url: "y" }, frame1: { type: "image", url: "z" } },
      concepts: ["a", "b"],
      same: 1,
    };
    expect(changedFields(before, after)).toEqual([
      "concepts",
      "keyframes.frame0.url",
      "keyframes.frame1",
      "prompt",
    ]);
    expect(changedFields(before, before)).toEqual([]);
  });
});
