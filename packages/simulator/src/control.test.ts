import { afterEach, describe, expect, it } from "vitest";
import { startSimulator } from "./start-simulator.ts";
import type { SimulatorStats } from "./stats.ts";
import { giveFile } from "./testing/give-file.ts";
import { closeSimulators, openSimulator } from "./testing/open-simulator.ts";

afterEach(closeSimulators);

describe("the control API", () => {
  it("shows figures and generations, sets faults, skips time, adds foreign traffic", async () => {
    const { simulator, create, api } = await openSimulator({ limits: { concurrency: 3 } });
    const control = (method: string, path: string, body?: unknown): Promise<Response> =>
      fetch(simulator.controlUrl + path, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });

    await create();
    expect(await (await control("GET", "/stats")).json()).toMatchObject({
      creates: { received: 1, accepted: 1 },
    });
    expect((await control("POST", "/advance", { seconds: 11 })).status).toBe(204);
    expect(await (await control("GET", "/generations")).json()).toMatchObject([
      { index: 0, state: "completed" },
    ]);

    const added = await control("POST", "/add-foreign", { count: 3, request: { prompt: "not mine" } });
    expect((await added.json()) as unknown).toEqual({
      ids: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect((await create()).body.detail).toBe("Too many concurrent jobs");
    const aged = await control("POST", "/add-foreign", { ageS: 3600 });
    expect(aged.status).toBe(201);
    const listed = (await api("GET", "/generations")).body["generations"] as readonly unknown[];
    expect(listed.at(-1)).toMatchObject({ created_at: "2026-01-02T02:04:16.000000Z" });

    expect((await control("PUT", "/faults", { "500": 1 })).status).toBe(204);
    expect((await create()).status).toBe(500);
    expect(simulator.stats()).toMatchObject({ foreign: 4, limitViolations: { rate: 0, concurrency: 1 } });
  });

  it("tells the APIs apart and what became of each request", async () => {
    const { simulator, create, createAgents, pass } = await openSimulator();
    const ids = [
      (await createAgents({ user_id: "u-1" })).body.id,
      (await createAgents({ user_id: "u-2" })).body.id,
      (await createAgents({ prompt: "a pier [[sim:fail]]" })).body.id,
    ];
    await createAgents({ prompt: "a pier [[sim:fail=budget_exhausted]]" });
    await create();
    pass(11);
    const stats = (await (await fetch(`${simulator.controlUrl}/stats`)).json()) as SimulatorStats;
    expect(stats).toEqual(simulator.stats());
    const { agents, "dream-machine": dreamMachine } = stats.dialects;
    expect(Object.values(agents.byRequestHash)).toEqual([
      {
        prompt: "a lighthouse in fog",
        accepted: 2,
        completed: 2,
        failed: 0,
        refunded: 0,
        late: 0,
        paidUsdCents: 60,
        ids: ids.slice(0, 2),
      },
      expect.objectContaining({ completed: 0, failed: 1, refunded: 1, paidUsdCents: 0, ids: [ids[2]] }),
      expect.objectContaining({ completed: 0, failed: 1, refunded: 0, paidUsdCents: 15 }),
    ]);
    expect(agents).toMatchObject({
      creates: { received: 4, accepted: 4 },
      generations: { completed: 2, failed: 2 },
      requests: { "POST /generations": { 201: 4 } },
      peakConcurrency: 4,
    });
    const { dialects: _, downloads, callbacks, faults, authorizationHeadersOnCdn, ...top } = stats;
    expect(top).toEqual(dreamMachine);
    expect(Object.values(top.byRequestHash)).toMatchObject([{ accepted: 1, completed: 1 }]);
    expect([downloads.requests, callbacks.sent, authorizationHeadersOnCdn]).toEqual([0, 0, 0]);
    expect(faults).toEqual({ fail: 2 });
  });

  it("changes limits, latencies and clips while it runs", async () => {
    const { simulator, create, createAgents, agents, pass } = await openSimulator();
    const put = (body: unknown): Promise<Response> =>
      fetch(`${simulator.controlUrl}/settings`, { method: "PUT", body: JSON.stringify(body) });
    const first = await put({
      limits: { concurrency: 1 },
      agents: { limits: { concurrency: 2 } },
      latency: { meanS: 100 },
      clip: { variety: "shared" },
    });
    expect(first.status).toBe(204);
    const ids = [(await createAgents()).body.id, (await createAgents({ prompt: "another" })).body.id];
    expect((await createAgents()).status).toBe(429);
    expect([(await create()).status, (await create()).status]).toEqual([201, 429]);
    pass(99);
    expect((await agents("GET", `/generations/${ids[0]}`)).body.state).toBe("processing");
    pass(1);
    const clips = await Promise.all(
      ids.map(async (id) => {
        const [output] = (await agents("GET", `/generations/${id}`)).body["output"] as readonly {
          readonly url: string;
        }[];
        return Buffer.from(await (await fetch(output?.url ?? "")).arrayBuffer());
      }),
    );
    const pictures = clips.map((clip) => clip.subarray(clip.indexOf("mdat")));
    expect(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0))).toBe(true);
    expect(clips[0]?.equals(clips[1] ?? Buffer.alloc(0))).toBe(false);
  });

  it("shows every file, deleted ones too", async () => {
    const open = await openSimulator();
    const id = await giveFile(open, { filename: "a.png" });
    await open.agents("DELETE", `/files/${id}`);
    const files = await (await fetch(`${open.simulator.controlUrl}/files`)).json();
    expect(files).toMatchObject([{ id, filename: "a.png", outcome: "ready" }]);
    expect(files).toEqual(open.simulator.files());
  });

  it("adds foreign traffic to the gateway's account", async () => {
    const { simulator, crazyrouter, createTask } = await openSimulator({
      crazyrouter: { limits: { concurrency: 1 } },
    });
    const added = await fetch(`${simulator.controlUrl}/add-foreign`, {
      method: "POST",
      body: JSON.stringify({ dialect: "crazyrouter" }),
    });
    const { ids } = (await added.json()) as { readonly ids: readonly string[] };
    expect((await crazyrouter("GET", `/luma/generations/${ids[0]}`)).body.id).toBe(ids[0]);
    expect((await createTask()).status).toBe(429);
    expect(simulator.stats().dialects.crazyrouter).toMatchObject({ foreign: 1, chargedUsdCents: 58 });
  });

  it("adds foreign traffic to the Agents account, where it takes slots", async () => {
    const { simulator, createAgents, agents } = await openSimulator({
      agents: { limits: { concurrency: 2 } },
    });
    const added = await fetch(`${simulator.controlUrl}/add-foreign`, {
      method: "POST",
      body: JSON.stringify({ dialect: "agents", count: 2, request: { prompt: "not mine" } }),
    });
    const { ids } = (await added.json()) as { readonly ids: readonly string[] };
    expect((await createAgents()).body.detail).toBe("Too many concurrent jobs");
    expect((await agents("GET", `/generations/${ids[0]}`)).body).toMatchObject({ type: "video" });
    expect(simulator.stats().dialects.agents).toMatchObject({ foreign: 2, chargedUsdCents: 60 });
  });

  it.each([
    ["PUT", "/settings", { speed: 2 }, 400],
    ["PUT", "/settings", { limits: { concurrency: "many" } }, 400],
    ["PUT", "/settings", { latency: { medianS: 1 } }, 400],
    ["PUT", "/settings", { clip: { variety: "none" } }, 400],
    ["PUT", "/settings", { agents: { limits: { createsPerMinute: -1 } } }, 400],
    ["PUT", "/settings", { agents: [] }, 400],
    ["PUT", "/settings", { agents: { access: { hdr: 1 } } }, 400],
    ["PUT", "/settings", { crazyrouter: { latency: { meanS: "long" } } }, 400],
    ["PUT", "/settings", { localOrigins: ["http://127.0.0.1:9/media"] }, 400],
    ["POST", "/add-foreign", { dialect: "veo" }, 400],
    ["PUT", "/faults", { "no-such": 1 }, 400],
    ["POST", "/advance", { seconds: -1 }, 400],
    ["POST", "/add-foreign", { count: 0 }, 400],
    ["POST", "/add-foreign", [], 400],
    ["GET", "/nothing", undefined, 404],
  ])("refuses %s %s %j", async (method, path, body, status) => {
    const { simulator } = await openSimulator();
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    expect((await fetch(simulator.controlUrl + path, init)).status).toBe(status);
  });
});

describe("starting", () => {
  it("refuses a speed of nothing and unknown faults", async () => {
    await expect(startSimulator({ speed: 0 })).rejects.toThrow(RangeError);
    await expect(startSimulator({ faults: { lost: 1 } as never })).rejects.toThrow("fault 'lost' is unknown");
  });

  it("says when a port that was asked for is taken, and frees what it had opened", async () => {
    const { simulator } = await openSimulator();
    await expect(startSimulator({ port: simulator.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("shrinks every duration by the speed", async () => {
    const { create, api, pass } = await openSimulator({
      speed: 60,
      limits: { createsPerMinute: 1 },
      linkLifetimeS: 60,
    });
    const { id } = (await create()).body;
    pass(0.999);
    expect((await create()).status).toBe(429);
    pass(0.001);
    expect((await create()).status).toBe(201);
    const { assets } = (await api("GET", `/generations/${id}`)).body as {
      readonly assets: { readonly video: string };
    };
    expect((await fetch(assets.video, { method: "HEAD" })).status).toBe(200);
    pass(1);
    expect((await fetch(assets.video)).status).toBe(403);
  });
});
