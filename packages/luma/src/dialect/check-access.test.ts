import { afterEach, describe, expect, it } from "vitest";
import { TEST_DIALECTS } from "../testing/dialects.ts";
import { answerText, startRawServer } from "../testing/raw-server.ts";
import type { AccessOutcome } from "./check-access.ts";

const NEVER = new AbortController().signal;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((item) => item.close()));
});

describe.each(TEST_DIALECTS)("$name: whether the key is taken", (dialect) => {
  async function ask(status: number, body: unknown): Promise<AccessOutcome & { path?: string }> {
    const headers = { date: "Fri, 01 May 2026 10:00:05 GMT", "retry-after": "3" };
    const server = await startRawServer({
      onRequest: (socket) => void socket.write(answerText(status, body, headers)),
    });
    const api = dialect.make({
      baseUrl: server.origin + dialect.basePath,
      apiKey: "luma-secret-key-0123456789",
      requestTimeoutMs: 2_000,
    });
    open.push(server, api);
    const outcome = await api.checkAccess(NEVER);
    expect(server.seen).toMatchObject([
      { method: "GET", path: `${dialect.basePath}${dialect.access.path}`, body: "" },
    ]);
    return outcome;
  }

  it("is known with the API's clock, and without buying anything", async () => {
    const { status, body } = dialect.access;
    expect(await ask(status, body)).toEqual({
      kind: "usable",
      serverTimeMs: Date.UTC(2026, 4, 1, 10, 0, 5),
    });
  });

  it.each([
    [401, { detail: "Invalid API key" }, { kind: "refused", failure: { category: "account" } }],
    [
      403,
      { error: { message: "Insufficient quota" } },
      { kind: "refused", failure: { category: "account" } },
    ],
    [429, { detail: "Rate limit exceeded" }, { kind: "throttled", throttle: { retryAfterMs: 3_000 } }],
    [404, "<h1>Not Found</h1>", { kind: "unreachable" }],
    [500, "", { kind: "unreachable" }],
    [200, "<p>hello</p>", { kind: "unreachable" }],
    [302, "", { kind: "unreachable" }],
  ])("is answered by %i %j as an outcome", async (status, body, expected) => {
    expect(await ask(status, body)).toMatchObject(expected);
  });
});
