import { afterEach, describe, expect, it } from "vitest";
import { startSimulator } from "./start-simulator.ts";
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

  it.each([
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
    await expect(startSimulator({ faults: { lost: 1 } as never })).rejects.toThrow("unknown fault 'lost'");
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
