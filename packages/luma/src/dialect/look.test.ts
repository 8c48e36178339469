import { afterEach, describe, expect, it } from "vitest";
import { TEST_DIALECTS, type TestApi } from "../testing/dialects.ts";
import { answerText, type RawScript, type RawServer, startRawServer } from "../testing/raw-server.ts";

const ID = "5b1e7d1e-0000-4000-8000-000000000002";
const KEY = "luma-secret-key-0123456789";
const NEVER = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

const answers = (status: number, body: unknown, headers: Record<string, string> = {}): RawScript => ({
  onRequest: (socket) => void socket.write(answerText(status, body, headers)),
});

describe.each(TEST_DIALECTS)("$name: looking at a generation", (dialect) => {
  async function apiOn(script: RawScript, timeoutMs = 5_000): Promise<{ api: TestApi; server: RawServer }> {
    const server = await startRawServer(script);
    const api = dialect.make({
      baseUrl: server.origin + dialect.basePath,
      apiKey: KEY,
      requestTimeoutMs: timeoutMs,
      maxBodyBytes: 10_000,
    });
    open.push(server, api);
    return { api, server };
  }

  it("finds it, with its link and the server's clock", async () => {
    const { api, server } = await apiOn(
      answers(200, dialect.completed(ID), { date: "Fri, 01 May 2026 10:00:05 GMT" }),
    );
    expect(await api.look(ID, NEVER)).toMatchObject({
      kind: "found",
      serverTimeMs: Date.UTC(2026, 4, 1, 10, 0, 5),
      generation: {
        id: ID,
        state: "completed",
        createdAtMs: Date.UTC(2026, 4, 1, 10, 0, 0, 388),
        clipUrl: expect.stringContaining("https://cdn.example/out.mp4?"),
        clipUrlExpiresAtMs: Date.UTC(2026, 4, 1, 11),
      },
    });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.method).toBe("GET");
    expect(server.seen[0]?.path).toBe(`${dialect.basePath}${dialect.lookPath}/${ID}`);
    expect(server.seen[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
  });

  it.each([
    ["queued", "queued"],
    [dialect.atWork, "running"],
    ["pondering", "running"],
    [undefined, "running"],
    ["completed", "completed"],
  ])("takes the state %j for %s", async (state, expected) => {
    const { api } = await apiOn(answers(200, { id: ID, state }));
    expect(await api.look(ID, NEVER)).toEqual({ kind: "found", generation: { id: ID, state: expected } });
  });

  it("sorts a failure", async () => {
    const { api } = await apiOn(answers(200, dialect.failed(ID)));
    expect(await api.look(ID, NEVER)).toMatchObject({
      generation: { state: "failed", failure: { category: "permanent", refund: dialect.refund } },
    });
  });

  it.each([
    [404, { detail: "Generation not found" }, { kind: "not-found" }],
    [401, { detail: "Invalid API key" }, { kind: "refused", failure: { category: "account", status: 401 } }],
    [403, { detail: "Forbidden" }, { kind: "refused", failure: { category: "account", status: 403 } }],
    [
      429,
      { detail: "Too many requests" },
      { kind: "throttled", throttle: { kind: "rate", retryAfterMs: 3000 } },
    ],
    [
      400,
      { detail: "Bad id" },
      { kind: "unreachable", reason: "the API answered with HTTP status 400: Bad id" },
    ],
    [302, "", { kind: "unreachable", reason: "the API answered with HTTP status 302" }],
    [500, "", { kind: "unreachable", reason: "the API answered with HTTP status 500" }],
    [
      503,
      { detail: "Image URL ingestion unavailable" },
      {
        kind: "unreachable",
        reason: "the API answered with HTTP status 503: Image URL ingestion unavailable",
      },
    ],
    [
      200,
      { ...dialect.completed(ID), id: "another" },
      { kind: "unreachable", reason: "the answer is about another generation" },
    ],
    [200, [], { kind: "unreachable", reason: "the answer is not a generation" }],
    [200, "null", { kind: "unreachable", reason: "the answer is not a generation" }],
    [200, "", { kind: "unreachable", reason: "the answer is empty" }],
    [200, "{", { kind: "unreachable", reason: "the answer is broken JSON" }],
    [
      200,
      { ...dialect.completed(ID), x: "y".repeat(20_000) },
      { kind: "unreachable", reason: "the answer is longer than 10000 bytes" },
    ],
  ])("answers %i %j as an outcome", async (status, body, expected) => {
    const { api } = await apiOn(
      answers(status, body, { "retry-after": "3", location: "http://127.0.0.1:1/" }),
    );
    expect(await api.look(ID, NEVER)).toMatchObject(expected);
  });

  it("does not take JSON that calls itself something else", async () => {
    const { api } = await apiOn(answers(200, dialect.completed(ID), { "content-type": "text/html" }));
    expect(await api.look(ID, NEVER)).toEqual({
      kind: "unreachable",
      reason: "the answer is not JSON but text/html",
    });
  });

  it("ends with the time, with the signal, and with the connection", async () => {
    const silent = await apiOn({}, 60);
    expect(await silent.api.look(ID, NEVER)).toEqual({
      kind: "unreachable",
      reason: "no answer within 0.06 s",
    });
    const { api } = await apiOn({});
    const gone = new AbortController();
    const looking = api.look(ID, gone.signal);
    gone.abort();
    expect(await looking).toEqual({ kind: "unreachable", reason: "the request was given up" });
    const broken = await apiOn({ onRequest: (socket) => void socket.resetAndDestroy() });
    expect((await broken.api.look(ID, NEVER)).kind).toBe("unreachable");
  });

  it("never goes to another host with the key", async () => {
    const other = await startRawServer(answers(200, dialect.completed(ID)));
    open.push(other);
    const { api } = await apiOn(answers(307, "", { location: `${other.origin}/generations/${ID}` }));
    expect((await api.look(ID, NEVER)).kind).toBe("unreachable");
    expect(other.connections()).toBe(0);
  });

  it("cleans what the API says of its key", async () => {
    const { api } = await apiOn(answers(401, { detail: `Invalid API key: ${KEY}\u001b[2J` }));
    const outcome = await api.look(ID, NEVER);
    expect(outcome).toMatchObject({ failure: { message: "Invalid API key: [key] [2J" } });
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });

  it("keeps an id inside its place in the path", async () => {
    const { api, server } = await apiOn(answers(404, {}));
    await api.look("../credits?x=1", NEVER);
    expect(server.seen[0]?.path).toBe(`${dialect.basePath}${dialect.lookPath}/..%2Fcredits%3Fx%3D1`);
  });

  it("names the account by origin and a hash of the key alone, and refuses what it cannot use", () => {
    const make = (baseUrl: string, apiKey: string): TestApi => {
      const api = dialect.make({ baseUrl, apiKey, requestTimeoutMs: 1000 });
      open.push(api);
      return api;
    };
    const { account } = make("https://API.example/v1", KEY);
    expect(account.origin).toBe("https://api.example");
    expect(account.keyHash).toMatch(/^[0-9a-f]{32}$/);
    expect(make("https://api.example/v1/", ` ${KEY}\n`).account).toEqual(account);
    expect(make("https://api.example/v1", `${KEY}x`).account.keyHash).not.toBe(account.keyHash);
    expect(() => make("ftp://x.example", KEY)).toThrow(expect.objectContaining({ code: "luma-base-url" }));
    expect(() => make("https://x.example", "two\nlines")).toThrow(
      expect.objectContaining({ code: "luma-api-key" }),
    );
  });
});
