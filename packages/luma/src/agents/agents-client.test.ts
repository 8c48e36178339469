import { afterEach, describe, expect, it } from "vitest";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";
import { type AgentsClient, createAgentsClient } from "./agents-client.ts";
import type { WireAgentsRequest } from "./wire.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000010";
const REQUEST: WireAgentsRequest = {
  model: "ray-3.2",
  type: "video",
  prompt: "she turns",
  video: { duration: "5s", start_frame: { url: "https://img.example/a.jpg" } },
};
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

async function clientOn(script: RawScript): Promise<{ client: AgentsClient; server: RawServer }> {
  const server = await startRawServer(script);
  const client = createAgentsClient({
    baseUrl: `${server.origin}/v1`,
    apiKey: "luma-api-secret-key-0123456789",
    requestTimeoutMs: 2_000,
  });
  open.push(server, client);
  return { client, server };
}

const answers = (status: number, body: unknown, headers: Record<string, string> = {}): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body, headers)),
});

describe("the typed client", () => {
  it("creates with exactly the body that it is given, in one request", async () => {
    const { client, server } = await clientOn(answers(201, { id: ID, state: "queued", output: [] }));
    expect(await client.create(REQUEST, { requestId: "r-1" })).toEqual({
      id: ID,
      type: null,
      state: "queued",
      created_at: null,
      output: [],
      failure_reason: null,
      failure_code: null,
    });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: "POST", path: "/v1/generations" });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual(REQUEST);
    expect(server.seen[0]?.headers.get("x-request-id")).toBe("r-1");
  });

  it("gets a generation with its links", async () => {
    const output = [{ type: "video", url: "https://storage.example/a.mp4" }];
    const { client } = await clientOn(answers(200, { id: ID, state: "completed", output }));
    expect((await client.get(ID)).output).toEqual(output);
  });

  it.each([
    [422, { detail: "source: failed to fetch URL (HTTP 404)" }, "luma-refused"],
    [402, { detail: "Insufficient credits. Please add credits to continue." }, "luma-account-refused"],
    [429, { detail: "Too many concurrent jobs" }, "luma-throttled"],
    [503, { detail: "Image URL ingestion unavailable" }, "luma-refused"],
    [502, { detail: "Upstream service unavailable" }, "luma-unanswered"],
    [201, {}, "luma-accepted-unknown"],
  ])("fails a create on %i %j with %s, after one request", async (status, body, code) => {
    const { client, server } = await clientOn(answers(status, body));
    await expect(client.create(REQUEST)).rejects.toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  it("says after a lost answer that there is no list to look at", async () => {
    const { client } = await clientOn({ onRequest: (socket) => void socket.resetAndDestroy() });
    await expect(client.create(REQUEST)).rejects.toMatchObject({
      code: "luma-unanswered",
      hint: expect.stringContaining("no list"),
    });
  });

  it("fails a get by its code", async () => {
    const { client } = await clientOn(answers(404, { detail: "Generation not found" }));
    await expect(client.get(ID)).rejects.toMatchObject({ code: "luma-not-found" });
    const other = await clientOn(answers(200, { id: "another", state: "queued" }));
    await expect(other.client.get(ID)).rejects.toMatchObject({ code: "luma-unreachable" });
  });

  it("lists, shows and deletes files", async () => {
    const record = { id: "f-1", state: "ready", filename: "a.png", mime_type: "image/png", size_bytes: 1024 };
    const list = { data: [record], has_more: true, next_cursor: "n-1" };
    const listed = await clientOn(answers(200, list));
    expect(await listed.client.files({ limit: 1, cursor: "a&b", state: "ready" })).toMatchObject(list);
    expect(listed.server.seen[0]?.path).toBe("/v1/files?limit=1&cursor=a%26b&state=ready");
    const one = await clientOn(answers(200, record));
    expect(await one.client.file("f-1")).toEqual({
      ...record,
      created_at: null,
      expires_at: null,
      failure_reason: null,
    });
    await expect(one.client.file("f-2")).rejects.toMatchObject({ code: "luma-unreachable" });
    const deleted = await clientOn({
      onRequest: (socket) => void socket.write("HTTP/1.1 204 No Content\r\n\r\n"),
    });
    await deleted.client.deleteFile("f/1");
    expect(deleted.server.seen[0]).toMatchObject({ method: "DELETE", path: "/v1/files/f%2F1" });
    const holed = await clientOn(answers(200, { data: [record, {}], has_more: false }));
    await expect(holed.client.files()).rejects.toMatchObject({ code: "luma-unreachable" });
  });
});
