import type { UploadOutcome } from "@shotlist/core";
import { afterEach, describe, expect, it } from "vitest";
import { mediaFile } from "../testing/media-files.ts";
import {
  type RecordedRequest,
  type RecordingServer,
  type Reply,
  startRecordingServer,
} from "../testing/recording-server.ts";
import { type AgentsApi, createAgentsApi } from "./agents-api.ts";

const KEY = "luma-api-secret-key-0123456789";
const NEVER = new AbortController().signal;
const MIB = 1024 * 1024;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

interface World {
  readonly api: AgentsApi;
  readonly server: RecordingServer;
  readonly storage: RecordingServer;
}

/** An API that answers by a function, and a storage of its own. */
async function world(
  answer: (request: RecordedRequest, storage: string) => Reply,
  options: { readonly storage?: Reply; readonly totalMs?: number } = {},
): Promise<World> {
  const storage = await startRecordingServer(() => options.storage ?? { status: 200 });
  const server = await startRecordingServer((request) => answer(request, storage.origin));
  const api = createAgentsApi({
    baseUrl: `${server.origin}/v1`,
    apiKey: KEY,
    requestTimeoutMs: 5_000,
    fileWaits: { firstMs: 1, longestMs: 2, totalMs: options.totalMs ?? 50 },
  });
  open.push(storage, server, api);
  return { api, server, storage };
}

const file = (state: string, more: object = {}) => ({ id: "f-1", state, ...more });
const created = (state = "pending") => ({ id: "f-1", state, file: file(state), upload: null });
const png = mediaFile("image/png", 100_000);

/** The Files API with one file, whose state is the next of these at each look. */
function filesApi(...states: string[]): (request: RecordedRequest, storage: string) => Reply {
  let looks = 0;
  return ({ method, path, headers }, storage) => {
    if (path.endsWith("/complete")) return { status: 200, body: file("pending") };
    if (method === "GET") return { status: 200, body: file(states[looks++] ?? states.at(-1) ?? "ready") };
    if (headers["content-type"] !== "application/json") return { status: 201, body: created() };
    const upload = {
      method: "PUT",
      url: `${storage}/put/f-1?X-Amz-Signature=abc`,
      headers: { "content-type": "image/png", "x-amz-meta-owner": "us", authorization: "Bearer theirs" },
    };
    return { status: 201, body: { ...created(), upload } };
  };
}

describe("a file of up to 32 KiB", () => {
  it("goes into the request itself, without asking anyone", async () => {
    const { api, server } = await world(filesApi());
    const small = mediaFile("image/png", 32 * 1024, { path: "shots/mug.jpg" });
    expect(await api.upload(small, NEVER)).toEqual({
      kind: "ready",
      ref: { kind: "inline", mediaType: "image/png", data: Buffer.from(small.content).toString("base64") },
    });
    expect(server.seen).toEqual([]);
  });
});

describe("a file of up to 4 MiB", () => {
  it("is sent whole, as a form's file, and used once it is ready", async () => {
    const { api, server } = await world(filesApi("pending", "pending", "ready"));
    expect(await api.upload(png, NEVER)).toEqual({ kind: "ready", ref: { kind: "id", id: "f-1" } });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/files",
      ...Array(3).fill("GET /v1/files/f-1"),
    ]);
    const [sent] = server.seen as [RecordedRequest];
    expect(sent.headers["authorization"]).toBe(`Bearer ${KEY}`);
    const type = sent.headers["content-type"] ?? "";
    const form = await new Response(new Uint8Array(sent.body), {
      headers: { "content-type": type },
    }).formData();
    expect([...form.keys()]).toEqual(["file"]);
    const part = form.get("file") as File;
    expect([part.name, part.type]).toEqual(["mug.png", "image/png"]);
    expect(Buffer.from(await part.arrayBuffer()).equals(png.content)).toBe(true);
  });

  it("goes into storage when the API finds it too long", async () => {
    const answer = filesApi("ready");
    const { api, server, storage } = await world((request, origin) =>
      request.method === "POST" && /^multipart/.test(request.headers["content-type"] ?? "")
        ? { status: 413, body: { detail: "File too large for inline upload" } }
        : answer(request, origin),
    );
    expect(await api.upload(png, NEVER)).toEqual({ kind: "ready", ref: { kind: "id", id: "f-1" } });
    expect(server.seen).toHaveLength(4);
    expect(storage.seen).toHaveLength(1);
  });
});

