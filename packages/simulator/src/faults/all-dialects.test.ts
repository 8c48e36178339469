import { afterEach, describe, expect, it } from "vitest";
import { DIALECTS, type Dialect } from "../dialect.ts";
import type { SimulatorOptions } from "../options.ts";
import type { SimulatorStats } from "../stats.ts";
import {
  type ApiAnswer,
  closeSimulators,
  linkIn,
  type OpenSimulator,
  openSimulator,
} from "../testing/open-simulator.ts";

afterEach(closeSimulators);

/** One API seen alike: a video is asked for by its prompt and looked at by its id. */
interface OneApi {
  readonly open: OpenSimulator;
  create(prompt: string): Promise<ApiAnswer>;
  look(id: unknown): Promise<ApiAnswer>;
  /** The state that this API has for work in progress. */
  readonly atWork: string;
  linkOf(answer: ApiAnswer): string | undefined;
  stats(): SimulatorStats["dialects"][Dialect];
}

async function openOne(dialect: Dialect, options: SimulatorOptions = {}): Promise<OneApi> {
  const open = await openSimulator(options);
  const calls = {
    "dream-machine": {
      create: (prompt: string) => open.create({ prompt }),
      look: (id: unknown) => open.api("GET", `/generations/${String(id)}`),
    },
    agents: {
      create: (prompt: string) => open.createAgents({ prompt }),
      look: (id: unknown) => open.agents("GET", `/generations/${String(id)}`),
    },
    crazyrouter: {
      create: (prompt: string) => open.createTask({ user_prompt: prompt }),
      look: (id: unknown) => open.crazyrouter("GET", `/luma/generations/${String(id)}`),
    },
  };
  return {
    open,
    ...calls[dialect],
    atWork: dialect === "agents" ? "processing" : "dreaming",
    linkOf: linkIn,
    stats: () => open.simulator.stats().dialects[dialect],
  };
}

/** What a success answers with, and what every id looks like. */
const SUCCESS = { "dream-machine": 201, agents: 201, crazyrouter: 200 };
const ID = /^(?!.*undefined)(luma_gen_)?[0-9a-f-]{32,36}$/;

/** An error of a dialect. */
const said = (dialect: Dialect, text: string): object =>
  dialect === "crazyrouter" ? { error: expect.objectContaining({ message: text }) } : { detail: text };

const lost = "lost";
const outcome = (answer: Promise<ApiAnswer>): Promise<number | typeof lost> =>
  answer.then(
    ({ status }) => status,
    () => lost,
  );

