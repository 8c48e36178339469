import type { Socket } from "node:net";
import type { CreateOutcome } from "@shotlist/core";
import { afterEach, describe, expect, it } from "vitest";
import { TEST_DIALECTS, type TestApi } from "../testing/dialects.ts";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000002";
const NEVER = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

/** Lets the event loop go round: on the loopback what one end did is at the other after one or two rounds. */
async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

const says = (text: string) => (socket: Socket) => void socket.end(text);
const resets = (socket: Socket): void => void socket.resetAndDestroy();
const accepted = answerText(201, { id: ID, state: "queued" });

describe.each(TEST_DIALECTS)("$name:", (dialect) => {
  async function apiOn(
    script: RawScript,
    options: { timeoutMs?: number; maxBodyBytes?: number } = {},
  ): Promise<{ api: TestApi; server: RawServer }> {
    const server = await startRawServer(script);
    const api = dialect.make({
      baseUrl: `${server.origin}${dialect.basePath}/`,
      apiKey: "luma-secret-key-0123456789",
      requestTimeoutMs: options.timeoutMs ?? 5_000,
      ...(options.maxBodyBytes === undefined ? {} : { maxBodyBytes: options.maxBodyBytes }),
    });
    open.push(server, api);
    return { api, server };
  }

  async function createOn(api: TestApi): Promise<CreateOutcome> {
    const opened = await api.openCreate(NEVER);
    if (opened.kind !== "open") throw new Error(opened.reason);
    return opened.connection.send(dialect.request, { requestId: "request-1" });
  }

  describe("what a create becomes when the answer is", () => {
    const cases: readonly [string, RawScript, CreateOutcome["kind"]][] = [
      ["a 201 with an id", { onRequest: says(accepted) }, "accepted"],
      [
        "a 200 with an id and no content type",
        { onRequest: says(`HTTP/1.1 200 OK\r\n\r\n{"id":"${ID}"}`) },
        "accepted",
      ],
      [
        "a chunked 201",
        {
          onRequest: says(
            `HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n2f\r\n{"id":"${ID}"  }\r\n0\r\n\r\n`,
          ),
        },
        "accepted",
      ],
      ["a 201 after a 103", { onRequest: says(`HTTP/1.1 103 Early Hints\r\n\r\n${accepted}`) }, "accepted"],
      ["a 201 cut in its body", { onRequest: says(accepted.slice(0, -4)) }, "accepted-unknown"],
      [
        "a 201 cut and reset",
        {
          onRequest: (socket) => {
            socket.write(accepted.slice(0, -4), () => setImmediate(() => socket.resetAndDestroy()));
          },
        },
        "accepted-unknown",
      ],
      ["a 201 without an id", { onRequest: says(answerText(201, { state: "queued" })) }, "accepted-unknown"],
      [
        "a 201 with an id that is a number",
        { onRequest: says(answerText(201, { id: 7 })) },
        "accepted-unknown",
      ],
      [
        "a 201 with an id that walks",
        { onRequest: says(answerText(201, { id: "../x" })) },
        "accepted-unknown",
      ],
      [
        "a 201 of HTML",
        { onRequest: says(answerText(201, "<p>ok</p>", { "content-type": "text/html" })) },
        "accepted-unknown",
      ],
      ["a 204", { onRequest: says("HTTP/1.1 204 No Content\r\n\r\n") }, "accepted-unknown"],
      ["a 400", { onRequest: says(answerText(400, { detail: "Prompt is required" })) }, "refused"],
      [
        "a 400 cut in its body",
        { onRequest: says(answerText(400, { detail: "Prompt" }).slice(0, -4)) },
        "refused",
      ],
      ["a 401", { onRequest: says(answerText(401, { detail: "Invalid API key is provided" })) }, "refused"],
      [
        "a 422",
        { onRequest: says(answerText(422, { detail: [{ loc: ["body", "model"], msg: "bad" }] })) },
        "refused",
      ],
      ["a 429", { onRequest: says(answerText(429, { detail: "Rate limit exceeded" })) }, "throttled"],
      [
        "a 429 about money",
        { onRequest: says(answerText(429, { detail: "Insufficient credits" })) },
        "refused",
      ],
      ...[301, 302, 307, 308, 408, 409, 425, 499, 500, 502, 503, 504].map(
        (status) =>
          [
            `a ${status}`,
            { onRequest: says(answerText(status, { detail: "x" }, { location: "/elsewhere" })) },
            "unanswered",
          ] as const,
      ),
      ["not HTTP", { onRequest: says("+OK POP3 ready\r\n\r\n") }, "unanswered"],
      ["cut in its headers", { onRequest: says(accepted.slice(0, 30)) }, "unanswered"],
      ["an end without a byte", { onRequest: (socket) => void socket.end() }, "unanswered"],
      ["a reset after the whole request", { onRequest: resets }, "unanswered"],
      ["a reset after the head of the request", { onHead: resets }, "unanswered"],
    ] as readonly [string, RawScript, CreateOutcome["kind"]][];

    it.each(cases)("%s", async (_, script, kind) => {
      const { api, server } = await apiOn(script);
      const outcome = await createOn(api);
      expect(outcome.kind).toBe(kind);
      expect(server.seen.map((request) => request.method)).toEqual(["POST"]);
      expect(server.connections()).toBe(1);
    });

    it("a hang before the status, once the time is over", async () => {
      const { api, server } = await apiOn({}, { timeoutMs: 120 });
      expect(await createOn(api)).toEqual({ kind: "unanswered", reason: "no answer within 0.12 s" });
      expect(server.seen).toHaveLength(1);
    });

    it("a hang inside the body of a 201", async () => {
      const { api, server } = await apiOn(
        { onRequest: (socket) => void socket.write(accepted.slice(0, -4)) },
        { timeoutMs: 120 },
      );
      expect((await createOn(api)).kind).toBe("accepted-unknown");
      expect(server.seen).toHaveLength(1);
    });

    it("a 201 longer than is read", async () => {
      const { api } = await apiOn(
        { onRequest: says(answerText(201, { id: ID, x: "y".repeat(5000) })) },
        { maxBodyBytes: 1000 },
      );
      expect(await createOn(api)).toEqual({
        kind: "accepted-unknown",
        reason: "the answer is longer than 1000 bytes",
      });
    });
  });

  describe("a connection for a create", () => {
    it("sends the body, the key and our request id, and nothing that invites another protocol", async () => {
      const { api, server } = await apiOn({ onRequest: says(accepted) });
      await createOn(api);
      const [request] = server.seen;
      expect(request?.path).toBe(`${dialect.basePath}${dialect.request.path}`);
      expect(JSON.parse(request?.body ?? "")).toEqual(dialect.request.body);
      expect(request?.headers.get("authorization")).toBe("Bearer luma-secret-key-0123456789");
      expect(request?.headers.get("x-request-id")).toBe("request-1");
      expect(request?.headers.get("content-type")).toBe("application/json");
      expect(request?.headers.has("upgrade")).toBe(false);
      expect(request?.headers.has("expect")).toBe(false);
    });

    it("is open before anything is sent, and sends nothing when it is given up", async () => {
      const { api, server } = await apiOn({});
      const opened = await api.openCreate(NEVER);
      expect(opened.kind).toBe("open");
      expect(server.connections()).toBe(1);
      if (opened.kind === "open") {
        opened.connection.close();
        expect((await opened.connection.send(dialect.request, { requestId: "r" })).kind).toBe("unsent");
      }
      expect(server.seen).toEqual([]);
    });

    it("sends once, however often it is asked", async () => {
      const { api, server } = await apiOn({ onRequest: says(accepted) });
      const opened = await api.openCreate(NEVER);
      if (opened.kind !== "open") throw new Error(opened.reason);
      const outcomes = await Promise.all([
        opened.connection.send(dialect.request, { requestId: "a" }),
        opened.connection.send(dialect.request, { requestId: "b" }),
      ]);
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(["accepted", "unsent"]);
      expect(server.seen).toHaveLength(1);
    });

    it.each(["ended", "reset", "spoken to"] as const)(
      "knows that nothing was sent when the idle connection was %s by the server",
      async (how) => {
        let peer: Socket | undefined;
        const { api, server } = await apiOn({
          onConnection: (socket) => {
            peer = socket;
          },
        });
        const opened = await api.openCreate(NEVER);
        if (opened.kind !== "open") throw new Error(opened.reason);
        while (peer === undefined) await rounds(1);
        if (how === "ended") peer.end();
        if (how === "reset") peer.resetAndDestroy();
        if (how === "spoken to") peer.write(answerText(408, {}));
        await rounds(50);
        const outcome = await opened.connection.send(dialect.request, { requestId: "r" });
        expect(outcome.kind).toBe("unsent");
        expect(server.seen).toEqual([]);
      },
    );

    it("never connects again when the server closes at the moment of sending", async () => {
      for (let round = 0; round < 20; round += 1) {
        let peer: Socket | undefined;
        const { api, server } = await apiOn({
          onConnection: (socket) => {
            peer = socket;
          },
        });
        const opened = await api.openCreate(NEVER);
        if (opened.kind !== "open") throw new Error(opened.reason);
        while (peer === undefined) await rounds(1);
        if (round % 2 === 0) peer.end();
        else peer.resetAndDestroy();
        const outcome = await opened.connection.send(dialect.request, { requestId: "r" });
        expect(["unsent", "unanswered"]).toContain(outcome.kind);
        expect(server.connections()).toBe(1);
        expect(server.seen.length).toBeLessThanOrEqual(outcome.kind === "unsent" ? 0 : 1);
      }
    });
  });

  describe("a connection that cannot be opened", () => {
    const unopened = async (baseUrl: string, timeoutMs: number, signal = NEVER): Promise<string> => {
      const api = dialect.make({ baseUrl, apiKey: "k-1234567890", requestTimeoutMs: timeoutMs });
      open.push(api);
      const opened = await api.openCreate(signal);
      if (opened.kind === "open") throw new Error("it opened");
      return opened.reason;
    };

    it("says that it was refused", async () => {
      const server = await startRawServer({});
      await server.close();
      expect(await unopened(server.origin, 2_000)).toBe("the connection was refused (ECONNREFUSED)");
    });

    it("waits for TLS no longer than for everything else", async () => {
      const server = await startRawServer({});
      open.push(server);
      expect(await unopened(server.origin.replace("http:", "https:"), 100)).toBe(
        "no connection within 0.1 s",
      );
    });

    it("says when the other side speaks no TLS", async () => {
      const server = await startRawServer({
        onConnection: (socket) => void socket.end("HTTP/1.1 400 Bad\r\n\r\n"),
      });
      open.push(server);
      expect(await unopened(server.origin.replace("http:", "https:"), 2_000)).toMatch(
        /SSL|TLS|closed|reset/i,
      );
    });

    it("gives up when it is told to, before and while it connects", async () => {
      const server = await startRawServer({});
      open.push(server);
      const url = server.origin.replace("http:", "https:");
      expect(await unopened(url, 5_000, AbortSignal.abort())).toBe("the connection was given up");
      expect(await unopened(url, 5_000, AbortSignal.timeout(30))).toBe("the connection was given up");
    });
  });
});
