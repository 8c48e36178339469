import type { CreateOutcome, LookOutcome } from "@shotlist/core";
import { afterEach, describe, expect, it } from "vitest";
import { answerText, type RawScript, startRawServer } from "../testing/raw-server.ts";
import { makeShot } from "../testing/shots.ts";
import { createCrazyrouterApi } from "./crazyrouter-api.ts";
import { createCrazyrouterClient } from "./crazyrouter-client.ts";

const NEVER = new AbortController().signal;
const KEY = "sk-secret0123456789abcdef";
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

async function optionsFor(script: RawScript) {
  const server = await startRawServer(script);
  open.push(server);
  return { server, options: { baseUrl: server.origin, apiKey: KEY, requestTimeoutMs: 2_000 } };
}

const answers = (status: number, body: unknown): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body)),
});

async function create(script: RawScript): Promise<CreateOutcome> {
  const { options } = await optionsFor(script);
  const api = createCrazyrouterApi(options);
  open.push(api);
  const opened = await api.openCreate(NEVER);
  if (opened.kind !== "open") throw new Error(opened.reason);
  return opened.connection.send(api.buildRequest(makeShot(), {}), { requestId: "r-1" });
}

async function look(status: number, body: unknown): Promise<LookOutcome> {
  const { options } = await optionsFor(answers(status, body));
  const api = createCrazyrouterApi(options);
  open.push(api);
  return api.look("luma_gen_1", NEVER);
}

describe("a create", () => {
  it("is refused where the gateway has nobody to pass it on to, and by no other 5xx", async () => {
    const noChannel = { code: "get_channel_failed", message: "temporarily unavailable", data: null };
    expect(await create(answers(503, noChannel))).toMatchObject({
      kind: "refused",
      failure: { category: "transient", code: "get_channel_failed", refund: "refunded" },
    });
    for (const status of [500, 502, 503, 504]) {
      const relayed = { error: { message: "upstream error", type: "upstream_error", code: "bad_response" } };
      expect((await create(answers(status, relayed))).kind).toBe("unanswered");
    }
  });

  it("that is answered with an error and a 200 may have been made", async () => {
    const said = { code: "get_channel_failed", message: "x", data: null };
    expect((await create(answers(200, said))).kind).toBe("accepted-unknown");
  });

  it("never gives the key away", async () => {
    const outcome = await create(
      answers(403, { error: { message: `No quota for ${KEY}`, type: "insufficient_quota", code: KEY } }),
    );
    expect(outcome).toMatchObject({ kind: "refused", failure: { category: "account" } });
    expect(JSON.stringify(outcome)).not.toContain("secret0123456789");
    expect((await create(answers(200, { id: KEY, state: "queued" }))).kind).toBe("accepted-unknown");
  });
});

describe("a task", () => {
  const completed = { id: "luma_gen_1", state: "completed" };
  const url = "https://cdn.example/x.mp4";

  it.each([
    ["the link for downloads first", { url, download_url: `${url}?dl=1` }, `${url}?dl=1`],
    ["the other where it has none", { url, download_url: null }, url],
    ["the other where that is none", { url, download_url: "javascript:alert(1)" }, url],
    ["none that holds the key", { url: `${url}?key=${KEY}` }, undefined],
    ["none without a video", null, undefined],
    ["none from a text", url, undefined],
  ])("has %s", async (_, video, clipUrl) => {
    const outcome = await look(200, { ...completed, video });
    if (outcome.kind !== "found") throw new Error(outcome.kind);
    expect(outcome.generation.clipUrl).toBe(clipUrl);
    expect(outcome.generation).not.toHaveProperty("clipUrlExpiresAtMs");
  });

  it.each(["pending", "processing", "dreaming", "SUCCESS", "expired"])(
    "in state %s is running",
    async (state) => {
      expect(await look(200, { id: "luma_gen_1", state })).toMatchObject({
        generation: { state: "running" },
      });
    },
  );

  it.each([
    [{ failure_reason: "moderation" }, "moderation"],
    [{ fail_reason: "no gpu" }, "no gpu"],
    [{ error: { message: "no gpu" } }, "no gpu"],
    [{ error: "no gpu" }, "no gpu"],
    [{ error: 7 }, "The gateway gave no reason."],
  ])("that failed with %j says why", async (fields, message) => {
    expect(await look(200, { id: "luma_gen_1", state: "failed", ...fields })).toMatchObject({
      generation: { state: "failed", failure: { message, refund: "unknown" } },
    });
  });
});

describe("what the gateway cannot tell", () => {
  it("has no list, and never takes a task for a request", () => {
    const api = createCrazyrouterApi({ baseUrl: "https://x.example", apiKey: KEY, requestTimeoutMs: 1 });
    open.push(api);
    expect("list" in api).toBe(false);
    expect("upload" in api).toBe(false);
    const request = api.buildRequest(makeShot(), {});
    expect(api.match(request, { id: "a", state: "queued", echo: { ...request.body } })).toBe("maybe");
    expect(api.account).toMatchObject({ dialect: "crazyrouter", origin: "https://x.example" });
  });

  it("asks for links to stills and for local files, and never for those of clips", () => {
    const api = createCrazyrouterApi({ baseUrl: "https://x.example", apiKey: KEY, requestTimeoutMs: 1 });
    open.push(api);
    const frame0 = { type: "shot", shot: "mood", still: true } as const;
    const frame1 = { type: "file", path: "a.png", sha256: "aa" } as const;
    expect(api.mediaNeeds?.(makeShot({ keyframes: { frame0, frame1 } }))).toEqual({
      links: ["frame0"],
      files: [{ path: "a.png", sha256: "aa" }],
    });
    const clip = makeShot({ keyframes: { frame0: { type: "shot", shot: "opener" } } });
    expect(api.mediaNeeds?.(clip)).toEqual({ links: [], files: [] });
  });
});

describe("the typed client", () => {
  it("creates and gets, and says after a lost answer where to look", async () => {
    const task = { id: "luma_gen_1", state: "queued", created_at: "2026-05-01T10:00:00Z" };
    const { server, options } = await optionsFor(answers(200, task));
    const client = createCrazyrouterClient(options);
    open.push(client);
    const made = await client.create({ user_prompt: "a lighthouse", model_name: "ray-v2" });
    expect(made).toEqual({ ...task, video: null, failure_reason: null });
    expect(await client.get("luma_gen_1")).toEqual(made);
    expect(server.seen.map(({ path }) => path)).toEqual([
      "/luma/generations",
      "/luma/generations/luma_gen_1",
    ]);

    const lost = await optionsFor({ onRequest: (socket) => void socket.resetAndDestroy() });
    const other = createCrazyrouterClient(lost.options);
    open.push(other);
    await expect(other.create({ user_prompt: "x" })).rejects.toMatchObject({
      code: "luma-unanswered",
      hint: expect.stringContaining("log of your key"),
    });
    expect(lost.server.seen).toHaveLength(1);
  });
});
