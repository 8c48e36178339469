import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";
import { ASPECT_RATIOS } from "./vocabulary.ts";

const image = (url = "https://img.example/a.jpg"): object => ({ type: "image", url });
const id = "5b1e7d1e-0000-4000-8000-000000000001";
const generation = { type: "generation", id };

afterEach(closeSimulators);

describe("rules of a video request", () => {
  it.each([
    ["Prompt is required", { prompt: undefined }],
    ["Prompt is required", { prompt: "" }],
    ["Prompt is required", { prompt: undefined, keyframes: { frame0: generation } }],
    ["Prompt is too short, minimum length is 3 characters", { prompt: "ab" }],
    ["Prompt is too long, maximum length is 5000 characters", { prompt: "x".repeat(5001) }],
    ["Loop is not supported for keyframes", { loop: true, keyframes: { frame0: image(), frame1: image() } }],
    ["Loop is not supported for keyframes", { loop: true, keyframes: { frame1: image() } }],
    ["Loop is not supported for extend reverse", { loop: true, keyframes: { frame1: generation } }],
    [
      "Loop is not supported for interpolate video to image",
      { loop: true, keyframes: { frame0: generation, frame1: image() } },
    ],
    [
      "Loop is not supported for interpolate image to video",
      { loop: true, keyframes: { frame0: image(), frame1: generation } },
    ],
    [
      "Loop is not supported for interpolate between two videos",
      { loop: true, keyframes: { frame0: generation, frame1: generation } },
    ],
    ["No keyframes provided", { keyframes: {} }],
    ["Unknown request type", { generation_type: "hologram" }],
    ["Unsupported duration: 7s", { duration: "7s" }],
    ["Unsupported resolution: 144p", { resolution: "144p" }],
    ["Unknown concept: moonwalk", { concepts: [{ key: "moonwalk" }] }],
    [`Generation ${id} not found`, { keyframes: { frame0: generation } }],
  ])("400: %s", async (detail, body) => {
    const { create, simulator } = await openSimulator();
    const answer = await create(body);
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
    expect(simulator.stats()).toMatchObject({
      chargedUsdCents: 0,
      creates: { received: 1, accepted: 0, refused: 1 },
    });
  });

  it.each([
    ["no prompt but a start image", { prompt: undefined, keyframes: { frame0: image() } }],
    ["a prompt of 5000 characters", { prompt: "x".repeat(5000) }],
    ["a loop over text", { loop: true }],
    ["a loop from a start image", { loop: true, keyframes: { frame0: image(), frame1: null } }],
    ["fields that it does not know", { seed: 4 }],
    ["concepts", { concepts: [{ key: "orbit_left" }] }],
    ["every null", { aspect_ratio: null, loop: null, keyframes: null, concepts: null, resolution: null }],
  ])("accepts %s", async (_what, body) => {
    const { create } = await openSimulator();
    expect((await create(body)).status).toBe(201);
  });

  it.each([
    ["missing", ["body", "model"], { model: undefined }],
    ["literal_error", ["body", "model"], { model: "ray-1-6" }],
    ["literal_error", ["body", "aspect_ratio"], { aspect_ratio: "2:1" }],
    ["string_type", ["body", "prompt"], { prompt: 7 }],
    ["bool_type", ["body", "loop"], { loop: "yes" }],
    ["dict_type", ["body", "keyframes"], { keyframes: [] }],
    ["dict_type", ["body", "keyframes", "frame0"], { keyframes: { frame0: "https://a.example/b.png" } }],
    [
      "union_tag_not_found",
      ["body", "keyframes", "frame0"],
      { keyframes: { frame0: { url: "https://a.example" } } },
    ],
    ["union_tag_invalid", ["body", "keyframes", "frame0"], { keyframes: { frame0: { type: "video" } } }],
    [
      "url_parsing",
      ["body", "keyframes", "frame0", "image", "url"],
      { keyframes: { frame0: image("data:,x") } },
    ],
    [
      "uuid_parsing",
      ["body", "keyframes", "frame1", "generation", "id"],
      { keyframes: { frame1: { type: "generation", id: "latest" } } },
    ],
    ["list_type", ["body", "concepts"], { concepts: "orbit_left" }],
    ["missing", ["body", "concepts", "0", "key"], { concepts: [{}] }],
    ["url_parsing", ["body", "callback_url"], { callback_url: "ftp://a.example" }],
  ])("422: %s at %j", async (type, loc, body) => {
    const { create } = await openSimulator();
    const answer = await create(body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toEqual([expect.objectContaining({ type, loc, msg: expect.any(String) })]);
  });

  it("reports every wrong field at once, and the allowed values", async () => {
    const { create } = await openSimulator();
    const answer = await create({ model: "veo", aspect_ratio: "2:1" });
    const expected = `${ASPECT_RATIOS.slice(0, -1)
      .map((ratio) => `'${ratio}'`)
      .join(", ")} or '9:21'`;
    expect(answer.body.detail).toMatchObject([
      { msg: "Input should be 'ray-2' or 'ray-flash-2'", input: "veo" },
      { msg: `Input should be ${expected}`, input: "2:1", ctx: { expected } },
    ]);
  });

  it.each(["{", "[]", '"x"', "null"])("422 for a body that is no object: %s", async (body) => {
    const { api } = await openSimulator();
    expect((await api("POST", "/generations/video", body)).status).toBe(422);
  });

  it("extends a completed generation, and none that is still at work", async () => {
    const { create, pass } = await openSimulator();
    const first = (await create()).body;
    const keyframes = { frame0: { type: "generation", id: first.id } };
    expect((await create({ keyframes })).body).toEqual({ detail: `Generation ${first.id} is not completed` });
    pass(11);
    expect((await create({ keyframes })).body["request"]).toMatchObject({
      keyframes: { frame0: { type: "generation", id: first.id }, frame1: null },
    });
  });

  it.each(["http://localhost:8080/a.png", "https://shop.invalid/a.png", "http://192.168.1.4/a.png"])(
    "accepts %s, but fails for want of it and gives the money back",
    async (url) => {
      const { create, api, pass, simulator } = await openSimulator();
      const { id: created } = (await create({ keyframes: { frame0: image(url) } })).body;
      pass(30);
      const answer = await api("GET", `/generations/${created}`);
      expect(answer.body).toMatchObject({
        state: "failed",
        failure_reason: "Failed to read user input frames",
      });
      expect(simulator.stats()).toMatchObject({ chargedUsdCents: 70.78, refundedUsdCents: 70.78 });
    },
  );
});
