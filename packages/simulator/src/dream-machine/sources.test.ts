import { afterEach, describe, expect, it } from "vitest";
import { listenWithClip } from "../testing/local-clip.ts";
import {
  type ApiAnswer,
  closeSimulators,
  linkIn,
  type OpenSimulator,
  openSimulator,
} from "../testing/open-simulator.ts";

afterEach(closeSimulators);

async function done(open: OpenSimulator, path: string, body: Record<string, unknown>): Promise<ApiAnswer> {
  const { id } = (await open.api("POST", `/generations/${path}`, { prompt: "a pier", ...body })).body;
  open.pass(11);
  return open.api("GET", `/generations/${id}`);
}

const video = (open: OpenSimulator, body: Record<string, unknown> = {}): Promise<ApiAnswer> =>
  done(open, "video", { model: "ray-2", ...body });

const modify = (model: string, url: string | undefined): Record<string, unknown> => ({
  generation_type: "modify_video",
  model,
  mode: "flex_1",
  prompt: "as clay",
  media: { url },
});
const reframe = (model: string, url: string | undefined): Record<string, unknown> => ({
  generation_type: "reframe_video",
  model,
  aspect_ratio: "9:16",
  prompt: "upright",
  media: { url },
});

const last = ({ simulator }: OpenSimulator): { readonly cents: number; readonly wish: unknown } => {
  const { priceUsdE4 = 0, wish } = simulator.generations().at(-1) ?? {};
  return { cents: priceUsdE4 / 100, wish };
};

describe("what is made from a clip on Dream Machine", () => {
  it("is as long as the clip; modified in its shape, reframed to the documented size; priced by pixels", async () => {
    const open = await openSimulator();
    const source = linkIn(await video(open, { duration: "9s", aspect_ratio: "1:1", resolution: "540p" }));
    await done(open, "video/modify", modify("ray-2", source));
    expect(last(open)).toMatchObject({
      cents: Math.round(960 * 540 * 24 * 9 * 1e-6 * 0.01582 * 10_000) / 100,
      wish: { seconds: 9, aspectRatio: "1:1", resolution: "540p" },
    });
    await done(open, "video/reframe", reframe("ray-flash-2", source));
    expect(last(open)).toMatchObject({
      cents: Math.round(1152 * 2048 * 24 * 9 * 1e-6 * 0.0022 * 10_000) / 100,
      wish: { seconds: 9, aspectRatio: "9:16", sizePx: { widthPx: 1152, heightPx: 2048 } },
    });
  });

  it("may come from no longer a clip than the model takes", async () => {
    const open = await openSimulator();
    const nine = linkIn(await video(open, { duration: "9s" }));
    expect((await open.api("POST", "/generations/video/modify", modify("ray-2", nine))).status).toBe(201);
    // Nothing on Dream Machine is longer than 9 s, so what is comes from this machine.
    await using local = await listenWithClip(20);
    open.simulator.setSettings({ localOrigins: [local.origin] });
    const answers = [];
    for (const [path, body] of [
      ["modify", modify("ray-2", local.url)],
      ["modify", modify("ray-flash-2", local.url)],
      ["reframe", reframe("ray-2", local.url)],
      ["reframe", reframe("ray-flash-2", local.url)],
    ] as const) {
      answers.push((await open.api("POST", `/generations/video/${path}`, body)).body.detail ?? "accepted");
    }
    expect(answers).toEqual([
      "Video is too long, maximum duration is 10 seconds for ray-2",
      "Video is too long, maximum duration is 15 seconds for ray-flash-2",
      "Video is too long, maximum duration is 10 seconds for ray-2",
      "accepted",
    ]);
  });

  it("fails where the clip cannot be read or is none, and gives the money back", async () => {
    const open = await openSimulator();
    const still = linkIn(await done(open, "image", { model: "photon-1" })) ?? "";
    const clip = linkIn(await video(open)) ?? "";
    const reasons = [];
    for (const url of [still, clip.replace(/Signature=./, "Signature=x"), "http://10.0.0.1/in.mp4"]) {
      const answer = await done(open, "video/modify", modify("ray-2", url));
      reasons.push(answer.body["failure_reason"]);
    }
    expect(reasons).toEqual(Array(3).fill("Failed to read user input frames"));
    expect(open.simulator.stats().refundedUsdCents).toBeCloseTo(3 * 174.95, 0);
  });

  it("is no extension of a still", async () => {
    const open = await openSimulator();
    const { id } = (await done(open, "image", { model: "photon-1" })).body;
    const answer = await open.create({ keyframes: { frame0: { type: "generation", id } } });
    expect([answer.status, answer.body.detail]).toEqual([400, `Generation ${id} is not a video`]);
  });

  it("upscaled costs what making it at the new resolution would, for its length; sound is free", async () => {
    const open = await openSimulator();
    const { id } = (await video(open, { duration: "9s", aspect_ratio: "3:4" })).body;
    await open.api("POST", `/generations/${id}/upscale`, { resolution: "4k" });
    expect(last(open)).toMatchObject({ wish: { seconds: 9, aspectRatio: "3:4", resolution: "4k" } });
    expect(last(open).cents).toBeCloseTo(1147, 0);
    await open.api("POST", `/generations/${id}/audio`, { prompt: "wind" });
    expect(last(open)).toMatchObject({ cents: 0, wish: { seconds: 9, aspectRatio: "3:4" } });
  });
});

