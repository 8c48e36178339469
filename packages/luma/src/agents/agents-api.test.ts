import type { CreateOutcome } from "@shotlist/core";
import { afterEach, describe, expect, it } from "vitest";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";
import { makeShot } from "../testing/shots.ts";
import { type AgentsApi, createAgentsApi } from "./agents-api.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000010";
const NEVER = new AbortController().signal;
const DATE = "Thu, 01 Oct 2026 12:00:00 GMT";
const NOON_MS = Date.UTC(2026, 9, 1, 12);
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

async function apiOn(script: RawScript): Promise<{ api: AgentsApi; server: RawServer }> {
  const server = await startRawServer(script);
  const api = createAgentsApi({
    baseUrl: `${server.origin}/v1`,
    apiKey: "luma-api-secret-key-0123456789",
    requestTimeoutMs: 5_000,
  });
  open.push(server, api);
  return { api, server };
}

const answers = (status: number, body: unknown, headers: Record<string, string> = {}): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body, { date: DATE, ...headers })),
});

/** The documented examples of answers. */
const QUEUED = {
  id: ID,
  type: "video",
  state: "queued",
  model: "ray-3.2",
  created_at: "2026-10-01T12:00:00Z",
  output: [],
  failure_reason: null,
  failure_code: null,
};
const LINK = "https://storage.example/g/out.mp4?X-Amz-Expires=3600&X-Amz-Signature=abc";
const COMPLETED = { ...QUEUED, state: "completed", output: [{ type: "video", url: LINK }] };
const FAILED = {
  ...QUEUED,
  state: "failed",
  failure_reason: "Generation failed",
  failure_code: "generation_failed",
};

async function create(script: RawScript): Promise<CreateOutcome> {
  const { api } = await apiOn(script);
  const opened = await api.openCreate(NEVER);
  if (opened.kind !== "open") throw new Error(opened.reason);
  const request = api.buildRequest(makeShot({ model: "ray-3.2" }), {});
  return opened.connection.send(request, { requestId: "request-1" });
}

describe("the documented answers", () => {
  it("a 201 is accepted, whatever its rate headers say", async () => {
    const headers = {
      "x-ratelimit-limit": "30",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1790856060",
    };
    expect(await create(answers(201, QUEUED, headers))).toEqual({
      kind: "accepted",
      generation: { id: ID, state: "queued", createdAtMs: NOON_MS },
      serverTimeMs: NOON_MS,
    });
  });

  it("a completed generation has a link that dies its own hour after the answer", async () => {
    const { api } = await apiOn(answers(200, COMPLETED));
    expect(await api.look(ID, NEVER)).toEqual({
      kind: "found",
      serverTimeMs: NOON_MS,
      generation: {
        id: ID,
        state: "completed",
        createdAtMs: NOON_MS,
        clipUrl: LINK,
        clipUrlExpiresAtMs: NOON_MS + 3_600_000,
      },
    });
  });

  it("each look brings the link that was made for it", async () => {
    let looks = 0;
    const { api } = await apiOn({
      onRequest: (socket) => {
        looks += 1;
        const url = `https://storage.example/out.mp4?X-Amz-Date=20261001T12000${looks}Z&X-Amz-Expires=60`;
        socket.write(answerText(200, { ...COMPLETED, output: [{ type: "video", url }] }));
      },
    });
    const [first, second] = [await api.look(ID, NEVER), await api.look(ID, NEVER)];
    expect(first).toMatchObject({ generation: { clipUrlExpiresAtMs: NOON_MS + 61_000 } });
    expect(second).toMatchObject({ generation: { clipUrlExpiresAtMs: NOON_MS + 62_000 } });
  });

  it("a failed generation says why in its code", async () => {
    const { api } = await apiOn(answers(200, FAILED));
    expect(await api.look(ID, NEVER)).toMatchObject({
      generation: {
        state: "failed",
        failure: {
          category: "transient",
          code: "generation_failed",
          message: "Generation failed",
          refund: "refunded",
        },
      },
    });
  });
});

