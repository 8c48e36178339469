import { afterEach, describe, expect, it } from "vitest";
import { LUMA_ERROR_CODES } from "../luma-error.ts";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";
import { createDreamMachineClient, type DreamMachineClient } from "./dream-machine-client.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000002";
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

async function clientOn(script: RawScript): Promise<{ client: DreamMachineClient; server: RawServer }> {
  const server = await startRawServer(script);
  const client = createDreamMachineClient({
    baseUrl: server.origin,
    apiKey: "luma-secret-key-0123456789",
    requestTimeoutMs: 300,
  });
  open.push(server, client);
  return { client, server };
}

const answers = (status: number, body: unknown, headers: Record<string, string> = {}): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body, headers)),
});

describe("the typed client", () => {
  it("creates with exactly the body that it is given", async () => {
    const { client, server } = await clientOn(answers(201, { id: ID, state: "queued", model: "ray-2" }));
    const request = { model: "ray-2", prompt: "fog", concepts: [{ key: "push_in" }] };
    expect(await client.create(request, { requestId: "r-1" })).toMatchObject({ id: ID, state: "queued" });
    expect(server.seen[0]).toMatchObject({ method: "POST", path: "/generations/video" });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual(request);
    expect(server.seen[0]?.headers.get("x-request-id")).toBe("r-1");
  });

  it.each([
    [{ model: "ray-2" }, "/generations/video"],
    [{ generation_type: "video", model: "ray-2" }, "/generations/video"],
    [
      {
        generation_type: "modify_video",
        model: "ray-2",
        mode: "flex_1",
        media: { url: "https://x.example/a" },
      },
      "/generations/video/modify",
    ],
    [
      {
        generation_type: "reframe_video",
        model: "ray-2",
        aspect_ratio: "1:1",
        media: { url: "https://x.example/a" },
      },
      "/generations/video/reframe",
    ],
    [{ generation_type: "image", model: "photon-1" }, "/generations/image"],
  ] as const)("sends %j to %s", async (request, path) => {
    const { client, server } = await clientOn(answers(201, { id: ID, state: "queued" }));
    await client.create(request);
    expect(server.seen).toMatchObject([{ method: "POST", path }]);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual(request);
  });

  it("upscales and adds sound by the documented bodies, each in one request", async () => {
    const { client, server } = await clientOn(answers(200, { id: ID, state: "queued" }));
    await client.upscale(ID, { resolution: "4k" });
    await client.addAudio(ID, { prompt: "wind and gulls", negative_prompt: "music" });
    expect(server.seen.map(({ path }) => path)).toEqual([
      `/generations/${ID}/upscale`,
      `/generations/${ID}/audio`,
    ]);
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { generation_type: "upscale_video", resolution: "4k" },
      { generation_type: "add_audio", prompt: "wind and gulls", negative_prompt: "music" },
    ]);
    const lost = await clientOn({ onRequest: (socket) => void socket.resetAndDestroy() });
    await expect(lost.client.upscale("../x", {})).rejects.toMatchObject({ code: "luma-unanswered" });
    expect(lost.server.seen.map(({ path }) => path)).toEqual(["/generations/..%2Fx/upscale"]);
  });

  it("gets, lists and deletes", async () => {
    const got = await clientOn(
      answers(200, { id: ID, state: "completed", assets: { video: "https://x.example/a" } }),
    );
    expect((await got.client.get(ID)).assets?.video).toBe("https://x.example/a");
    const listed = await clientOn(answers(200, { generations: [{ id: ID }], has_more: false }));
    expect((await listed.client.list({ limit: 5 })).generations.map((item) => item.id)).toEqual([ID]);
    expect(listed.server.seen[0]?.path).toBe("/generations?limit=5&offset=0");
    const deleted = await clientOn({
      onRequest: (socket) => void socket.write("HTTP/1.1 204 No Content\r\n\r\n"),
    });
    await deleted.client.delete(ID);
    expect(deleted.server.seen[0]).toMatchObject({ method: "DELETE", path: `/generations/${ID}` });
  });

  it("reads the balance as money, and concepts and ping as words", async () => {
    expect(await (await clientOn(answers(200, { credit_balance: 1250.5 }))).client.credits()).toEqual({
      balanceUsdE4: 125_050,
    });
    const concepts = await clientOn(answers(200, ["orbit_left", "push_in"]));
    expect(await concepts.client.concepts()).toEqual(["orbit_left", "push_in"]);
    expect(await (await clientOn(answers(200, { message: "pong" }))).client.ping()).toEqual({
      message: "pong",
    });
  });

  it.each([
    [
      400,
      { detail: "Prompt is required" },
      { code: "luma-refused", apiCode: "prompt-is-required", status: 400 },
    ],
    [401, { detail: "Invalid API key" }, { code: "luma-account-refused", status: 401, requestId: "r-9" }],
    [404, { detail: "Generation not found" }, { code: "luma-not-found", status: 404 }],
    [429, { detail: "Rate limit exceeded" }, { code: "luma-throttled", retryAfterMs: 2000 }],
    [503, "busy", { code: "luma-unreachable", status: 503 }],
    [200, { no: "generation" }, { code: "luma-unreachable", status: 200 }],
  ])("fails a get on %i %j by its code", async (status, body, expected) => {
    const { client } = await clientOn(answers(status, body, { "retry-after": "2", "x-request-id": "r-9" }));
    await expect(client.get(ID)).rejects.toMatchObject(expected);
  });

  it.each([
    [400, { detail: "Prompt is required" }, "luma-refused"],
    [402, { detail: "Insufficient credits" }, "luma-account-refused"],
    [429, { detail: "Too many concurrent jobs" }, "luma-throttled"],
    [500, {}, "luma-unanswered"],
    [201, {}, "luma-accepted-unknown"],
  ])("fails a create on %i %j with %s, after one request", async (status, body, code) => {
    const { client, server } = await clientOn(answers(status, body));
    await expect(client.create({ model: "ray-2" })).rejects.toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  it("tells an unsent create from an unanswered one", async () => {
    const gone = await clientOn({});
    await gone.server.close();
    open.splice(0, 2);
    open.push(gone.client);
    await expect(gone.client.create({ model: "ray-2" })).rejects.toMatchObject({ code: "luma-unreachable" });
    const silent = await clientOn({});
    await expect(silent.client.create({ model: "ray-2" })).rejects.toMatchObject({
      code: "luma-unanswered",
      standing: "One generation may have been paid for.",
    });
    expect(silent.server.seen).toHaveLength(1);
  });

  it("gives up with the signal's own reason", async () => {
    const { client, server } = await clientOn({});
    const reason = new Error("changed my mind");
    await expect(client.create({ model: "ray-2" }, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const gone = new AbortController();
    const getting = client.get(ID, { signal: gone.signal });
    gone.abort(reason);
    await expect(getting).rejects.toBe(reason);
    expect(server.seen.filter((request) => request.method === "POST")).toEqual([]);
  });
});

it("every code is explained by a title and whole sentences", () => {
  for (const [code, { title, explain }] of Object.entries(LUMA_ERROR_CODES)) {
    expect(code).toMatch(/^luma-[a-z-]+$/);
    expect(title).not.toMatch(/\.$/);
    expect(explain).toMatch(/\.$/);
  }
});
