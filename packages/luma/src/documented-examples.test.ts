import { describe, expect, it } from "vitest";
import { buildRequest as agentsRequest } from "./agents/build-request.ts";
import { readWireFile, readWireFileList, readWireUpload } from "./agents/read-file.ts";
import { buildRequest as gatewayRequest } from "./crazyrouter/build-request.ts";
import { buildRequest as dreamMachineRequest } from "./dream-machine/build-request.ts";
import { readBalanceUsdE4, readConcepts, readWireList } from "./dream-machine/read-wire.ts";
import type { JsonObject, Shot } from "./json.ts";
import { type GivenAnswers, givenAnswers } from "./testing/given-answers.ts";
import { makeShot } from "./testing/shots.ts";

/**
 * The requests and answers that Luma's and the gateway's own pages show, word for word. A request of ours names
 * more than they do: everything that has a value, so that no default of the API's decides.
 */

const UUID = (end: string) => `5b1e7d1e-0000-4000-8000-0000000000${end}`;
const url = "https://v.example/in.mp4";

describe("Dream Machine's requests", () => {
  const NAMED = { generation_type: "video", aspect_ratio: "16:9", resolution: "720p", duration: "5s" };
  it.each([
    [
      { prompt: "a lighthouse in fog, slow push in" },
      {
        model: "ray-2",
        prompt: "a lighthouse in fog, slow push in",
        aspect_ratio: "16:9",
        resolution: "720p",
        duration: "5s",
      },
      { generation_type: "video" },
    ],
    [
      {
        model: "ray-flash-2",
        prompt: "waves roll in",
        keyframes: { frame0: { type: "image", url: "https://img.example/start.jpg" } },
      },
      {
        model: "ray-flash-2",
        prompt: "waves roll in",
        keyframes: { frame0: { type: "image", url: "https://img.example/start.jpg" } },
        callback_url: "https://app.example/luma",
      },
      NAMED,
    ],
    [
      { prompt: "keep flying", keyframes: { frame0: { type: "generation", id: UUID("01") } } },
      {
        model: "ray-2",
        prompt: "keep flying",
        keyframes: { frame0: { type: "generation", id: UUID("01") } },
      },
      NAMED,
    ],
    [
      {
        kind: "edit",
        prompt: "as a clay model",
        edit: { strength: "flex_1" },
        source: { type: "video", url },
      },
      {
        generation_type: "modify_video",
        model: "ray-2",
        mode: "flex_1",
        media: { url },
        prompt: "as a clay model",
      },
      {},
    ],
    [
      {
        kind: "reframe",
        model: "ray-flash-2",
        prompt: "",
        aspectRatio: "9:16",
        source: { type: "video", url },
      },
      { generation_type: "reframe_video", model: "ray-flash-2", aspect_ratio: "9:16", media: { url } },
      {},
    ],
  ] as [Partial<Shot>, JsonObject, JsonObject][])("%j", (fields, documented, named) => {
    const { callback_url: callbackUrl } = documented;
    const options = typeof callbackUrl === "string" ? { callbackUrl } : {};
    expect(dreamMachineRequest(makeShot(fields), {}, options).body).toEqual({ ...named, ...documented });
  });
});