describe("the link of a clip", () => {
  const linkOf = async (output: unknown, headers: Record<string, string> = {}): Promise<object> => {
    const { api } = await apiOn(answers(200, { ...COMPLETED, output }, headers));
    const outcome = await api.look(ID, NEVER);
    if (outcome.kind !== "found") throw new Error(outcome.kind);
    const { clipUrl, clipUrlExpiresAtMs } = outcome.generation;
    return { clipUrl, clipUrlExpiresAtMs };
  };
  const none = { clipUrl: undefined, clipUrlExpiresAtMs: undefined };

  it("is that of the video, wherever it stands", async () => {
    const exr = { type: "exr", url: "https://storage.example/frames.zip" };
    expect(await linkOf([exr, { type: "video", url: LINK }])).toMatchObject({ clipUrl: LINK });
    expect(await linkOf([exr])).toEqual(none);
  });

  it("lives for the documented hour where it does not say otherwise", async () => {
    expect(await linkOf([{ type: "video", url: "https://storage.example/out.mp4" }])).toMatchObject({
      clipUrlExpiresAtMs: NOON_MS + 3_600_000,
    });
    expect(
      await linkOf([{ type: "video", url: "https://storage.example/out.mp4?X-Amz-Expires=900" }]),
    ).toMatchObject({ clipUrlExpiresAtMs: NOON_MS + 900_000 });
  });

  it.each([
    ["a file", [{ type: "video", url: "file:///etc/passwd" }]],
    ["a script", [{ type: "video", url: "javascript:alert(1)" }]],
    ["a number", [{ type: "video", url: 7 }]],
    ["no list", { type: "video", url: LINK }],
    ["a list of anything", [null, "x", [LINK]]],
    ["nothing", null],
  ])("is not taken from %s", async (_, output) => {
    expect(await linkOf(output)).toEqual(none);
  });

  it("is the first usable one", async () => {
    const bad = { type: "video", url: "ftp://x.example/a.mp4" };
    expect(await linkOf([bad, { type: "video", url: LINK }])).toMatchObject({ clipUrl: LINK });
  });
});

describe("a create", () => {
  it("is refused by the 5xx that is documented to come before anything is made, and by no other", async () => {
    const said = { detail: "Image URL ingestion unavailable" };
    expect(await create(answers(503, said))).toEqual({
      kind: "refused",
      serverTimeMs: NOON_MS,
      failure: {
        category: "transient",
        code: "image-url-ingestion-unavailable",
        message: "Image URL ingestion unavailable",
        status: 503,
        refund: "refunded",
      },
    });
    expect((await create(answers(500, said))).kind).toBe("unanswered");
    expect((await create(answers(503, { detail: "Service unavailable" }))).kind).toBe("unanswered");
    expect((await create(answers(502, { detail: "Upstream service unavailable" }))).kind).toBe("unanswered");
    const cut = answerText(503, said).slice(0, -4);
    expect((await create({ onRequest: (socket) => void socket.end(cut) })).kind).toBe("unanswered");
  });

  it("is held back by both kinds of 429", async () => {
    const rate = {
      "retry-after": "17",
      "x-ratelimit-limit": "30",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "1790856017",
    };
    expect(await create(answers(429, { detail: "Rate limit exceeded" }, rate))).toMatchObject({
      kind: "throttled",
      throttle: { kind: "rate", retryAfterMs: 17_000 },
    });
    const jobs = answers(429, { detail: "Too many concurrent jobs" }, { "retry-after": "60" });
    expect(await create(jobs)).toMatchObject({
      kind: "throttled",
      throttle: { kind: "concurrency", retryAfterMs: 60_000 },
    });
  });
});

describe("what the API cannot tell", () => {
  it("has no list, and never takes a generation for a request", async () => {
    const { api } = await apiOn({});
    expect("list" in api).toBe(false);
    const request = api.buildRequest(makeShot({ model: "ray-3.2" }), {});
    expect(api.match(request, { id: ID, state: "queued" })).toBe("maybe");
    expect(api.match(request, { id: ID, state: "queued", echo: { ...request.body } })).toBe("maybe");
  });

  it("knows a 404 about the generation from one about the path", async () => {
    const lookAt404 = async (body: unknown, headers = {}): Promise<string> => {
      const { api } = await apiOn(answers(404, body, headers));
      return (await api.look(ID, NEVER)).kind;
    };
    expect(await lookAt404({ detail: "Generation not found" })).toBe("not-found");
    expect(await lookAt404({ detail: "Not Found" })).toBe("unreachable");
    expect(await lookAt404("<h1>404</h1>", { "content-type": "text/html" })).toBe("unreachable");
  });
});
