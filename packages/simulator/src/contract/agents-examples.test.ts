import { afterEach, describe, expect, it } from "vitest";
import { giveFile } from "../testing/give-file.ts";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

/** An id of the published examples that stands for a generation made before. */
const EARLIER_ID = "5b1e7d1e-0000-4000-8000-000000000010";

/** An id of the published examples that stands for a file given before. */
const FILE_ID = "5b1e7d1e-0000-4000-8000-00000000000f";

describe("the published requests of the Agents API", () => {
  it.each([
    [
      201,
      30,
      `{"model":"ray-3.2","type":"video","prompt":"a lighthouse in fog","aspect_ratio":"16:9","video":{"resolution":"720p","duration":"5s"}}`,
    ],
    [
      201,
      30,
      `{"model":"ray-3.2","type":"video","prompt":"she turns","video":{"duration":"5s","start_frame":{"url":"https://img.example/a.jpg"}}}`,
    ],
    [
      201,
      30,
      `{"model":"ray-3.2","type":"video","prompt":"keep flying","video":{"start_frame":{"generation_id":"${EARLIER_ID}"}}}`,
    ],
    [
      201,
      108,
      `{"model":"ray-3.2","type":"video_edit","prompt":"night version","source":{"generation_id":"${EARLIER_ID}"},"video":{"resolution":"720p","edit":{"auto_controls":true}}}`,
    ],
    [
      201,
      30,
      `{"model":"ray-3.2","type":"video_reframe","prompt":"extend the set","aspect_ratio":"21:9","source":{"url":"https://v.example/in.mp4","media_type":"video/mp4"},"video":{"resolution":"540p"}}`,
    ],
    [
      201,
      90,
      `{"model":"ray-3.2","type":"video","prompt":"sunrise","video":{"duration":"10s","keyframes":[{"file_id":"5b1e7d1e-0000-4000-8000-00000000000f"}],"keyframe_indexes":[0]}}`,
    ],
  ])("are answered %i and cost %i cents: %s", async (status, cents, body) => {
    const open = await openSimulator();
    const { agents, createAgents, pass, simulator } = open;
    const fileId = await giveFile(open);
    const { id } = (await createAgents()).body;
    pass(11);
    const before = simulator.stats().dialects.agents.chargedUsdCents;
    const answer = await agents(
      "POST",
      "/generations",
      body.replace(EARLIER_ID, String(id)).replace(FILE_ID, fileId),
    );
    expect(answer.status).toBe(status);
    expect(simulator.stats().dialects.agents.chargedUsdCents - before).toBe(cents);
    if (status === 201) expect(answer.body["type"]).toBe((JSON.parse(body) as { type: string }).type);
  });
});