describe.each(DIALECTS)("faults of creates on %s", (dialect) => {
  const success = SUCCESS[dialect];
  it.each<[string, number | "lost", number]>([
    ["refuse-400", 400, 0],
    ["refuse-422", 422, 0],
    ["401", 401, 0],
    ["402", dialect === "crazyrouter" ? 403 : 402, 0],
    ["403", 403, 0],
    ["429-rate", 429, 0],
    ["429-concurrency", 429, 0],
    ["429-unknown", 429, 0],
    ["429-abuse", 429, 0],
    ["500", 500, 0],
    ["502", 502, 0],
    ["503", 503, 0],
    ["503-ingestion", 503, 0],
    ["503-channel", 503, 0],
    ["status", 409, 0],
    ["status=504", 504, 0],
    ["lost-before", lost, 0],
    ["redirect-before", 307, 0],
    ["page-before", 200, 0],
    ["limiter-down", success, 1],
    ["foreign-twin", success, 1],
    ["500-after", 500, 1],
    ["502-after", 502, 1],
    ["503-after", 503, 1],
    ["status-after", 409, 1],
    ["lost-after", lost, 1],
    ["redirect-after", 307, 1],
    ["page-after", success, 1],
    ["garbled-201", success, 1],
    ["huge-201=1", success, 1],
    ["old-id-201", success, 1],
    ["truncated-201", lost, 1],
    ["no-id-201", success, 1],
  ])(
    "%s answers %s and accepts %i, once where it is not said to be for ever",
    async (fault, expected, accepted) => {
      const one = await openOne(dialect);
      const name = fault.split("=")[0] ?? "";
      expect(await outcome(one.create(`a pier [[sim:${fault}]]`))).toBe(expected);
      expect(one.stats().creates.accepted).toBe(accepted);
      expect(one.stats().chargedUsdCents > 0).toBe(accepted > 0);
      expect(one.open.simulator.stats().faults).toEqual({ [name]: 1 });
      const isForEver = ["refuse-400", "refuse-422", "401", "402", "403"].includes(name);
      expect(await outcome(one.create(`a pier [[sim:${fault}]]`))).toBe(isForEver ? expected : success);
    },
  );

  it.each<[string, number]>([
    ["late-accept=60", 60],
    ["late-accept=300", 300],
  ])("%s accepts after the client has left, and says how late", async (fault, seconds) => {
    const one = await openOne(dialect);
    expect(await outcome(one.create(`a pier [[sim:${fault}]]`))).toBe(lost);
    one.open.pass(seconds - 1);
    expect(one.stats().chargedUsdCents).toBe(0);
    one.open.pass(2);
    expect(Object.values(one.stats().byRequestHash)).toMatchObject([{ accepted: 1, late: 1 }]);
    const [generation] = one.open.simulator.generations();
    expect(generation).toMatchObject({ dialect, lateByMs: seconds * 1000 });
    expect((await one.look(generation?.id)).status).toBe(200);
  });

  it("accepted generations can be found though their answers were spoilt", async () => {
    const one = await openOne(dialect);
    const first = await one.create("a pier");
    expect((await one.create("a pier [[sim:no-id-201]]")).body.id).toBeNull();
    expect((await one.create("a pier [[sim:old-id-201]]")).body.id).not.toBe(first.body.id);
    const garbled = await one.create("a pier [[sim:garbled-201]]");
    expect(garbled.body).toEqual({});
    expect(garbled.text).toMatch(/^\{"id":"[\w-]{36,}"/);
    const huge = await one.create("a pier [[sim:huge-201=2]]");
    expect(huge.text.length).toBeGreaterThan(2e6);
    const ids = one.open.simulator.generations().map(({ id }) => id);
    expect(ids).toHaveLength(5);
    expect(huge.body.id).toBe(ids[4]);
    for (const id of ids) expect((await one.look(id)).body.id).toBe(id);
  });

  it("foreign-twin is somebody else's, alike and paid for", async () => {
    const one = await openOne(dialect);
    await one.create("a pier [[sim:foreign-twin]]");
    const [own, twin] = one.open.simulator.generations();
    expect([own?.foreign, twin?.foreign]).toEqual([false, true]);
    expect(twin?.request).toEqual(own?.request);
    expect(Object.values(one.stats().byRequestHash)).toMatchObject([{ accepted: 1, ids: [own?.id] }]);
    expect(one.stats().foreign).toBe(1);
  });

  it("slow-body delivers a whole answer in parts", async () => {
    const one = await openOne(dialect, { speed: 1000 });
    expect((await one.create("a pier [[sim:slow-body=20]]")).body.id).toMatch(ID);
  });

  it("redirects lead to another origin, where a key that follows is counted", async () => {
    const one = await openOne(dialect);
    const location = (await one.create("a pier [[sim:redirect-after]]")).headers.get("location") ?? "";
    expect(new URL(location).origin).toBe(one.open.simulator.cdnUrl);
    await fetch(location, { method: "POST", headers: { authorization: "Bearer luma-x" } });
    expect(one.open.simulator.stats().authorizationHeadersOnCdn).toBe(1);
  });

  it("retired strikes the API it names", async () => {
    const one = await openOne(dialect, { faults: { retired: { status: 410, detail: "Gone", dialect } } });
    expect((await one.create("a pier")).body).toEqual(said(dialect, "Gone"));
    const other = DIALECTS.find((name) => name !== dialect) ?? dialect;
    one.open.simulator.setFaults({ retired: { status: 410, detail: "Gone", dialect: other } });
    expect((await one.create("a pier")).status).toBe(success);
  });

  it("can be left unanswered", async () => {
    const one = await openOne(dialect, { faults: { "hang-after": 1 } });
    const { simulator } = one.open;
    const leave = new AbortController();
    const [url, key, body] = {
      "dream-machine": [
        `${simulator.baseUrl}/generations/video`,
        "luma-x",
        { model: "ray-2", prompt: "pier" },
      ] as const,
      agents: [
        `${simulator.agentsBaseUrl}/generations`,
        "luma-api-x",
        { model: "ray-3.2", type: "video", prompt: "pier" },
      ] as const,
      crazyrouter: [
        `${simulator.crazyrouterBaseUrl}/luma/generations`,
        "sk-x",
        { user_prompt: "pier" },
      ] as const,
    }[dialect];
    const answer = fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      signal: leave.signal,
    });
    while (one.stats().creates.received === 0) await new Promise((resolve) => setImmediate(resolve));
    leave.abort();
    await expect(answer).rejects.toThrow();
    expect(one.stats().creates.accepted).toBe(1);
  });
});

