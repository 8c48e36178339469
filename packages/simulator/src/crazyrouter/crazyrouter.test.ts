import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, linkIn, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

const PATH = "/luma/generations";

describe("Crazyrouter", () => {
  it("has keys of its own, and none of the others' keys is good there", async () => {
    const { crazyrouter, api, agents } = await openSimulator();
    for (const authorization of ["", "sk-x", "Bearer luma-x", "Bearer luma-api-x"]) {
      const answer = await crazyrouter("POST", PATH, {}, { authorization });
      expect([answer.status, answer.body["error"]]).toMatchObject([401, { code: "invalid_api_key" }]);
    }
    const gateway = { authorization: "Bearer sk-x" };
    expect((await api("GET", "/ping", undefined, gateway)).status).toBe(401);
    expect((await agents("GET", "/files", undefined, gateway)).status).toBe(401);
  });

  it("has an account, limits and latencies of its own", async () => {
    const { createTask, create, createAgents, crazyrouter, simulator, pass } = await openSimulator({
      balanceUsdCents: 1000,
      crazyrouter: {
        balanceUsdCents: 100,
        limits: { concurrency: 1, createsPerMinute: 3 },
        latency: { meanS: 30 },
      },
    });
    const { id } = (await createTask()).body;
    expect((await createTask()).status).toBe(429);
    expect([(await create()).status, (await createAgents()).status]).toEqual([201, 201]);
    pass(29);
    expect((await crazyrouter("GET", `${PATH}/${id}`)).body.state).toBe("dreaming");
    pass(1);
    expect((await crazyrouter("GET", `${PATH}/${id}`)).body.state).toBe("completed");
    const poor = await createTask();
    expect([poor.status, poor.body["error"]]).toMatchObject([403, { code: "insufficient_quota" }]);
    expect((await createTask()).status).toBe(429);
    const { crazyrouter: gateway, agents } = simulator.stats().dialects;
    expect(gateway).toMatchObject({
      chargedUsdCents: 58,
      balanceUsdCents: 42,
      limitViolations: { rate: 1, concurrency: 1 },
      requests: { "POST /luma/generations": { "200": 1, "403": 1, "429": 2 } },
    });
    expect(agents.chargedUsdCents).toBe(30);
    simulator.setSettings({ crazyrouter: { limits: { createsPerMinute: 9 }, latency: { meanS: 5 } } });
    expect((await createTask({ resolution: "540p" })).status).toBe(200);
  });

  it("has no list, no deleting, and nothing of Luma's own", async () => {
    const { createTask, crazyrouter, api, agents } = await openSimulator();
    const { id } = (await createTask()).body;
    for (const [method, path] of [
      ["GET", PATH],
      ["DELETE", `${PATH}/${id}`],
      ["GET", "/credits"],
      ["POST", "/generations"],
    ] as const) {
      expect((await crazyrouter(method, path, method === "POST" ? {} : undefined)).status).toBe(404);
    }
    const unknown = await crazyrouter("GET", `${PATH}/luma_gen_0`);
    expect([unknown.status, unknown.body["error"]]).toMatchObject([404, { message: "Task not found" }]);
    expect((await api("GET", `/generations/${id}`)).status).toBe(404);
    expect((await agents("GET", `/generations/${id}`)).status).toBe(404);
    expect((await api("GET", "/generations")).body["count"]).toBe(0);
  });

  it("extends a completed task into a new one of 5 s", async () => {
    const { createTask, crazyrouter, pass, simulator } = await openSimulator();
    const { id } = (await createTask({ duration: "9", model_name: "ray-v1" })).body;
    const extend = (body: object) => crazyrouter("POST", `${PATH}/${id}/extend`, body);
    expect((await extend({ user_prompt: "on" })).body["error"]).toMatchObject({
      message: "Task is not completed",
    });
    pass(11);
    expect((await extend({})).status).toBe(400);
    const longer = await extend({ user_prompt: "on" });
    expect([longer.status, longer.body.id === id]).toEqual([200, false]);
    expect((await crazyrouter("POST", `${PATH}/luma_gen_0/extend`, { user_prompt: "x" })).status).toBe(404);
    const seconds = simulator.generations().map(({ wish }) => wish.seconds);
    const cents = simulator.generations().map(({ priceUsdE4 }) => priceUsdE4 / 100);
    expect([seconds, cents]).toEqual([
      [9, 5],
      [66.6, 37],
    ]);
  });

  it.each([
    ["user_prompt is required", { user_prompt: undefined }],
    ["user_prompt is required", { user_prompt: "  " }],
    ["duration is invalid", { duration: 5 }],
    ["duration is invalid", { duration: "7" }],
    ["resolution is invalid", { resolution: "4k" }],
    ["expand_prompt must be a boolean", { expand_prompt: "no" }],
    ["image_url is not a URL", { image_url: "a.jpg" }],
  ])("400: %s", async (message, fields) => {
    const { createTask, simulator } = await openSimulator();
    const answer = await createTask(fields);
    expect([answer.status, answer.body["error"]]).toMatchObject([400, { message }]);
    expect(simulator.stats().dialects.crazyrouter.chargedUsdCents).toBe(0);
  });

  it.each(["not json", "[]"])("400 for a body that is %s", async (body) => {
    const { crazyrouter } = await openSimulator();
    const answer = await crazyrouter("POST", PATH, body);
    expect([answer.status, answer.body["error"]]).toMatchObject([400, { code: "invalid_request" }]);
  });

  it("takes start and end images, and fails for one that it cannot fetch, with the money back", async () => {
    const { createTask, crazyrouter, pass, simulator } = await openSimulator();
    const image_url = "https://img.example/a.jpg";
    const good = (await createTask({ image_url, image_end_url: image_url })).body.id;
    const bad = (await createTask({ image_url: "http://192.168.1.4/a.png" })).body.id;
    pass(11);
    expect((await crazyrouter("GET", `${PATH}/${good}`)).body.state).toBe("completed");
    expect((await crazyrouter("GET", `${PATH}/${bad}`)).body).toMatchObject({
      state: "failed",
      failure_reason: "Failed to read user input frames",
    });
    expect(simulator.stats().dialects.crazyrouter).toMatchObject({
      chargedUsdCents: 116,
      refundedUsdCents: 58,
    });
  });

  it("answers as its siblings do when asked to: another state, and fields that it does not document", async () => {
    const { createTask, crazyrouter, pass } = await openSimulator({
      crazyrouter: { likeSiblings: true, latency: { queuedS: 4 } },
    });
    const created = await createTask();
    expect(created.body).toMatchObject({ state: "pending", queue_state: null, estimate_wait_seconds: 30 });
    pass(20);
    const done = await crazyrouter("GET", `${PATH}/${created.body.id}`);
    expect(done.body).toMatchObject({
      state: "completed",
      video: { download_url: expect.any(String) },
      video_raw: { url: expect.any(String) },
      last_frame: { url: expect.stringContaining("thumbnail.png") },
    });
    const clip = await fetch(linkIn(done) ?? "", { method: "HEAD" });
    expect([clip.status, clip.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  });
});