describe("the Agents API's requests", () => {
  const source = { type: "generation", id: UUID("10") } as const;
  const NAMED = { aspect_ratio: "16:9" };
  const SIZED = { resolution: "720p", duration: "5s" };
  it.each([
    [
      { prompt: "a lighthouse in fog" },
      {
        type: "video",
        prompt: "a lighthouse in fog",
        aspect_ratio: "16:9",
        video: { resolution: "720p", duration: "5s" },
      },
      {},
    ],
    [
      {
        prompt: "she turns",
        keyframes: { frame0: { type: "image", url: "https://img.example/a.jpg" } },
      },
      {
        type: "video",
        prompt: "she turns",
        video: { duration: "5s", start_frame: { url: "https://img.example/a.jpg" } },
      },
      { ...NAMED, video: SIZED },
    ],
    [
      {
        prompt: "sunrise",
        duration: "10s",
        guides: [{ at: 0, media: { type: "file", path: "a.png", sha256: "aa" } }],
      },
      {
        type: "video",
        prompt: "sunrise",
        video: { duration: "10s", keyframes: [{ file_id: UUID("0f") }], keyframe_indexes: [0] },
      },
      { ...NAMED, video: { resolution: "720p" } },
    ],
    [
      { prompt: "keep flying", keyframes: { frame0: source } },
      {
        type: "video",
        prompt: "keep flying",
        video: { start_frame: { generation_id: UUID("10") } },
      },
      { ...NAMED, video: SIZED },
    ],
    [
      { kind: "edit", prompt: "night version", source, edit: { autoControls: true } },
      {
        type: "video_edit",
        prompt: "night version",
        source: { generation_id: UUID("10") },
        video: { resolution: "720p", edit: { auto_controls: true } },
      },
      {},
    ],
    [
      {
        kind: "reframe",
        prompt: "extend the set",
        aspectRatio: "21:9",
        resolution: "540p",
        source: { type: "video", url },
      },
      {
        type: "video_reframe",
        prompt: "extend the set",
        aspect_ratio: "21:9",
        source: { url, media_type: "video/mp4" },
        video: { resolution: "540p" },
      },
      {},
    ],
  ] as [Partial<Shot>, JsonObject, JsonObject][])("%j", (fields, documented, named) => {
    const media = { links: {}, files: { aa: { kind: "id", id: UUID("0f") } } } as const;
    const { body } = agentsRequest(makeShot({ model: "ray-3.2", ...fields }), {}, media);
    const video = { ...(named["video"] as JsonObject), ...(documented["video"] as JsonObject) };
    expect(body).toEqual({ model: "ray-3.2", ...named, ...documented, video });
  });
});

describe("the gateway's request", () => {
  it("is built from a shot as its page shows it", () => {
    const shot = makeShot({ provider: "crazyrouter", prompt: "a lighthouse in fog" });
    expect(gatewayRequest(shot, {}).body).toEqual({
      user_prompt: "a lighthouse in fog",
      model_name: "ray-v2",
      duration: "5",
      resolution: "720p",
      expand_prompt: false,
    });
  });
});

const apis = {
  "dream-machine": givenAnswers("dream-machine", "luma-key-0123456789"),
  agents: givenAnswers("agents", "luma-api-key-0123456789"),
  crazyrouter: givenAnswers("crazyrouter", "sk-key-0123456789abcdef"),
} satisfies Record<string, GivenAnswers>;

const given = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(body)),
});

