import { afterEach, describe, expect, it } from "vitest";
import { BEGIN_MS, closeSimulators, type OpenSimulator, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

const HEADERS = ["retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];

/** The limit headers of an answer, null where there is none. */
const limitHeaders = ({ headers }: { readonly headers: Headers }): readonly (string | null)[] =>
  HEADERS.map((name) => headers.get(name));

async function completed(open: OpenSimulator, prompt = "a pier"): Promise<{ id: string; url: string }> {
  const { id } = (await open.createAgents({ prompt })).body;
  open.pass(11);
  const { body } = await open.agents("GET", `/generations/${id}`);
  const [output] = body["output"] as readonly { readonly url: string }[];
  return { id: String(id), url: output?.url ?? "" };
}

describe("the Agents API", () => {
  it("takes a video through queued and processing to completed", async () => {
    const { createAgents, agents, pass } = await openSimulator({
      latency: { queuedS: 4, meanS: 10, spreadS: 0 },
    });
    const created = await createAgents({}, { resolution: "720p", duration: "5s" });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      type: "video",
      state: "queued",
      model: "ray-3.2",
      created_at: "2026-01-02T03:04:05Z",
      output: [],
      failure_reason: null,
      failure_code: null,
    });
    const path = `/generations/${created.body.id}`;
    pass(7);
    expect((await agents("GET", path)).body).toMatchObject({ state: "processing", output: [] });
    pass(10);
    expect((await agents("GET", path)).body).toMatchObject({
      state: "completed",
      output: [{ type: "video", url: expect.stringContaining("/video.mp4?") }],
    });
  });

  it.each([
    ["", "Missing or invalid API key"],
    ["luma-api-x", "Missing or invalid API key"],
    ["bearer luma-api-x", "Missing or invalid API key"],
    ["Basic luma-api-x", "Missing or invalid API key"],
    ["Bearer luma-x", "Missing or invalid API key"],
    ["Bearer luma-api-x", "Invalid API key"],
    ["Bearer luma-api-revoked", "API key has been revoked"],
    ["Bearer luma-api-expired", "API key has expired"],
  ])("refuses the authorization %j: %s", async (authorization, detail) => {
    const { agents, simulator } = await openSimulator({ apiKeys: ["luma-api-good"] });
    for (const method of ["POST", "GET"]) {
      const path = method === "POST" ? "/generations" : "/generations/x";
      const answer = await agents(method, path, method === "POST" ? {} : undefined, { authorization });
      expect([answer.status, answer.body]).toEqual([401, { detail }]);
    }
    expect(simulator.stats().dialects.agents.creates.received).toBe(0);
  });

  it("has keys of its own: neither API takes the other's", async () => {
    const { api, agents } = await openSimulator();
    const foreign = { authorization: "Bearer luma-api-x" };
    expect((await api("GET", "/ping", undefined, foreign)).status).toBe(401);
    expect((await agents("POST", "/generations", {}, { authorization: "Bearer luma-x" })).status).toBe(401);
  });

  it("puts the request id and the API version on every answer", async () => {
    const { agents, createAgents } = await openSimulator();
    const answers = [
      await createAgents(),
      await agents("POST", "/generations", "not json", { "x-request-id": "mine" }),
      await agents("GET", "/generations/none"),
      await agents("GET", "/generations/none", undefined, { authorization: "" }),
      await agents("GET", "/nothing"),
    ];
    for (const { headers } of answers) {
      expect(headers.get("x-api-version")).toBe("2026-04-01");
      expect(headers.get("x-request-id")).toMatch(/^mine$|^[0-9a-f-]{36}$/);
    }
    expect(answers[1]?.headers.get("x-request-id")).toBe("mine");
  });

  it("keeps the request id of a create, though it is no idempotency key", async () => {
    const { agents, simulator } = await openSimulator();
    const body = { model: "ray-3.2", type: "video", prompt: "a pier" };
    const headers = { "x-request-id": "7f" };
    const first = await agents("POST", "/generations", body, headers);
    const second = await agents("POST", "/generations", body, headers);
    expect(first.body.id).not.toBe(second.body.id);
    expect(simulator.generations().map(({ requestId }) => requestId)).toEqual(["7f", "7f"]);
  });

  it("answers an unknown id, a malformed one and one of the other API the same", async () => {
    const { agents, create } = await openSimulator();
    const { id } = (await create()).body;
    for (const other of ["5b1e7d1e-0000-4000-8000-000000000099", "not-a-uuid", id]) {
      const answer = await agents("GET", `/generations/${other}`);
      expect([answer.status, answer.body]).toEqual([404, { detail: "Generation not found" }]);
    }
  });

  it("has no list, no deleting and nothing else of Dream Machine", async () => {
    const { agents, createAgents, api } = await openSimulator();
    const { id } = (await createAgents()).body;
    expect((await agents("GET", "/generations")).status).toBe(405);
    expect((await agents("DELETE", `/generations/${id}`)).status).toBe(405);
    expect((await agents("GET", "/credits")).status).toBe(404);
    expect((await agents("POST", "/generations/video", {})).status).toBe(405);
    expect((await api("GET", "/generations")).body["count"]).toBe(0);
    expect((await api("GET", `/generations/${id}`)).status).toBe(404);
    expect((await api("DELETE", `/generations/${id}`)).status).toBe(404);
  });
});

