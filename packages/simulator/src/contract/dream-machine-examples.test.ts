import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

/** An id of the published examples that stands for a generation made before. */
const EARLIER_ID = "5b1e7d1e-0000-4000-8000-000000000001";

describe("the published requests of Dream Machine are accepted", () => {
  it.each([
    [
      "/generations/video",
      `{"model":"ray-2","prompt":"a lighthouse in fog, slow push in","aspect_ratio":"16:9","resolution":"720p","duration":"5s"}`,
    ],
    [
      "/generations/video",
      `{"model":"ray-flash-2","prompt":"waves roll in","keyframes":{"frame0":{"type":"image","url":"https://img.example/start.jpg"}},"callback_url":"https://app.example/luma"}`,
    ],
    [
      "/generations/video",
      `{"model":"ray-2","prompt":"keep flying","keyframes":{"frame0":{"type":"generation","id":"${EARLIER_ID}"}}}`,
    ],
    [
      "/generations/video/modify",
      `{"generation_type":"modify_video","model":"ray-2","mode":"flex_1","media":{"url":"https://v.example/in.mp4"},"prompt":"as a clay model"}`,
    ],
    [
      "/generations/video/reframe",
      `{"generation_type":"reframe_video","model":"ray-flash-2","aspect_ratio":"9:16","media":{"url":"https://v.example/in.mp4"}}`,
    ],
    [`/generations/${EARLIER_ID}/upscale`, `{"generation_type":"upscale_video","resolution":"4k"}`],
    [
      `/generations/${EARLIER_ID}/audio`,
      `{"generation_type":"add_audio","prompt":"wind and gulls","negative_prompt":"music"}`,
    ],
  ])("POST %s %s", async (path, body) => {
    const { api, create, pass } = await openSimulator();
    const { id } = (await create()).body;
    pass(11);
    const [realPath, realBody] = [path, body].map((text) => text.replace(EARLIER_ID, String(id)));
    const answer = await api("POST", String(realPath), realBody);
    expect(answer.status).toBe(path.includes(EARLIER_ID) ? 200 : 201);
    expect(answer.body["request"]).toMatchObject(JSON.parse(String(realBody)) as object);
  });
});

describe("answers of Dream Machine have the published shape", () => {
  const QUEUED = `{"id":"5b1e7d1e-0000-4000-8000-000000000002","generation_type":"video","state":"queued","failure_reason":null,"created_at":"2026-05-01T10:00:00Z","assets":null,"model":"ray-2","request":{"generation_type":"video","model":"ray-2","prompt":"a lighthouse in fog","aspect_ratio":"16:9","resolution":"720p","duration":"5s","loop":false,"keyframes":null,"callback_url":null}}`;
  const COMPLETED = `{"id":"5b1e7d1e-0000-4000-8000-000000000002","generation_type":"video","state":"completed","failure_reason":null,"created_at":"2026-05-01T10:00:00Z","assets":{"video":"https://storage.cdn-luma.com/dream_machine/demo/out.mp4","image":"https://storage.cdn-luma.com/dream_machine/demo/thumb.jpg","progress_video":null},"model":"ray-2","request":{"model":"ray-2","prompt":"a lighthouse in fog"}}`;
  const FAILED = `{"id":"5b1e7d1e-0000-4000-8000-000000000003","generation_type":"video","state":"failed","failure_reason":"Frame moderation failed","created_at":"2026-05-01T10:00:00Z","assets":null,"model":"ray-2","request":{"model":"ray-2","prompt":"x y z"}}`;

  it.each([
    ["queued", QUEUED, "a lighthouse in fog", 0],
    ["completed", COMPLETED, "a lighthouse in fog", 20],
    ["failed", FAILED, "x y z [[sim:moderated]]", 20],
  ])("a generation that is %s", async (_, published, prompt, afterS) => {
    const { create, api, pass } = await openSimulator({ latency: { queuedS: 4, meanS: 10, spreadS: 0 } });
    const { id } = (await create({ prompt, resolution: "720p", duration: "5s" })).body;
    pass(afterS);
    const shown = (await api("GET", `/generations/${id}`)).body;
    expect(shapeOf(shown)).toMatchObject(shapeOf(JSON.parse(published)) as object);
    const expected = JSON.parse(published) as { state: string; failure_reason: string | null };
    expect(shown).toMatchObject({ state: expected.state, failure_reason: expected.failure_reason });
  });

  it("an empty list, the balance, the concepts, the ping", async () => {
    const { api } = await openSimulator({ balanceUsdCents: 1250 });
    const bodyOf = async (path: string): Promise<unknown> => (await api("GET", path)).body;
    expect(await bodyOf("/generations")).toEqual(
      JSON.parse(`{"generations":[],"count":0,"limit":100,"offset":0,"has_more":false}`),
    );
    expect(await bodyOf("/credits")).toEqual(JSON.parse(`{"credit_balance":1250.0}`));
    expect(await bodyOf("/generations/concepts/list")).toEqual(
      expect.arrayContaining(JSON.parse(`["orbit_left","push_in"]`) as string[]),
    );
    expect(await bodyOf("/ping")).toEqual(JSON.parse(`{"message":"pong"}`));
  });

  it("both forms of an error", async () => {
    const { create } = await openSimulator();
    expect((await create({ prompt: undefined })).body).toEqual(JSON.parse(`{"detail":"Prompt is required"}`));
    const listed = (await create({ aspect_ratio: "2:1" })).body;
    const published = `{"detail":[{"type":"literal_error","loc":["body","aspect_ratio"],"msg":"Input should be '16:9' or '9:16'","input":"2:1","ctx":{"expected":"'16:9' or '9:16'"}}]}`;
    expect(shapeOf(listed)).toEqual(shapeOf(JSON.parse(published)));
    expect(listed.detail).toMatchObject([
      { type: "literal_error", loc: ["body", "aspect_ratio"], input: "2:1" },
    ]);
  });

  it.each([
    ["Prompt is required", { prompt: undefined }],
    ["Prompt is too short, minimum length is 3 characters", { prompt: "ab" }],
    ["Prompt is too long, maximum length is 5000 characters", { prompt: "x".repeat(5001) }],
    ["No keyframes provided", { keyframes: {} }],
    ["Unknown request type", { generation_type: "song" }],
    ["Loop is not supported for keyframes", { loop: true, keyframes: { frame0: "image", frame1: "image" } }],
    ["Loop is not supported for extend reverse", { loop: true, keyframes: { frame1: "generation" } }],
    [
      "Loop is not supported for interpolate video to image",
      { loop: true, keyframes: { frame0: "generation", frame1: "image" } },
    ],
    [
      "Loop is not supported for interpolate image to video",
      { loop: true, keyframes: { frame0: "image", frame1: "generation" } },
    ],
    [
      "Loop is not supported for interpolate between two videos",
      { loop: true, keyframes: { frame0: "generation", frame1: "generation" } },
    ],
  ])("the message %j", async (detail, fields) => {
    const { create } = await openSimulator();
    const text = JSON.stringify(fields)
      .replaceAll('"image"', '{"type":"image","url":"https://img.example/a.jpg"}')
      .replaceAll('"generation"', `{"type":"generation","id":"${EARLIER_ID}"}`);
    const answer = await create({ ...fields, ...(JSON.parse(text) as object) });
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
  });
});

/** The value with every leaf replaced by the name of its type. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== "object" || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