describe("Dream Machine's answers", () => {
  const { "dream-machine": api } = apis;
  const queued = {
    id: UUID("02"),
    generation_type: "video",
    state: "queued",
    failure_reason: null,
    created_at: "2026-05-01T10:00:00Z",
    assets: null,
    model: "ray-2",
    request: {
      generation_type: "video",
      model: "ray-2",
      prompt: "a lighthouse in fog",
      aspect_ratio: "16:9",
      resolution: "720p",
      duration: "5s",
      loop: false,
      keyframes: null,
      callback_url: null,
    },
  };
  const completed = {
    ...queued,
    state: "completed",
    assets: {
      video: "https://storage.cdn-luma.com/dream_machine/demo/out.mp4",
      image: "https://storage.cdn-luma.com/dream_machine/demo/thumb.jpg",
      progress_video: null,
    },
    request: { model: "ray-2", prompt: "a lighthouse in fog" },
  };
  const createdAtMs = Date.UTC(2026, 4, 1, 10);

  it("queued, completed and failed", async () => {
    expect(api.create(given(201, queued))).toEqual({
      kind: "accepted",
      generation: { id: UUID("02"), state: "queued", createdAtMs, echo: queued.request },
    });
    expect(await api.look(UUID("02"), given(200, completed))).toEqual({
      kind: "found",
      generation: {
        id: UUID("02"),
        state: "completed",
        createdAtMs,
        clipUrl: completed.assets.video,
        posterUrl: completed.assets.image,
        echo: completed.request,
      },
    });
    const failed = { ...queued, id: UUID("03"), state: "failed", failure_reason: "Frame moderation failed" };
    expect(await api.look(UUID("03"), given(200, failed))).toMatchObject({
      generation: {
        state: "failed",
        failure: { category: "permanent", code: "frame-moderation-failed", refund: "refunded" },
      },
    });
  });

  it.each([
    ["generation_type", "image"],
    ["type", "image"],
  ])("a still, whose picture is its clip, by its %s", async (field, value) => {
    const { generation_type: _, ...rest } = completed;
    const still = { ...rest, [field]: value, assets: { ...completed.assets, video: null } };
    expect(await api.look(UUID("02"), given(200, still))).toEqual({
      kind: "found",
      generation: {
        id: UUID("02"),
        state: "completed",
        createdAtMs,
        clipUrl: completed.assets.image,
        echo: completed.request,
      },
    });
  });

  it("lists, balances, concepts", () => {
    const page = { generations: [], count: 0, limit: 100, offset: 0, has_more: false };
    expect(readWireList(page)).toEqual({ generations: [], has_more: false });
    expect(readBalanceUsdE4({ credit_balance: 1250 })).toBe(125_000);
    expect(readConcepts(["orbit_left", "push_in"])).toEqual(["orbit_left", "push_in"]);
  });

  it.each([
    [400, { detail: "Prompt is required" }, "prompt-is-required"],
    [
      422,
      {
        detail: [
          {
            type: "literal_error",
            loc: ["body", "aspect_ratio"],
            msg: "Input should be '16:9' or '9:16'",
            input: "2:1",
            ctx: { expected: "'16:9' or '9:16'" },
          },
        ],
      },
      "invalid-aspect-ratio",
    ],
  ])("%i %j", (status, body, code) => {
    expect(api.create(given(status, body))).toMatchObject({
      kind: "refused",
      failure: { category: "permanent", code, status },
    });
  });
});