describe("images on Dream Machine", () => {
  const url = "https://img.example/a.jpg";

  it("cost by model, come as JPEG unless PNG is asked for, and are listed among the videos", async () => {
    const open = await openSimulator();
    const jpeg = await done(open, "image", { model: "photon-1" });
    expect(last(open).cents).toBe(1.72);
    const png = await done(open, "image", { model: "photon-flash-1", aspect_ratio: "1:1", format: "png" });
    expect(last(open).cents).toBe(0.45);
    await video(open);
    const links = [jpeg, png].map((answer) => new URL(linkIn(answer) ?? "").pathname.split("/").at(-1));
    expect(links).toEqual(["image.jpg", "image.png"]);
    const { generations } = (await open.api("GET", "/generations")).body as {
      readonly generations: readonly { readonly generation_type: string }[];
    };
    expect(generations.map((item) => item.generation_type)).toEqual(["video", "image", "image"]);
  });

  it.each([
    ["Prompt is required", { prompt: undefined }],
    ["Too many images in image_ref, maximum is 4", { image_ref: Array(5).fill({ url }) }],
    ["Weight must be between 0 and 1", { style_ref: [{ url, weight: 1.5 }] }],
  ])("400: %s", async (detail, fields) => {
    const { api } = await openSimulator();
    const body = { model: "photon-1", prompt: "a pier", ...fields };
    const answer = await api("POST", "/generations/image", body);
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
  });

  it.each([
    ["missing", ["body", "model"], { model: undefined }],
    ["literal_error", ["body", "format"], { format: "webp" }],
    ["list_type", ["body", "image_ref"], { image_ref: {} }],
    ["missing", ["body", "image_ref", "0", "url"], { image_ref: [{}] }],
    ["float_type", ["body", "modify_image_ref", "weight"], { modify_image_ref: { url, weight: "1" } }],
    [
      "url_parsing",
      ["body", "character_ref", "identity0", "images", "0"],
      { character_ref: { identity0: { images: ["a.jpg"] } } },
    ],
  ])("422: %s at %j", async (type, loc, fields) => {
    const { api } = await openSimulator();
    const body = { model: "photon-1", prompt: "a pier", ...fields };
    const answer = await api("POST", "/generations/image", body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toEqual([expect.objectContaining({ type, loc })]);
  });

  it("asked for in sync come with the answer, or at once unfinished if that would take too long", async () => {
    const { api } = await openSimulator({ speed: 1000 });
    const ask = (fields: object): Promise<ApiAnswer> =>
      api("POST", "/generations/image", { model: "photon-1", prompt: "a pier", sync: true, ...fields });
    expect((await ask({})).body).toMatchObject({ state: "completed", assets: { image: expect.any(String) } });
    expect((await ask({ sync_timeout: 5 })).body).toMatchObject({ state: "dreaming", assets: null });
    expect((await ask({ prompt: "a pier [[sim:fail]]" })).body).toMatchObject({ state: "failed" });
  });
});