describe.each(DIALECTS)("faults of generations on %s", (dialect) => {
  it("stuck-queued and stuck-dreaming never end", async () => {
    const one = await openOne(dialect);
    const queued = (await one.create("a pier [[sim:stuck-queued]]")).body.id;
    const dreaming = (await one.create("a pier [[sim:stuck-dreaming]]")).body.id;
    one.open.pass(1e6);
    expect((await one.look(queued)).body.state).toBe("queued");
    expect((await one.look(dreaming)).body.state).toBe(one.atWork);
  });

  it.each([
    ["stuck-queued=100", "queued"],
    ["stuck-dreaming=100", undefined],
  ])("%s ends that much later", async (marker, state) => {
    const one = await openOne(dialect);
    const { id } = (await one.create(`a pier [[sim:${marker}]]`)).body;
    one.open.pass(99);
    expect((await one.look(id)).body.state).toBe(state ?? one.atWork);
    one.open.pass(11);
    expect((await one.look(id)).body.state).toBe("completed");
  });

  it("vanishes is known at first and never again", async () => {
    const one = await openOne(dialect);
    const { id } = (await one.create("a pier [[sim:vanishes]]")).body;
    one.open.pass(19);
    expect((await one.look(id)).body.state).toBe("completed");
    one.open.pass(1);
    expect((await one.look(id)).status).toBe(404);
    expect((await one.open.api("GET", "/generations")).body["count"]).toBe(0);
    one.open.pass(1e6);
    expect((await one.look(id)).status).toBe(404);
    expect(one.stats()).toMatchObject({ generations: { completed: 1 }, refundedUsdCents: 0 });
  });

  it("no-link completes without a link, missing is 404, for a while", async () => {
    const one = await openOne(dialect);
    const bare = (await one.create("a pier [[sim:no-link=60]]")).body.id;
    const missing = (await one.create("a pier [[sim:missing=60]]")).body.id;
    one.open.pass(50);
    const look = await one.look(bare);
    expect([look.body.state, one.linkOf(look)]).toEqual(["completed", undefined]);
    const nothing = await one.look(missing);
    const words = dialect === "crazyrouter" ? "Task not found" : "Generation not found";
    expect([nothing.status, nothing.body]).toEqual([404, said(dialect, words)]);
    one.open.pass(20);
    expect(one.linkOf(await one.look(bare))).toMatch(/^http/);
    expect((await one.look(missing)).status).toBe(200);
  });

  it("odd-link leads where it should not", async () => {
    const one = await openOne(dialect);
    const first = (await one.create("a pier [[sim:odd-link]]")).body.id;
    const second = (await one.create("a pier [[sim:odd-link=http://169.254.169.254/]]")).body.id;
    one.open.pass(11);
    expect(one.linkOf(await one.look(first))).toBe("file:///etc/hostname");
    expect(one.linkOf(await one.look(second))).toBe("http://169.254.169.254/");
  });
});