describe("answers of the Agents API are the published ones", () => {
  const QUEUED = `{"id":"5b1e7d1e-0000-4000-8000-000000000010","type":"video","state":"queued","model":"ray-3.2","created_at":"2026-10-01T12:00:00Z","output":[],"failure_reason":null,"failure_code":null}`;
  const COMPLETED = `{"id":"5b1e7d1e-0000-4000-8000-000000000010","type":"video","state":"completed","model":"ray-3.2","created_at":"2026-10-01T12:00:00Z","output":[{"type":"video","url":"https://storage.example/g/out.mp4?X-Amz-Expires=3600&X-Amz-Signature=abc"}],"failure_reason":null,"failure_code":null}`;
  const FAILED = `{"id":"5b1e7d1e-0000-4000-8000-000000000011","type":"video","state":"failed","model":"ray-3.2","created_at":"2026-10-01T12:00:00Z","output":[],"failure_reason":"Generation failed","failure_code":"generation_failed"}`;

  it.each([
    ["queued", QUEUED, "a pier", 0],
    ["completed", COMPLETED, "a pier", 20],
    ["failed", FAILED, "a pier [[sim:fail]]", 20],
  ])("for a generation that is %s", async (_, published, prompt, afterS) => {
    const { createAgents, agents, pass } = await openSimulator({
      latency: { queuedS: 4, meanS: 10, spreadS: 0 },
    });
    const { id } = (await createAgents({ prompt })).body;
    pass(afterS);
    const shown = (await agents("GET", `/generations/${id}`)).body;
    const expected = JSON.parse(published) as { output: readonly object[] };
    expect(Object.keys(shown)).toEqual(Object.keys(expected));
    expect(shown).toEqual({
      ...expected,
      id,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      output: expected.output.map((item) => ({
        ...item,
        url: expect.stringMatching(/Expires=3600&.*Signature=/),
      })),
    });
  });

  const png = { data: "iVBORw0KGgo=", media_type: "image/png" };
  const picture = { url: "https://img.example/a.png" };
  it.each([
    [400, "Unknown model: ray-9", { model: "ray-9" }],
    [400, "Type 'video' is not supported for model 'uni-1'", { type: "video" }],
    [400, "Prompt must be between 1 and 6000 characters", { prompt: "" }],
    [400, "image_ref[0]: provide either 'url' or 'data', not both", { image_ref: [{ ...picture, ...png }] }],
    [400, "image_ref[0]: provide either 'url' or 'data', not neither", { image_ref: [{}] }],
    [400, "image_ref[0]: 'media_type' is required with 'data'", { image_ref: [{ data: png.data }] }],
    [400, "source is only valid for type 'image_edit'", { source: picture }],
    [400, "source is required for type 'image_edit'", { type: "image_edit" }],
    [422, "image_ref[0]: invalid base64 data", { image_ref: [{ ...png, data: "%" }] }],
    [422, "image_ref[0]: failed to fetch URL", { image_ref: [{ url: "http://img.example/a.png" }] }],
    [
      422,
      "image_ref[0]: content-type is not an image",
      { image_ref: [{ ...png, media_type: "application/pdf" }] },
    ],
  ])("%i %s", async (status, detail, fields) => {
    const { agents } = await openSimulator();
    const answer = await agents("POST", "/generations", { prompt: "a pier", ...fields });
    expect([answer.status, answer.body]).toEqual([status, { detail }]);
  });

  it("400 with the ratios of the model, sorted as text", async () => {
    const { agents } = await openSimulator();
    const answer = await agents("POST", "/generations", { prompt: "a pier", aspect_ratio: "4:3" });
    expect(answer.body.detail).toMatch(/^Invalid aspect_ratio '4:3'\. Valid: 1:1, 1:2, /);
  });

  it.each([
    ["429-rate", 429, `{"detail":"Rate limit exceeded"}`],
    ["429-concurrency", 429, `{"detail":"Too many concurrent jobs"}`],
    ["401", 401, `{"detail":"Invalid API key"}`],
    ["401=API key has expired", 401, `{"detail":"API key has expired"}`],
    ["402", 402, `{"detail":"Insufficient credits. Please add credits to continue."}`],
    ["403", 403, `{"detail":"API client is suspended"}`],
    ["403=API client is deactivated", 403, `{"detail":"API client is deactivated"}`],
    ["502", 502, `{"detail":"Upstream service unavailable"}`],
    ["503-ingestion", 503, `{"detail":"Image URL ingestion unavailable"}`],
  ])("for %s", async (marker, status, body) => {
    const { createAgents } = await openSimulator();
    const answer = await createAgents({ prompt: `a pier [[sim:${marker}]]` });
    expect([answer.status, answer.body]).toEqual([status, JSON.parse(body)]);
  });
});

describe("the published examples of the Files API", () => {
  it("a request for a place, and its answer", async () => {
    const { agents } = await openSimulator();
    const body = `{"mime_type":"image/png","size_bytes":1024,"filename":"a.png","purpose":"input"}`;
    const published = `{"id":"f-1","state":"pending","file":{"id":"f-1","created_at":"2026-10-01T12:00:00Z","mime_type":"image/png","purpose":"input","size_bytes":1024,"state":"pending"},"upload":{"method":"PUT","url":"https://storage.example/put?sig=1","headers":{"content-type":"image/png"},"expires_at":"2026-10-01T13:00:00Z"}}`;
    const answer = await agents("POST", "/files", body);
    const { id } = answer.body;
    const expected = JSON.parse(published) as { file: object; upload: object };
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, Object.keys(expected)]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(answer.body).toMatchObject({
      ...expected,
      id,
      file: { ...expected.file, id, created_at: time },
      upload: { ...expected.upload, url: expect.stringMatching(/^http.*Signature=/), expires_at: time },
    });
  });

  it("an empty list", async () => {
    const { agents } = await openSimulator();
    const published = `{"data":[],"has_more":false,"next_cursor":null}`;
    expect((await agents("GET", "/files?limit=1")).body).toEqual(JSON.parse(published));
  });
});