describe("the Agents API's answers", () => {
  const { agents: api } = apis;
  const queued = {
    id: UUID("10"),
    type: "video",
    state: "queued",
    model: "ray-3.2",
    created_at: "2026-10-01T12:00:00Z",
    output: [] as object[],
    failure_reason: null,
    failure_code: null,
  };
  const clip = {
    type: "video",
    url: "https://storage.example/g/out.mp4?X-Amz-Expires=3600&X-Amz-Signature=abc",
  };
  const date = { date: "Thu, 01 Oct 2026 12:00:00 GMT" };
  const createdAtMs = Date.UTC(2026, 9, 1, 12);

  it("queued, completed and failed", async () => {
    expect(api.create(given(201, queued))).toEqual({
      kind: "accepted",
      generation: { id: UUID("10"), state: "queued", createdAtMs },
    });
    const completed = { ...queued, state: "completed", output: [clip] };
    expect(await api.look(UUID("10"), given(200, completed, date))).toMatchObject({
      generation: { state: "completed", clipUrl: clip.url, clipUrlExpiresAtMs: createdAtMs + 3_600_000 },
    });
    const failed = {
      ...queued,
      id: UUID("11"),
      state: "failed",
      failure_reason: "Generation failed",
      failure_code: "generation_failed",
    };
    expect(await api.look(UUID("11"), given(200, failed))).toMatchObject({
      generation: { failure: { category: "transient", code: "generation_failed", refund: "refunded" } },
    });
  });

  it.each([
    [
      "a clip with its frames",
      "video",
      [{ type: "exr", url: "https://s.example/f.zip" }, clip],
      clip.url,
      ["exr"],
    ],
    [
      "frames under a name of no use",
      "video",
      [clip, { type: "../x", url: "https://s.example/f" }],
      clip.url,
      ["unknown"],
    ],
    [
      "a clip beside a still of it",
      "video_edit",
      [{ type: "image", url: "https://s.example/a.jpg" }, clip],
      clip.url,
      ["image"],
    ],
    ["no clip yet", "video", [{ type: "image", url: "https://s.example/a.jpg" }], undefined, ["image"]],
    [
      "a still",
      "image",
      [{ type: "image", url: "https://s.example/a.png" }],
      "https://s.example/a.png",
      undefined,
    ],
    [
      "a still of no said kind",
      null,
      [{ type: "image", url: "https://s.example/a.png" }],
      "https://s.example/a.png",
      undefined,
    ],
    [
      "two stills",
      "image",
      [
        { type: "image", url: "https://s.example/a.png" },
        { type: "image", url: "https://s.example/b.png" },
      ],
      "https://s.example/a.png",
      ["image"],
    ],
    [
      "what nobody may open",
      "video",
      [clip, { type: "exr", url: "file:///etc/passwd" }],
      clip.url,
      undefined,
    ],
  ])("%s", async (_, type, output, clipUrl, attached) => {
    const outcome = await api.look(UUID("10"), given(200, { ...queued, type, state: "completed", output }));
    if (outcome.kind !== "found") throw new Error(outcome.kind);
    const { clipUrl: link, attachments } = outcome.generation;
    expect([link, attachments?.map((item) => item.type)]).toEqual([clipUrl, attached]);
  });

  it.each([
    ["Rate limit exceeded", "rate"],
    ["Too many concurrent jobs", "concurrency"],
  ])("429 %s", (detail, kind) => {
    expect(api.create(given(429, { detail }))).toMatchObject({ kind: "throttled", throttle: { kind } });
  });

  it("files", () => {
    const pending = {
      id: "f-1",
      state: "pending",
      file: {
        id: "f-1",
        created_at: "2026-10-01T12:00:00Z",
        mime_type: "image/png",
        purpose: "input",
        size_bytes: 1024,
        state: "pending",
      },
      upload: {
        method: "PUT",
        url: "https://storage.example/put?sig=1",
        headers: { "content-type": "image/png" },
        expires_at: "2026-10-01T13:00:00Z",
      },
    };
    const { purpose: _, ...said } = pending.file;
    const record = { ...said, filename: null, expires_at: null, failure_reason: null };
    expect(readWireFile(pending)).toEqual(record);
    expect(readWireFile(pending.file)).toEqual(record);
    expect(readWireUpload(pending)).toEqual({
      url: "https://storage.example/put?sig=1",
      headers: { "content-type": "image/png" },
    });
    const none = { data: [], has_more: false, next_cursor: null };
    expect(readWireFileList(none)).toEqual(none);
    expect(readWireFile(none)).toBeUndefined();
  });
});

describe("the gateway's answers", () => {
  const { crazyrouter: api } = apis;
  const queued = { id: "luma_gen_1", state: "queued", created_at: "2026-05-01T10:00:00Z" };
  const link = "https://storage.cdn-luma.com/x.mp4";

  it("queued and completed", async () => {
    const createdAtMs = Date.UTC(2026, 4, 1, 10);
    expect(api.create(given(200, queued))).toEqual({
      kind: "accepted",
      generation: { id: "luma_gen_1", state: "queued", createdAtMs },
    });
    const completed = { ...queued, state: "completed", video: { url: link, download_url: link } };
    expect(await api.look("luma_gen_1", given(200, completed))).toEqual({
      kind: "found",
      generation: { id: "luma_gen_1", state: "completed", createdAtMs, clipUrl: link },
    });
  });

  it("both shapes of its errors", () => {
    const quota = {
      error: { message: "Insufficient quota", type: "insufficient_quota", code: "insufficient_quota" },
    };
    expect(api.create(given(403, quota))).toMatchObject({
      kind: "refused",
      failure: { category: "account", code: "insufficient_quota", message: "Insufficient quota" },
    });
    const message = "model … is temporarily unavailable, please try again later";
    expect(api.create(given(503, { code: "get_channel_failed", message, data: null }))).toMatchObject({
      kind: "refused",
      failure: { category: "transient", code: "get_channel_failed", message },
    });
  });
});
