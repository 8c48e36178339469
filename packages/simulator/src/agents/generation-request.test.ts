import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

type Fields = Record<string, unknown>;

const image = { url: "https://img.example/a.jpg" };
const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").toString("base64");
const clip = { url: "https://v.example/in.mp4", media_type: "video/mp4" };
const edit = { type: "video_edit", source: clip };
const reframe = { type: "video_reframe", source: clip, aspect_ratio: "21:9" };
const centre = { x_norm: 0, y_norm: 0, w_norm: 1, h_norm: 1 };
const unknownId = "5b1e7d1e-0000-4000-8000-000000000099";

describe("single values, refused with 400", () => {
  it.each<[string, Fields, Fields | undefined]>([
    ["Unknown model: ray-2", { model: "ray-2" }, undefined],
    ["Unknown model: 7", { model: 7 }, undefined],
    ["Type 'video' is not supported for model 'uni-1'", { model: undefined }, undefined],
    ["Type 'image' is not supported for model 'ray-3.2'", { type: undefined }, undefined],
    [
      "Invalid type 'gif'. Valid: image, image_edit, video, video_edit, video_reframe",
      { type: "gif" },
      undefined,
    ],
    ["Prompt must be between 1 and 6000 characters", { prompt: "" }, undefined],
    ["Prompt must be between 1 and 6000 characters", { prompt: undefined }, undefined],
    ["Prompt must be between 1 and 6000 characters", { prompt: 5 }, undefined],
    ["Prompt must be between 1 and 6000 characters", { prompt: "x".repeat(6001) }, undefined],
    [
      "Invalid aspect_ratio '9:21'. Valid: 1:1, 16:9, 21:9, 3:4, 4:3, 9:16",
      { aspect_ratio: "9:21" },
      undefined,
    ],
    ["Invalid resolution '4k'. Valid: 1080p, 360p, 540p, 720p", {}, { resolution: "4k" }],
    ["Invalid duration '9s'. Valid: 10s, 5s", {}, { duration: "9s" }],
    ["Invalid duration '5'. Valid: 10s, 5s", {}, { duration: 5 }],
    ["loop must be a boolean", {}, { loop: "yes" }],
    ["hdr must be a boolean", {}, { hdr: 1 }],
    ["exr_export must be a boolean", {}, { exr_export: "no" }],
    ["Unexpected field 'seed'", { seed: 7 }, undefined],
    ["Unexpected field 'negative_prompt'", { negative_prompt: "people" }, undefined],
    ["Unexpected field 'callback_url'", { callback_url: "https://a.example" }, undefined],
    ["Unexpected field 'video.keyframe'", {}, { keyframe: {} }],
    ["user_id must be a string", { user_id: 7 }, undefined],
    ["video must be an object", { video: [] }, undefined],
    ["keyframes must be a list", {}, { keyframes: {} }],
    ["source is only valid for types 'video_edit' and 'video_reframe'", { source: clip }, undefined],
    ["source is required for type 'video_edit'", { type: "video_edit" }, undefined],
    ["source is required for type 'image_edit'", { model: "uni-1", type: "image_edit" }, undefined],
    [
      "source is only valid for type 'image_edit'",
      { model: "uni-1", type: "image", source: image },
      undefined,
    ],
    ["aspect_ratio is required for type 'video_reframe'", { ...reframe, aspect_ratio: undefined }, undefined],
    ["image_ref is only valid for type 'image' and 'image_edit'", { image_ref: [image] }, undefined],
    [
      `Invalid edit.strength 'flex_4'. Valid: ${["adhere", "flex", "reimagine"]
        .flatMap((mode) => [1, 2, 3].map((at) => `${mode}_${at}`))
        .join(", ")}`,
      edit,
      { edit: { strength: "flex_4" } },
    ],
    ["source_position.x_norm is required", reframe, { source_position: { y_norm: 1 } }],
    ["source_position.x_norm is out of range", reframe, { source_position: { ...centre, x_norm: 2.5 } }],
    ["source_position.w_norm is out of range", reframe, { source_position: { ...centre, w_norm: 0 } }],
    ["start_frame must be an object", {}, { start_frame: "https://img.example/a.jpg" }],
    ["start_frame: provide either 'url' or 'data', not neither", {}, { start_frame: {} }],
    [
      "end_frame: provide either 'url' or 'data', not both",
      {},
      { end_frame: { ...image, data: png, media_type: "image/png" } },
    ],
    [
      "start_frame: provide exactly one of 'url', 'data', 'generation_id', 'file_id'",
      {},
      { start_frame: { ...image, generation_id: unknownId } },
    ],
    ["start_frame: 'media_type' is required with 'data'", {}, { start_frame: { data: png } }],
    ["source: 'media_type' is required with 'url'", { ...edit, source: { url: clip.url } }, undefined],
    [
      "keyframes[1]: 'url' must be a string",
      {},
      { keyframes: [image, { url: 7 }], keyframe_indexes: [0, 9] },
    ],
  ])("%s", async (detail, fields, video) => {
    const { createAgents, simulator } = await openSimulator();
    const answer = await createAgents(fields, video);
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
    expect(simulator.stats().dialects.agents).toMatchObject({ chargedUsdCents: 0, creates: { refused: 1 } });
  });

  it.each(["not json", "[]", '"text"', "7", "null"])("a body that is %s", async (body) => {
    const { agents } = await openSimulator();
    const answer = await agents("POST", "/generations", body);
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringMatching(/^Request body/)]);
  });
});