describe.each(DIALECTS)("faults of looks on %s", (dialect) => {
  it.each<[string, number | "lost"]>([
    ["get-404", 404],
    ["get-429=9", 429],
    ["get-500", 500],
    ["get-500=503", 503],
    ["get-lost", lost],
    ["get-garbled", 200],
    ["get-page", 200],
    ["get-redirect", 302],
  ])("%s spoils one look: %s", async (marker, expected) => {
    const one = await openOne(dialect);
    const { id } = (await one.create(`a pier [[sim:${marker}]]`)).body;
    const first = one.look(id);
    expect(await outcome(first)).toBe(expected);
    if (expected !== lost) {
      expect((await first).body.id).toBeUndefined();
      expect((await first).headers.get("retry-after")).toBe(expected === 429 ? "9" : null);
    }
    expect((await one.look(id)).body.id).toBe(id);
  });

  it("get-other-id, get-unknown-state and get-contradictory say what cannot be", async () => {
    const one = await openOne(dialect);
    const other = (await one.create("a pier [[sim:get-other-id]]")).body.id;
    expect((await one.look(other)).body.id).toMatch(ID);
    const unknown = (await one.create("a pier [[sim:get-unknown-state]]")).body.id;
    expect((await one.look(unknown)).body.state).toBe("preempted");
    const contradictory = (await one.create("a pier [[sim:get-contradictory]]")).body.id;
    expect((await one.look(contradictory)).body.state).toBe(one.atWork);
    one.open.pass(11);
    const lie = { state: "completed", failure_reason: "Job failed", created_at: "never" };
    expect((await one.look(contradictory)).body).toMatchObject(lie);
    expect((await one.look(contradictory)).body["failure_reason"] ?? null).toBeNull();
  });

  it.each(["queued", "dreaming"])(
    "state-back=%s shows a completed generation as that, once",
    async (state) => {
      const one = await openOne(dialect);
      const { id } = (await one.create(`a pier [[sim:state-back=${state}]]`)).body;
      one.open.pass(11);
      expect((await one.look(id)).body.state).toBe(state === "queued" ? "queued" : one.atWork);
      expect((await one.look(id)).body.state).toBe("completed");
    },
  );

  it("state-back shows a failed generation at work again, and its money stays refunded", async () => {
    const one = await openOne(dialect);
    const { id } = (await one.create("a pier [[sim:fail]] [[sim:state-back]]")).body;
    one.open.pass(11);
    const { body } = await one.look(id);
    expect([body.state, body["failure_reason"] ?? null]).toEqual([one.atWork, null]);
    expect((await one.look(id)).body.state).toBe("failed");
    const { chargedUsdCents, refundedUsdCents } = one.stats();
    expect(refundedUsdCents).toBe(chargedUsdCents);
  });

  it("get-slow drips, get-huge is huge, get-hang never comes", async () => {
    const one = await openOne(dialect, { speed: 1000 });
    const slow = (await one.create("a pier [[sim:get-slow=20]]")).body.id;
    expect((await one.look(slow)).body.id).toBe(slow);
    const huge = (await one.create("a pier [[sim:get-huge=3]]")).body.id;
    expect((await one.look(huge)).text.length).toBeGreaterThan(3e6);
    const hung = (await one.create("a pier [[sim:get-hang]]")).body.id;
    const answer = one.look(hung).then(
      () => "answered",
      () => "broken",
    );
    while (one.open.simulator.stats().faults["get-hang"] === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    await one.open.simulator.close();
    expect(await answer).toBe("broken");
  });
});

describe("what the Agents API shows of its limits under faults", () => {
  it.each([
    ["429-unknown", null, null],
    ["429-abuse=9", "9", null],
    ["429-concurrency", "60", null],
    ["limiter-down", null, null],
    ["503", null, null],
  ])("%s: Retry-After %s, X-RateLimit-Limit %s", async (marker, retryAfter, limit) => {
    const { createAgents } = await openSimulator();
    const { headers } = await createAgents({ prompt: `a pier [[sim:${marker}]]` });
    expect([headers.get("retry-after"), headers.get("x-ratelimit-limit")]).toEqual([retryAfter, limit]);
  });

  it("lets creates through, whatever the limits, while the limiter is down", async () => {
    const { createAgents, simulator } = await openSimulator({
      agents: { limits: { concurrency: 1, createsPerMinute: 1 } },
      faults: { "limiter-down": 1 },
    });
    expect([(await createAgents()).status, (await createAgents()).status]).toEqual([201, 201]);
    simulator.setFaults({});
    expect((await createAgents()).status).toBe(429);
  });
});
