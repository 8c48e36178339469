import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";
import { CONCEPTS } from "./vocabulary.ts";

afterEach(closeSimulators);

describe("the Dream Machine API", () => {
  it("takes a video through queued and dreaming to completed", async () => {
    const { create, api, pass } = await openSimulator({ latency: { queuedS: 4, meanS: 10, spreadS: 0 } });
    const created = await create({ duration: "5s" });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      generation_type: "video",
      state: "queued",
      failure_reason: null,
      created_at: "2026-01-02T03:04:05.000000Z",
      assets: null,
      model: "ray-2",
      request: {
        generation_type: "video",
        model: "ray-2",
        prompt: "a lighthouse in fog",
        aspect_ratio: "16:9",
        loop: false,
        keyframes: null,
        concepts: null,
        callback_url: null,
        resolution: null,
        duration: "5s",
      },
    });
    pass(7);
    expect((await api("GET", `/generations/${created.body.id}`)).body.state).toBe("dreaming");
    pass(10);
    const completed = await api("GET", `/generations/${created.body.id}`);
    expect(completed.body).toMatchObject({
      state: "completed",
      assets: {
        video: expect.stringContaining("/video.mp4?"),
        image: expect.any(String),
        progress_video: null,
      },
    });
  });

  it("refuses a request without a good key, before anything else", async () => {
    const { api, simulator } = await openSimulator();
    for (const authorization of ["", "Bearer bad", "Basic luma-x", "luma-x"]) {
      const answer = await api("POST", "/generations/video", "not json", { authorization });
      expect([answer.status, answer.body]).toEqual([401, { detail: "Invalid API key is provided" }]);
    }
    expect(simulator.stats().creates.received).toBe(0);
  });

  it("takes only the keys that it was given", async () => {
    const { api } = await openSimulator({ apiKeys: ["k-1"] });
    expect((await api("GET", "/ping", undefined, { authorization: "Bearer k-1" })).body).toEqual({
      message: "pong",
    });
    expect((await api("GET", "/ping", undefined, { authorization: "Bearer luma-x" })).status).toBe(401);
  });

  it("gives its own date, and the client's request id back", async () => {
    const { api } = await openSimulator({ clockSkewS: 90 });
    const answer = await api("GET", "/ping", undefined, { "x-request-id": "mine" });
    expect(answer.headers.get("x-request-id")).toBe("mine");
    expect(answer.headers.get("date")).toBe("Fri, 02 Jan 2026 03:05:35 GMT");
    expect((await api("GET", "/ping")).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("answers the old paths like the new ones", async () => {
    const { api } = await openSimulator();
    const old = await api("POST", "/generations", {
      generation_type: "video",
      model: "ray-2",
      prompt: "a pier",
    });
    expect([old.status, old.body["generation_type"]]).toEqual([201, "video"]);
    expect((await api("GET", "/generations/camera_motion/list")).body).toEqual(CONCEPTS);
    expect((await api("GET", "/generations/concepts/list")).body).toEqual(CONCEPTS);
    expect(CONCEPTS).toHaveLength(34);
  });

  it("charges on acceptance and shows the balance in cents", async () => {
    const { create, api } = await openSimulator({ balanceUsdCents: 100 });
    await create({ resolution: "720p", duration: "5s" });
    expect((await api("GET", "/credits")).body).toEqual({ credit_balance: 29.22 });
    const refused = await create({ resolution: "720p", duration: "5s" });
    expect([refused.status, refused.body]).toEqual([402, { detail: "Insufficient credits" }]);
    expect((await api("GET", "/credits")).body).toEqual({ credit_balance: 29.22 });
  });

  it("deletes with 204, then knows nothing of the generation", async () => {
    const { create, api } = await openSimulator();
    const { id } = (await create()).body;
    const deleted = await api("DELETE", `/generations/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    for (const method of ["GET", "DELETE"]) {
      const again = await api(method, `/generations/${id}`);
      expect([again.status, again.body]).toEqual([404, { detail: "Generation not found" }]);
    }
    expect((await api("GET", "/generations")).body).toMatchObject({ generations: [], count: 0 });
  });

  it("modifies, reframes, upscales, adds sound and makes images", async () => {
    const { create, api, pass } = await openSimulator();
    const media = { url: "https://v.example/in.mp4" };
    const modify = {
      generation_type: "modify_video",
      model: "ray-2",
      mode: "flex_1",
      media,
      prompt: "as clay",
    };
    expect((await api("POST", "/generations/video/modify", modify)).status).toBe(201);
    const reframe = {
      generation_type: "reframe_video",
      model: "ray-flash-2",
      aspect_ratio: "9:16",
      media,
      x_start: 4,
    };
    expect((await api("POST", "/generations/video/reframe", reframe)).body["request"]).toMatchObject({
      x_start: 4,
    });
    const { id } = (await create()).body;
    const early = await api("POST", `/generations/${id}/upscale`, {});
    expect([early.status, early.body.detail]).toEqual([400, `Generation ${id} is not completed`]);
    pass(20);
    expect((await api("POST", `/generations/${id}/upscale`, { resolution: "4k" })).status).toBe(200);
    const audio = await api("POST", `/generations/${id}/audio`, { prompt: "wind and gulls" });
    expect(audio.body).toMatchObject({
      state: "dreaming",
      request: { generation_type: "add_audio", generation: id },
    });
    const image = await api("POST", "/generations/image", { model: "photon-1", prompt: "a pier" });
    expect([image.status, image.body["generation_type"]]).toEqual([201, "image"]);
  });

  it("says 404 and 405 where there is nothing", async () => {
    const { api, simulator } = await openSimulator();
    expect((await api("GET", "/nothing")).status).toBe(404);
    expect((await api("PUT", "/credits")).status).toBe(405);
    expect((await api("GET", "/generations/not-a-uuid")).body).toEqual({ detail: "Generation not found" });
    expect((await fetch(simulator.baseUrl.replace("/v1", "/v9"))).status).toBe(404);
  });

  it("refuses a body beyond a megabyte", async () => {
    const { api } = await openSimulator();
    expect((await api("POST", "/generations/video", "x".repeat(1_000_001))).status).toBe(413);
  });
});