describe("the limits of the Agents API", () => {
  const limits = { agents: { limits: { concurrency: 10, createsPerMinute: 3 } } };

  it("shows the rate on every 201 and when it is used up, with the wait for the oldest", async () => {
    const { createAgents, pass } = await openSimulator(limits);
    const reset = (afterS: number): string => String(BEGIN_MS / 1000 + afterS + 60);
    expect(limitHeaders(await createAgents())).toEqual([null, "3", "2", reset(0)]);
    pass(15);
    expect(limitHeaders(await createAgents())).toEqual([null, "3", "1", reset(15)]);
    expect(limitHeaders(await createAgents())).toEqual([null, "3", "0", reset(15)]);
    pass(5);
    const refused = await createAgents();
    expect([refused.status, refused.body]).toEqual([429, { detail: "Rate limit exceeded" }]);
    expect(limitHeaders(refused)).toEqual(["40", "3", "0", reset(20)]);
    pass(39.5);
    expect(limitHeaders(await createAgents())[0]).toBe("1");
    pass(0.5);
    expect((await createAgents()).status).toBe(201);
  });

  it("says of too many at once only to wait a minute", async () => {
    const { createAgents, pass } = await openSimulator({
      agents: { limits: { concurrency: 2, createsPerMinute: 30 } },
    });
    await createAgents();
    await createAgents();
    const refused = await createAgents();
    expect([refused.status, refused.body]).toEqual([429, { detail: "Too many concurrent jobs" }]);
    expect(limitHeaders(refused)).toEqual(["60", null, null, null]);
    pass(10);
    expect((await createAgents()).status).toBe(201);
  });

  it("has 30 a minute and 10 at once unless told otherwise", async () => {
    const { createAgents } = await openSimulator({ agents: {} });
    const answers = [];
    for (let at = 0; at < 11; at += 1) answers.push(await createAgents());
    expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(201), 429]);
    expect(answers[0]?.headers.get("x-ratelimit-limit")).toBe("30");
  });

  it("does not limit looks, and puts no limit header on them or on other errors", async () => {
    const { createAgents, agents } = await openSimulator({
      agents: { limits: { concurrency: 1, createsPerMinute: 1 } },
    });
    const { id } = (await createAgents()).body;
    for (let at = 0; at < 20; at += 1) {
      const look = await agents("GET", `/generations/${id}`);
      expect([look.status, ...limitHeaders(look)]).toEqual([200, null, null, null, null]);
    }
    const other = await openSimulator();
    expect(limitHeaders(await other.createAgents({ prompt: "" }))).toEqual([null, null, null, null]);
  });

  it("lets a generation that has not ended after an hour give its slot back", async () => {
    const { createAgents, pass } = await openSimulator({
      agents: { limits: { concurrency: 1 } },
      faults: { "stuck-dreaming": 1 },
    });
    expect((await createAgents()).status).toBe(201);
    pass(3599);
    expect((await createAgents()).status).toBe(429);
    pass(1);
    expect((await createAgents()).status).toBe(201);
  });

  it("counts apart from Dream Machine's", async () => {
    const { createAgents, create, simulator } = await openSimulator({
      limits: { concurrency: 1 },
      agents: { limits: { concurrency: 1 } },
    });
    expect([(await createAgents()).status, (await create()).status]).toEqual([201, 201]);
    expect([(await createAgents()).status, (await create()).status]).toEqual([429, 429]);
    const { dialects, limitViolations } = simulator.stats();
    expect(limitViolations).toEqual({ rate: 0, concurrency: 1 });
    expect(dialects.agents).toMatchObject({ limitViolations: { concurrency: 1 }, peakConcurrency: 1 });
  });
});

