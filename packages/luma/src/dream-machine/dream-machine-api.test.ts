import { afterEach, describe, expect, it } from "vitest";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";
import { createDreamMachineApi, type DreamMachineApi } from "./dream-machine-api.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000002";
const KEY = "luma-secret-key-0123456789";
const NEVER = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

async function apiOn(
  script: RawScript,
  timeoutMs = 5_000,
): Promise<{ api: DreamMachineApi; server: RawServer }> {
  const server = await startRawServer(script);
  const api = createDreamMachineApi({
    baseUrl: `${server.origin}/dream-machine/v1`,
    apiKey: KEY,
    requestTimeoutMs: timeoutMs,
    maxBodyBytes: 10_000,
  });
  open.push(server, api);
  return { api, server };
}

const answers = (status: number, body: unknown, headers: Record<string, string> = {}): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body, headers)),
});
const completed = {
  id: ID,
  generation_type: "video",
  state: "completed",
  failure_reason: null,
  created_at: "2026-05-01T10:00:00.388000Z",
  assets: {
    video: "https://cdn.example/out.mp4?X-Amz-Date=20260501T100000Z&X-Amz-Expires=3600",
    image: "https://cdn.example/thumb.jpg",
    progress_video: null,
  },
  model: "ray-v2",
  request: { model: "ray-2", prompt: "a lighthouse in fog" },
};

describe("looking at a generation", () => {
  it("finds it, with its links, its echo and the server's clock", async () => {
    const { api, server } = await apiOn(answers(200, completed, { date: "Fri, 01 May 2026 10:00:05 GMT" }));
    expect(await api.look(ID, NEVER)).toEqual({
      kind: "found",
      serverTimeMs: Date.UTC(2026, 4, 1, 10, 0, 5),
      generation: {
        id: ID,
        state: "completed",
        createdAtMs: Date.UTC(2026, 4, 1, 10, 0, 0, 388),
        clipUrl: completed.assets.video,
        clipUrlExpiresAtMs: Date.UTC(2026, 4, 1, 11),
        posterUrl: completed.assets.image,
        echo: completed.request,
      },
    });
    expect(server.seen[0]?.path).toBe(`/dream-machine/v1/generations/${ID}`);
    expect(server.seen[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
  });

  it.each([
    ["a file", "file:///etc/passwd"],
    ["a script", "javascript:alert(1)"],
    ["nothing", ""],
    ["a path", "/out.mp4"],
  ])("passes on no link to %s", async (_, video) => {
    const { api } = await apiOn(
      answers(200, { id: ID, state: "completed", assets: { video, image: video } }),
    );
    expect(await api.look(ID, NEVER)).toEqual({ kind: "found", generation: { id: ID, state: "completed" } });
  });
});

describe("listing generations", () => {
  const page = { limit: 50, offset: 100 };

  it("gives a page in the API's order", async () => {
    const { api, server } = await apiOn(
      answers(200, { generations: [completed, { id: "g-2", state: "queued" }], has_more: true, count: 2 }),
    );
    const outcome = await api.list(page, NEVER);
    expect(outcome).toMatchObject({ kind: "page", hasMore: true });
    expect(outcome.kind === "page" && outcome.generations.map((item) => item.id)).toEqual([ID, "g-2"]);
    expect(server.seen[0]?.path).toBe("/dream-machine/v1/generations?limit=50&offset=100");
  });

  it("takes silence about more for more, until a page brings nothing new", async () => {
    const two = await apiOn(answers(200, { generations: [{ id: "a" }, { id: "b" }] }));
    expect(await two.api.list(page, NEVER)).toMatchObject({ hasMore: true });
    const overlap = await apiOn(answers(200, { generations: [{ id: "a" }] }));
    expect(await overlap.api.list(page, NEVER)).toMatchObject({ hasMore: false });
  });

  it("is no proof of anything when one item cannot be read", async () => {
    const { api } = await apiOn(
      answers(200, { generations: [completed, { state: "queued" }], has_more: false }),
    );
    expect(await api.list(page, NEVER)).toEqual({
      kind: "unreachable",
      reason: "the answer is not a list of generations",
      status: 200,
    });
  });

  it("says with which status it failed, so that smaller pages can be tried", async () => {
    const { api } = await apiOn(answers(500, "Internal Server Error"));
    expect(await api.list(page, NEVER)).toMatchObject({ kind: "unreachable", status: 500 });
  });
});

describe("the account", () => {
  it("is named by origin and a hash of the key alone", () => {
    const make = (apiKey: string) => {
      const api = createDreamMachineApi({
        baseUrl: "https://API.lumalabs.ai/dream-machine/v1",
        apiKey,
        requestTimeoutMs: 1000,
      });
      open.push(api);
      return api.account;
    };
    expect(make(KEY)).toEqual({
      dialect: "dream-machine",
      origin: "https://api.lumalabs.ai",
      keyHash: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(make(` ${KEY}\n`)).toEqual(make(KEY));
    expect(make(`${KEY}x`).keyHash).not.toBe(make(KEY).keyHash);
  });

  it.each([
    ["ftp://x.example", KEY, "luma-base-url"],
    ["api.lumalabs.ai", KEY, "luma-base-url"],
    ["https://user:secret@x.example", KEY, "luma-base-url"],
    ["https://x.example/v1?key=1", KEY, "luma-base-url"],
    ["https://x.example", "", "luma-api-key"],
    ["https://x.example", "two\nlines", "luma-api-key"],
  ])("refuses the base URL %j with the key %j", (baseUrl, apiKey, code) => {
    expect(() => createDreamMachineApi({ baseUrl, apiKey, requestTimeoutMs: 1000 })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe("the balance", () => {
  it("is US cents at the API, and USD × 10⁴ here", async () => {
    const { api, server } = await apiOn(answers(200, { credit_balance: 1250.07 }));
    expect(await api.balance(NEVER)).toBe(125_007);
    expect(server.seen).toMatchObject([{ method: "GET", path: "/dream-machine/v1/credits" }]);
  });

  it.each([
    [200, { credit_balance: "12" }],
    [200, { credit_balance: 1e300 }],
    [200, []],
    [401, { detail: "Invalid API key is provided" }],
    [500, ""],
  ])("is unknown after %i %j", async (status, body) => {
    const { api } = await apiOn(answers(status, body));
    expect(await api.balance(NEVER)).toBeUndefined();
    expect(await api.balance(AbortSignal.abort())).toBeUndefined();
  });
});
