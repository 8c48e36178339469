import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Simulator, type SimulatorOptions, startSimulator } from "@shotlist/simulator";
import LumaAI from "lumaai";
import { afterEach, describe, expect, it } from "vitest";

/** Luma's own client from npm, as it is: what it sends is what the simulator has to understand. */

const open: Simulator[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

async function connect(
  options: SimulatorOptions = {},
  client: { readonly authToken?: string; readonly maxRetries?: number; readonly timeout?: number } = {},
): Promise<{ readonly luma: LumaAI; readonly simulator: Simulator }> {
  const simulator = await startSimulator({
    seed: 1,
    latency: { queuedS: 0, meanS: 10, spreadS: 0 },
    ...options,
  });
  open.push(simulator);
  const luma = new LumaAI({
    baseURL: simulator.baseUrl,
    authToken: "luma-test",
    maxRetries: 0,
    ...client,
  });
  return { luma, simulator };
}

const VIDEO = { model: "ray-2", prompt: "a lighthouse in fog", resolution: "720p", duration: "5s" } as const;

describe("every endpoint of the official client", () => {
  it("pings, reads the credits and lists the concepts", async () => {
    const { luma } = await connect({ balanceUsdCents: 1250 });
    expect(await luma.ping.check()).toEqual({ message: "pong" });
    expect(await luma.credits.get()).toEqual({ credit_balance: 1250 });
    expect(await luma.generations.concepts.list()).toContain("orbit_left");
  });

  it("creates a video by the new path and the old, follows it to its link and fetches it", async () => {
    const { luma, simulator } = await connect();
    const created = await luma.generations.video.create({
      ...VIDEO,
      aspect_ratio: "9:16",
      loop: true,
      concepts: [{ key: "orbit_left" }],
    });
    expect(created).toMatchObject({ generation_type: "video", state: "dreaming", model: "ray-2" });
    const old = await luma.generations.create({ ...VIDEO, prompt: "a pier" });
    expect(old.id).not.toBe(created.id);
    simulator.advance(11);
    const done = await luma.generations.get(String(created.id));
    expect(done).toMatchObject({ id: created.id, state: "completed", failure_reason: null });
    const clip = await fetch(String(done.assets?.video));
    expect([clip.status, clip.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  });

  it("extends, reverse-extends and interpolates by generation and by image", async () => {
    const { luma, simulator } = await connect();
    const { id } = await luma.generations.video.create(VIDEO);
    simulator.advance(11);
    const generation = { type: "generation", id: String(id) } as const;
    const image = { type: "image", url: "https://img.example/a.jpg" } as const;
    const mixes = [
      { frame0: generation },
      { frame1: generation },
      { frame0: image, frame1: image },
      { frame0: generation, frame1: image },
      { frame0: image, frame1: generation },
      { frame0: generation, frame1: generation },
    ];
    for (const keyframes of mixes) {
      const { request } = await luma.generations.video.create({ ...VIDEO, keyframes });
      expect(request).toMatchObject({ keyframes });
    }
  });

  it("modifies, reframes, upscales and adds sound", async () => {
    const { luma, simulator } = await connect();
    const { id } = await luma.generations.video.create(VIDEO);
    simulator.advance(11);
    const video = String((await luma.generations.get(String(id))).assets?.video);
    const made = [
      await luma.generations.video.modify({
        generation_type: "modify_video",
        model: "ray-2",
        mode: "flex_1",
        media: { url: video },
        first_frame: { url: "https://img.example/a.jpg" },
        prompt: "as a clay model",
      }),
      await luma.generations.video.reframe({
        generation_type: "reframe_video",
        model: "ray-flash-2",
        aspect_ratio: "9:16",
        media: { url: video },
        x_start: 0,
        x_end: 100,
      }),
      await luma.generations.upscale(String(id), { resolution: "1080p" }),
      await luma.generations.audio(String(id), { prompt: "wind and gulls", negative_prompt: "music" }),
    ];
    simulator.advance(11);
    for (const { id: each } of made) {
      const done = await luma.generations.get(String(each));
      expect(done).toMatchObject({ state: "completed", generation_type: "video" });
      expect((await fetch(String(done.assets?.video))).status).toBe(200);
    }
  });

  it("makes and reframes images, with every kind of reference, at once where that is asked for", async () => {
    const { luma, simulator } = await connect({ speed: 100 });
    const url = "https://img.example/a.jpg";
    const still = await luma.generations.image.create({
      model: "photon-1",
      prompt: "a lighthouse in fog",
      format: "png",
      image_ref: [{ url, weight: 0.8 }],
      style_ref: [{ url }],
      character_ref: { identity0: { images: [url, url] } },
      modify_image_ref: { url, weight: 1 },
      sync: true,
      sync_timeout: 60,
    });
    expect(still).toMatchObject({ generation_type: "image", state: "completed" });
    const reframed = await luma.generations.image.reframe({
      generation_type: "reframe_image",
      model: "photon-flash-1",
      aspect_ratio: "1:1",
      media: { url: String(still.assets?.image) },
    });
    simulator.advance(11);
    const files = [still, await luma.generations.get(String(reframed.id))].map(({ assets }) =>
      fetch(String(assets?.image)),
    );
    const types = (await Promise.all(files)).map(({ headers }) => headers.get("content-type"));
    expect(types).toEqual(["image/png", "image/jpeg"]);
  });

  it("lists everything in pages, and deletes", async () => {
    const { luma } = await connect();
    const { id } = await luma.generations.video.create(VIDEO);
    await luma.generations.image.create({ model: "photon-1", prompt: "a pier" });
    const page = await luma.generations.list({ limit: 1, offset: 0 });
    expect(page).toMatchObject({ count: 1, limit: 1, offset: 0, has_more: true });
    const kinds = (await luma.generations.list()).generations.map(({ generation_type: kind }) => kind);
    expect(kinds).toEqual(["image", "video"]);
    await luma.generations.delete(String(id));
    expect((await luma.generations.list()).count).toBe(1);
    await expect(luma.generations.get(String(id))).rejects.toBeInstanceOf(LumaAI.NotFoundError);
  });

  it("has its callback URL called with generations of its own type", async () => {
    const { luma, simulator } = await connect({ latency: { queuedS: 4, meanS: 10, spreadS: 0 } });
    const told: LumaAI.Generation[] = [];
    let isComplete = (): void => {};
    const complete = new Promise<void>((resolve) => {
      isComplete = resolve;
    });
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      response.end();
      const generation = JSON.parse(Buffer.concat(chunks).toString()) as LumaAI.Generation;
      told.push(generation);
      if (told.length === 2) isComplete();
    });
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const { port } = receiver.address() as AddressInfo;
    try {
      const callback_url = `http://127.0.0.1:${port}/luma`;
      const { id } = await luma.generations.video.create({ ...VIDEO, callback_url });
      simulator.advance(20);
      await complete;
      expect(new Set(told.map(({ state }) => state))).toEqual(new Set(["dreaming", "completed"]));
      expect(told.map((generation) => generation.id)).toEqual([id, id]);
    } finally {
      receiver.close();
    }
  });
});

describe("error classes of the official client", () => {
  it.each([
    ["refuse-400", LumaAI.BadRequestError],
    ["401", LumaAI.AuthenticationError],
    ["403", LumaAI.PermissionDeniedError],
    ["status=409", LumaAI.ConflictError],
    ["refuse-422", LumaAI.UnprocessableEntityError],
    ["429-rate", LumaAI.RateLimitError],
    ["429-concurrency", LumaAI.RateLimitError],
    ["500", LumaAI.InternalServerError],
    ["502", LumaAI.InternalServerError],
    ["503", LumaAI.InternalServerError],
    ["lost-before", LumaAI.APIConnectionError],
    ["lost-after", LumaAI.APIConnectionError],
  ])("%s", async (fault, kind) => {
    const { luma } = await connect();
    const asked = luma.generations.video.create({ ...VIDEO, prompt: `a pier [[sim:${fault}]]` });
    await expect(asked).rejects.toBeInstanceOf(kind);
  });

  it("are those of bad keys, unknown ids, broken rules and wrong fields too", async () => {
    const { luma } = await connect();
    const stranger = (await connect({}, { authToken: "not-a-key" })).luma;
    await expect(stranger.ping.check()).rejects.toBeInstanceOf(LumaAI.AuthenticationError);
    await expect(luma.generations.get("5b1e7d1e-0000-4000-8000-000000000099")).rejects.toBeInstanceOf(
      LumaAI.NotFoundError,
    );
    const short = luma.generations.video.create({ ...VIDEO, prompt: "ab" });
    await expect(short).rejects.toMatchObject({
      status: 400,
      error: { detail: "Prompt is too short, minimum length is 3 characters" },
    });
    const wrong = luma.generations.video.create({ ...VIDEO, aspect_ratio: "2:1" as "1:1" });
    await expect(wrong).rejects.toBeInstanceOf(LumaAI.UnprocessableEntityError);
  });

  it("are a timeout where nothing comes", async () => {
    const { luma } = await connect({ faults: { "hang-before": 1 } }, { timeout: 200 });
    await expect(luma.generations.video.create(VIDEO)).rejects.toBeInstanceOf(
      LumaAI.APIConnectionTimeoutError,
    );
  });
});

describe("retries of the official client", () => {
  const accepted = (simulator: Simulator): number => simulator.stats().creates.accepted;

  it.each(["lost-after", "502-after", "status-after=408", "status-after=409"])(
    "send a create again after %s, and pay for it twice",
    async (fault) => {
      const { luma, simulator } = await connect({}, { maxRetries: 2 });
      const { id } = await luma.generations.video.create({ ...VIDEO, prompt: `a pier [[sim:${fault}]]` });
      expect(accepted(simulator)).toBe(2);
      const [paid] = Object.values(simulator.stats().byRequestHash);
      expect(paid).toMatchObject({ accepted: 2, paidUsdCents: 2 * 70.78 });
      expect(paid?.ids[1]).toBe(id);
    },
  );

  it.each(["lost-before", "500", "503", "429-rate"])("get past %s for the price of one", async (fault) => {
    const { luma, simulator } = await connect({}, { maxRetries: 2 });
    await luma.generations.video.create({ ...VIDEO, prompt: `a pier [[sim:${fault}]]` });
    expect(simulator.stats().creates).toMatchObject({ received: 2, accepted: 1 });
  });

  it("wait as long as Retry-After says", async () => {
    const { luma, simulator } = await connect({ faults: { retryAfterS: 1 } }, { maxRetries: 1 });
    const begin = performance.now();
    await luma.generations.video.create({ ...VIDEO, prompt: "a pier [[sim:429-rate]]" });
    expect(performance.now() - begin).toBeGreaterThanOrEqual(1000);
    expect(accepted(simulator)).toBe(1);
  });

  it.each(["refuse-400", "401", "refuse-422"])("leave %s alone", async (fault) => {
    const { luma, simulator } = await connect({}, { maxRetries: 2 });
    const asked = luma.generations.video.create({ ...VIDEO, prompt: `a pier [[sim:${fault}]]` });
    await expect(asked).rejects.toThrow();
    expect(simulator.stats().creates).toMatchObject({ received: 1, accepted: 0 });
  });
});