describe("links of the Agents API", () => {
  it("live for an hour, are new on each look, and end in a 403 of the storage", async () => {
    const open = await openSimulator();
    const { id, url } = await completed(open);
    const query = new URL(url).searchParams;
    expect(query.get("X-Amz-Date")).toBe("20260102T030416Z");
    expect(query.get("X-Amz-Expires")).toBe("3600");
    expect(query.get("X-Amz-Signature")).toMatch(/^[0-9a-f]{64}$/);
    expect(new URL(url).origin).toBe(open.simulator.cdnUrl);
    const clip = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(clip.toString("latin1", 4, 8)).toBe("ftyp");
    open.pass(3599);
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    open.pass(1);
    const expired = await fetch(url);
    expect([expired.status, expired.headers.get("content-type")]).toEqual([403, "application/xml"]);
    expect(await expired.text()).toContain("<Message>Request has expired</Message>");
    const again = (await open.agents("GET", `/generations/${id}`)).body["output"];
    const [fresh] = again as readonly { readonly url: string }[];
    expect(fresh?.url).not.toBe(url);
    expect((await fetch(fresh?.url ?? "", { method: "HEAD" })).status).toBe(200);
    expect((await fetch(url.replace(/Signature=./, "Signature=x"))).status).toBe(403);
  });
});

describe("money of the Agents API", () => {
  it("is charged by its own list to its own account", async () => {
    const { createAgents, simulator, api } = await openSimulator({
      balanceUsdCents: 200,
      agents: { balanceUsdCents: 100, limits: { concurrency: 9 } },
    });
    expect((await createAgents({}, { duration: "10s" })).status).toBe(201);
    const refused = await createAgents();
    expect([refused.status, refused.body]).toEqual([
      402,
      { detail: "Insufficient credits. Please add credits to continue." },
    ]);
    expect(simulator.stats().dialects.agents).toMatchObject({ balanceUsdCents: 10, chargedUsdCents: 90 });
    expect((await api("GET", "/credits")).body).toEqual({ credit_balance: 200 });
  });

  it.each([
    ["fail", "generation_failed", "Generation failed", 30],
    ["moderated", "content_moderated", "Generation output was flagged by our content moderation system.", 30],
    ["fail=output_not_found", "output_not_found", "Output artifacts not found", 30],
    ["fail=budget_exhausted", "budget_exhausted", "Insufficient credits to complete this generation.", 15],
    ["fail=image_too_large", "image_too_large", expect.any(String), 30],
    ["fail=unsupported_format", "unsupported_format", expect.any(String), 30],
    ["fail=corrupt_input", "corrupt_input", expect.any(String), 30],
    ["fail=invalid_request", "invalid_request", expect.any(String), 30],
    ["fail=rate_limited", "rate_limited", expect.any(String), 30],
    ["fail=The lamp is off", "generation_failed", "The lamp is off", 30],
  ])("[[sim:%s]] fails as %s and is given back", async (marker, code, reason, refundedUsdCents) => {
    const { createAgents, agents, simulator, pass } = await openSimulator();
    const { id } = (await createAgents({ prompt: `a pier [[sim:${marker}]]` })).body;
    expect(simulator.stats().dialects.agents.refundedUsdCents).toBe(0);
    pass(11);
    expect((await agents("GET", `/generations/${id}`)).body).toMatchObject({
      state: "failed",
      failure_code: code,
      failure_reason: reason,
      output: [],
    });
    const { dialects } = simulator.stats();
    expect(dialects.agents).toMatchObject({ chargedUsdCents: 30, refundedUsdCents });
    expect(dialects["dream-machine"]).toMatchObject({ chargedUsdCents: 0, refundedUsdCents: 0 });
  });
});

describe("clips of the Agents API", () => {
  it("show what was asked for: shape and length", async () => {
    const open = await openSimulator();
    const created = await open.createAgents(
      { aspect_ratio: "9:16" },
      { resolution: "360p", duration: "10s" },
    );
    open.pass(11);
    const look = await open.agents("GET", `/generations/${created.body.id}`);
    const [output] = look.body["output"] as readonly { readonly url: string }[];
    const clip = Buffer.from(await (await fetch(output?.url ?? "")).arrayBuffer());
    const header = clip.indexOf("mvhd");
    expect(clip.readUInt32BE(header + 20) / clip.readUInt32BE(header + 16)).toBe(10);
    const track = clip.indexOf("tkhd");
    const [width, height] = [clip.readUInt32BE(track + 80) >> 16, clip.readUInt32BE(track + 84) >> 16];
    expect(width / height).toBeCloseTo(9 / 16, 1);
  });

  it("makes pictures for uni-1", async () => {
    const open = await openSimulator();
    const { id } = (await open.agents("POST", "/generations", { prompt: "a pier" })).body;
    open.pass(11);
    const look = await open.agents("GET", `/generations/${id}`);
    expect(look.body).toMatchObject({ type: "image", model: "uni-1", output: [{ type: "image" }] });
    const [output] = look.body["output"] as readonly { readonly url: string }[];
    const png = Buffer.from(await (await fetch(output?.url ?? "")).arrayBuffer());
    expect(png.toString("latin1", 1, 4)).toBe("PNG");
  });
});