describe("combinations, refused with 422", () => {
  it.each<[string, Fields, Fields]>([
    ["duration '10s' cannot be combined with start_frame", {}, { duration: "10s", start_frame: image }],
    ["duration '10s' cannot be combined with end_frame", {}, { duration: "10s", end_frame: image }],
    ["duration '10s' cannot be combined with hdr", {}, { duration: "10s", hdr: true }],
    ["duration '10s' cannot be combined with loop", {}, { duration: "10s", loop: true }],
    ["loop cannot be combined with hdr", {}, { loop: true, hdr: true }],
    ["loop cannot be combined with end_frame", {}, { loop: true, end_frame: image }],
    ["loop cannot be combined with keyframes", {}, { loop: true, keyframes: [image], keyframe_indexes: [0] }],
    ["loop is only valid for type 'video'", edit, { loop: true }],
    ["hdr requires resolution '720p' or '1080p'", {}, { hdr: true, resolution: "540p" }],
    ["exr_export requires hdr", {}, { exr_export: true }],
    ["keyframes must hold 1 to 64 references", {}, { keyframes: [], keyframe_indexes: [] }],
    ["keyframes must hold 1 to 64 references", {}, { keyframe_indexes: [0] }],
    ["keyframe_indexes must be as many as keyframes", {}, { keyframes: [image], keyframe_indexes: [0, 1] }],
    ["keyframe_indexes must be unique", {}, { keyframes: [image, image], keyframe_indexes: [3, 3] }],
    ["keyframe_indexes must lie between 0 and 120", {}, { keyframes: [image], keyframe_indexes: [121] }],
    ["keyframe_indexes must lie between 0 and 120", {}, { keyframes: [image], keyframe_indexes: [-1] }],
    [
      "keyframe_indexes must lie between 0 and 240",
      {},
      { duration: "10s", keyframes: [image], keyframe_indexes: [241] },
    ],
    [
      "keyframes cannot be combined with start_frame",
      {},
      { start_frame: image, keyframes: [image], keyframe_indexes: [0] },
    ],
    ["edit is only valid for type 'video_edit'", {}, { edit: { auto_controls: true } }],
    ["source_position is only valid for type 'video_reframe'", {}, { source_position: centre }],
    ["end_frame is not valid for type 'video_edit'", edit, { end_frame: image }],
    [
      "edit.auto_controls cannot be combined with edit.strength or edit.controls",
      edit,
      { edit: { auto_controls: true, strength: "flex_1" } },
    ],
    [
      "edit.keyframes cannot be combined with start_frame",
      edit,
      { start_frame: image, edit: { keyframes: [image], keyframe_indexes: [0] } },
    ],
    ["start_frame is not valid for type 'video_reframe'", reframe, { start_frame: image }],
    ["hdr is not valid for type 'video_reframe'", reframe, { hdr: true }],
    ["1080p reframe is coming soon", reframe, { resolution: "1080p" }],
    [
      "resolution '1080p' is not available for 9:16",
      { ...reframe, aspect_ratio: "9:16" },
      { resolution: "1080p" },
    ],
    [
      "extending takes exactly one generation_id and no second frame",
      {},
      { start_frame: { generation_id: unknownId }, end_frame: image },
    ],
    ["start_frame: generation not found", {}, { start_frame: { generation_id: unknownId } }],
    ["keyframes[0]: file not found", {}, { keyframes: [{ file_id: "f-1" }], keyframe_indexes: [0] }],
    ["start_frame: failed to fetch URL", {}, { start_frame: { url: "http://img.example/a.jpg" } }],
    ["start_frame: failed to fetch URL", {}, { start_frame: { url: "https://192.168.0.1/a.jpg" } }],
    ["start_frame: failed to fetch URL", {}, { start_frame: { url: "https://img.invalid/a.jpg" } }],
    ["start_frame: failed to fetch URL", {}, { start_frame: { url: "a.jpg" } }],
    [
      "start_frame: invalid base64 data",
      {},
      { start_frame: { data: "not base64", media_type: "image/png" } },
    ],
    [
      "start_frame: content-type is not an image",
      {},
      { start_frame: { data: png, media_type: "text/plain" } },
    ],
  ])("%s", async (detail, fields, video) => {
    const { createAgents } = await openSimulator();
    const answer = await createAgents(fields, video);
    expect([answer.status, answer.body]).toEqual([422, { detail }]);
  });

  it("a reference to a generation that is not completed, or is Dream Machine's", async () => {
    const { createAgents, create, pass } = await openSimulator();
    const upstream = (await createAgents()).body.id;
    const elsewhere = (await create()).body.id;
    const extend = (id: unknown): Promise<{ readonly status: number; readonly body: Fields }> =>
      createAgents({}, { start_frame: { generation_id: id } });
    expect((await extend(upstream)).body).toEqual({ detail: "start_frame: generation is not completed" });
    pass(11);
    expect((await extend(upstream)).status).toBe(201);
    expect((await extend(elsewhere)).body).toEqual({ detail: "start_frame: generation not found" });
  });
});