describe("a longer file", () => {
  const clip = mediaFile("video/mp4", 4 * MIB + 1, { path: "in/clip.mp4" });

  it("is put where the API says, without the key, then said to be there", async () => {
    const { api, server, storage } = await world(filesApi("ready"));
    expect(await api.upload(clip, NEVER)).toEqual({ kind: "ready", ref: { kind: "id", id: "f-1" } });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/files",
      "POST /v1/files/f-1/complete",
      "GET /v1/files/f-1",
    ]);
    expect(JSON.parse(server.seen[0]?.body.toString() ?? "")).toEqual({
      mime_type: "video/mp4",
      size_bytes: 4 * MIB + 1,
      filename: "clip.mp4",
      purpose: "input",
    });
    const [put] = storage.seen as [RecordedRequest];
    expect([put.method, put.path]).toEqual(["PUT", "/put/f-1?X-Amz-Signature=abc"]);
    expect(put.body.equals(clip.content)).toBe(true);
    expect(put.headers).toMatchObject({
      "content-type": "image/png",
      "x-amz-meta-owner": "us",
      "content-length": String(4 * MIB + 1),
    });
    expect(put.headers).not.toHaveProperty("authorization");
    expect(JSON.stringify(put.headers)).not.toContain("secret");
  });

  it.each([
    [403, "<Error><Code>AccessDenied</Code></Error>"],
    [307, ""],
    [500, ""],
  ])("is not taken for uploaded when storage answers %i", async (status, body) => {
    const location = "https://elsewhere.example/";
    const { api, server } = await world(filesApi("ready"), {
      storage: { status, body, headers: { location } },
    });
    expect(await api.upload(clip, NEVER)).toEqual({
      kind: "unreachable",
      reason: `storage answered with HTTP status ${status}`,
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ["no place", undefined],
    ["a place on this machine", "file:///tmp/x"],
    ["a place with the key in it", `https://storage.example/${KEY}`],
    ["a place with a password", "https://a:b@storage.example/"],
  ])("is sent nowhere when the API names %s", async (_, url) => {
    const { api } = await world(() => ({
      status: 201,
      body: { ...created(), ...(url && { upload: { url } }) },
    }));
    expect((await api.upload(clip, NEVER)).kind).toBe("unreachable");
  });
});

