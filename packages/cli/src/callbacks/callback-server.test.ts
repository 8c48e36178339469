import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CallbackServer, startCallbackServer } from "./callback-server.ts";

let server: CallbackServer;
let port: number;
let hints: string[];
beforeEach(async () => {
  port = await freePort();
  server = await startCallbackServer({ publicUrl: "https://tunnel.example/luma/", port });
  hints = [];
  server.onHint((requestId) => void hints.push(requestId));
});
afterEach(() => server.close());

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port: free } = probe.address() as AddressInfo;
  probe.close();
  return free;
}

const send = (path: string, body: string, method = "POST"): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`, { method, ...(method === "GET" ? {} : { body }) }).then(
    ({ status }) => status,
    () => 0,
  );

const ended = JSON.stringify({ id: "gen", state: "completed" });

describe("a server for callbacks", () => {
  it("gives every create an address below the public one", () => {
    expect(server.callbackUrl("1f0c")).toBe("https://tunnel.example/luma/1f0c");
  });

  it.each([
    ["completed", ended],
    ["failed", `{"state":"failed"}`],
    ["an unknown state", `{"state":"preempted"}`],
    ["nothing at all", ""],
    ["no JSON", "<html>"],
    ["no object", "null"],
  ])("takes %s as a hint", async (_name, body) => {
    const id = randomUUID();
    expect(await send(`/luma/${id}`, body)).toBe(200);
    expect(hints).toEqual([id]);
  });

  it("finds the id whatever a proxy has made of the path before it", async () => {
    const id = randomUUID();
    expect(await send(`/${id}?via=proxy`, ended)).toBe(200);
    expect(hints).toEqual([id]);
  });

  it("has nothing to look at while a generation still runs", async () => {
    expect(await send(`/luma/${randomUUID()}`, `{"state":"dreaming"}`)).toBe(200);
    expect(hints).toEqual([]);
  });

  it.each([
    ["an address without an id", "/luma/", ended, "POST", 404],
    ["an address that is none", "/luma/../../etc/passwd", ended, "POST", 404],
    ["a long id", `/luma/${"a".repeat(4_000)}`, ended, "POST", 404],
    ["another method", `/luma/${randomUUID()}`, "", "GET", 405],
    ["a body without end", `/luma/${randomUUID()}`, "x".repeat(1_000_000), "POST", 413],
  ])("answers %s, and hints at nothing", async (_name, path, body, method, status) => {
    // A client that is still sending may miss the answer to what it sends too much of.
    expect([status, 0]).toContain(await send(path, body, method));
    expect(hints).toEqual([]);
    expect(await send(`/${randomUUID()}`, ended)).toBe(200);
  });

  it("outlives what is not HTTP", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.end("\u0000\u0001 nonsense\r\n\r\n");
    await once(socket, "close");
    expect(await send(`/${randomUUID()}`, ended)).toBe(200);
  });

  it("says that its port is taken before anything is sent", async () => {
    const second = startCallbackServer({ publicUrl: "https://tunnel.example", port });
    await expect(second).rejects.toMatchObject({ code: "port-taken" });
  });

  it("tells nobody who has stopped listening", async () => {
    const heard: string[] = [];
    server.onHint((requestId) => void heard.push(requestId))();
    await send(`/${randomUUID()}`, ended);
    expect([heard.length, hints.length]).toEqual([0, 1]);
  });
});