describe("requests that are accepted", () => {
  it.each<[string, Fields, Fields | undefined]>([
    ["text alone", {}, undefined],
    ["nulls for what is unset", { source: null, user_id: null }, { loop: null, start_frame: null }],
    ["a start image", {}, { duration: "5s", start_frame: image }],
    ["both ends", {}, { start_frame: image, end_frame: image }],
    ["an end alone", {}, { end_frame: image }],
    ["a loop from an image", {}, { loop: true, start_frame: image }],
    ["bytes of an image", {}, { start_frame: { data: png, media_type: "image/png" } }],
    [
      "keyframes over ten seconds",
      {},
      { duration: "10s", keyframes: [image, image], keyframe_indexes: [0, 240] },
    ],
    ["HDR", {}, { hdr: true, resolution: "1080p" }],
    ["a user id", { user_id: "u-1" }, undefined],
    [
      "an edit, whatever its aspect ratio",
      { ...edit, aspect_ratio: "7:5" },
      { edit: { auto_controls: true } },
    ],
    ["a reframe", reframe, { resolution: "540p", source_position: { ...centre, x_norm: -1, w_norm: 2 } }],
    ...["360p", "540p", "720p", "1080p"].flatMap((resolution) =>
      ["5s", "10s"].map((duration): [string, Fields, Fields] => [
        `${resolution} of ${duration}`,
        {},
        { resolution, duration },
      ]),
    ),
    ...["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"].map((ratio): [string, Fields, undefined] => [
      ratio,
      { aspect_ratio: ratio },
      undefined,
    ]),
  ])("%s", async (_, fields, video) => {
    const { createAgents } = await openSimulator();
    expect(await createAgents(fields, video)).toMatchObject({ status: 201, body: { failure_code: null } });
  });

  it("keep the fingerprint of bytes instead of the bytes, and fail if they are no picture", async () => {
    const { createAgents, agents, simulator, pass } = await openSimulator();
    const data = Buffer.from("no picture at all").toString("base64").padEnd(24, "=");
    const { id } = (await createAgents({}, { start_frame: { data, media_type: "image/png" } })).body;
    expect(JSON.stringify(simulator.generations())).not.toContain(data);
    expect(simulator.generations()[0]?.request["video"]).toMatchObject({
      start_frame: { data: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    });
    pass(11);
    expect((await agents("GET", `/generations/${id}`)).body).toMatchObject({
      state: "failed",
      failure_code: "corrupt_input",
    });
    expect(simulator.stats().dialects.agents.refundedUsdCents).toBe(30);
  });
});