describe("a file that was given before", () => {
  const known = { kind: "id", id: "f-1" } as const;

  it("is used again while it is ready", async () => {
    const { api, server } = await world(filesApi("ready"));
    expect(await api.upload(png, NEVER, known)).toEqual({ kind: "ready", ref: known });
    expect(server.seen).toHaveLength(1);
  });

  it.each(["deleted", "failed", "pending"])("is given anew when it is %s", async (state) => {
    const { api, server } = await world(filesApi(state, "ready"));
    expect((await api.upload(png, NEVER, known)).kind).toBe("ready");
    expect(server.seen.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  it("is given anew when it is gone, and not while nobody answers", async () => {
    const answer = filesApi("ready");
    const gone = await world((request, origin) =>
      request.path.endsWith("f-old")
        ? { status: 404, body: { detail: "File not found" } }
        : answer(request, origin),
    );
    expect((await gone.api.upload(png, NEVER, { kind: "id", id: "f-old" })).kind).toBe("ready");
    const down = await world(() => ({ status: 503 }));
    expect((await down.api.upload(png, NEVER, known)).kind).toBe("unreachable");
    expect(down.server.seen).toHaveLength(1);
  });
});

describe("how an upload ends otherwise", () => {
  const give = async (reply: Reply): Promise<UploadOutcome> => {
    const { api, server } = await world(() => reply);
    const outcome = await api.upload(png, NEVER);
    expect(server.seen).toHaveLength(1);
    return outcome;
  };
  const refusal = (category: string, code: string) => ({ kind: "refused", failure: { category, code } });

  it.each([
    [400, { detail: "Unsupported mime type" }, refusal("permanent", "unsupported-mime-type")],
    [401, { detail: "Invalid API key" }, refusal("account", "invalid-api-key")],
    [402, { detail: "Insufficient credits" }, refusal("account", "insufficient-credits")],
    [404, { detail: "Not Found" }, refusal("permanent", "not-found")],
    [422, { detail: "file: empty" }, refusal("permanent", "file-empty")],
    [
      429,
      { detail: "Rate limit exceeded" },
      { kind: "throttled", throttle: { kind: "rate", retryAfterMs: 3000 } },
    ],
    [409, { detail: "Conflict" }, { kind: "unreachable" }],
    [500, "", { kind: "unreachable" }],
    [302, "", { kind: "unreachable" }],
    [201, {}, { kind: "unreachable", reason: "the answer is not a file's record" }],
    [201, { id: "../x", state: "ready" }, { kind: "unreachable" }],
    [201, created("failed"), refusal("permanent", "file-failed")],
    [
      201,
      { id: "f-1", file: file("failed", { failure_reason: "Input was flagged" }) },
      refusal("permanent", "input-was-flagged"),
    ],
  ])("%i %j", async (status, body, expected) => {
    expect(await give({ status, body, headers: { "retry-after": "3" } })).toMatchObject(expected);
  });

  it("a file that never becomes ready is waited for only so long", async () => {
    const { api } = await world(filesApi("pending"), { totalMs: 10 });
    expect(await api.upload(png, NEVER)).toEqual({
      kind: "unreachable",
      reason: "the file was not ready within 0.01 s",
    });
  });

  it("one look that brings nothing does not give up the file", async () => {
    let looks = 0;
    const answer = filesApi("ready");
    const { api, server } = await world((request, origin) =>
      request.method === "GET" && ++looks < 3 ? { status: 502 } : answer(request, origin),
    );
    expect((await api.upload(png, NEVER)).kind).toBe("ready");
    expect(server.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("says when the API will delete it, by our clock", async () => {
    const expires = { expires_at: "2026-10-01T13:00:00Z" };
    const { api } = await world(() => ({
      status: 201,
      body: { id: "f-1", file: file("ready", expires) },
      headers: { date: "Thu, 01 Oct 2026 12:00:00 GMT" },
    }));
    const outcome = await api.upload(png, NEVER);
    const leftMs = outcome.kind === "ready" ? (outcome.expiresAtMs ?? 0) - Date.now() : 0;
    expect(leftMs).toBeGreaterThan(3_590_000);
    expect(leftMs).toBeLessThanOrEqual(3_600_000);
  });

  it("is given up with the signal, before, while it is sent and while it is waited for", async () => {
    const { api, server } = await world(filesApi("pending"), { totalMs: 60_000 });
    expect((await api.upload(png, AbortSignal.abort())).kind).toBe("unreachable");
    expect(server.seen).toHaveLength(0);
    const stopped = await api.upload(png, AbortSignal.timeout(30));
    expect(stopped).toMatchObject({ kind: "unreachable", reason: expect.stringContaining("given up") });
  });

  it("a file that does not fit is refused before anything is sent", async () => {
    const { api, server } = await world(filesApi());
    expect(await api.upload(mediaFile("image/png", 50 * MIB + 1), NEVER)).toMatchObject(
      refusal("permanent", "media-too-large"),
    );
    expect(await api.upload({ ...png, content: Buffer.from("x") }, NEVER)).toMatchObject(
      refusal("permanent", "file-changed"),
    );
    expect(server.seen).toEqual([]);
  });
});
