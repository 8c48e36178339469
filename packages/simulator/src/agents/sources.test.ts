import { inflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { giveFile } from "../testing/give-file.ts";
import { hollowClip } from "../testing/local-clip.ts";
import {
  type ApiAnswer,
  closeSimulators,
  linkIn,
  type OpenSimulator,
  openSimulator,
} from "../testing/open-simulator.ts";

afterEach(closeSimulators);

const RAY = { model: "ray-3.2", type: "video" };

/** Makes something and lets it complete. */
async function done(open: OpenSimulator, body: Record<string, unknown>): Promise<ApiAnswer> {
  const { id } = (await open.agents("POST", "/generations", { prompt: "a pier", ...body })).body;
  open.pass(11);
  return open.agents("GET", `/generations/${id}`);
}

const videoOf = (answer: ApiAnswer): Promise<Buffer> =>
  fetch(linkIn(answer) ?? "").then(async (file) => Buffer.from(await file.arrayBuffer()));

function shapeOf(clip: Buffer): { readonly seconds: number; readonly ratio: number } {
  const movie = clip.indexOf("mvhd");
  const track = clip.indexOf("tkhd");
  return {
    seconds: clip.readUInt32BE(movie + 20) / clip.readUInt32BE(movie + 16),
    ratio: clip.readUInt32BE(track + 80) / clip.readUInt32BE(track + 84),
  };
}

/** Cents that the Agents account was charged for the last generation. */
const lastCents = ({ simulator }: OpenSimulator): number =>
  (simulator.generations().at(-1)?.priceUsdE4 ?? 0) / 100;

describe("edits and reframes", () => {
  it("are as long as their source, an edit of its shape, a reframe of the asked one; priced by the second", async () => {
    const open = await openSimulator();
    const source = await done(open, { ...RAY, aspect_ratio: "9:16", video: { duration: "10s" } });
    const ref = { generation_id: source.body.id };
    const edited = await done(open, { ...RAY, type: "video_edit", source: ref, aspect_ratio: "1:1" });
    expect(lastCents(open)).toBe(216);
    const clip = shapeOf(await videoOf(edited));
    expect([clip.seconds, clip.ratio]).toEqual([10, expect.closeTo(9 / 16, 1)]);
    const reframed = await done(open, {
      ...RAY,
      type: "video_reframe",
      source: { generation_id: edited.body.id },
      aspect_ratio: "21:9",
      video: { resolution: "540p" },
    });
    expect(lastCents(open)).toBe(60);
    const wide = shapeOf(await videoOf(reframed));
    expect([wide.seconds, wide.ratio]).toEqual([10, expect.closeTo(21 / 9, 1)]);
  });

  it("know sources by link and by file as well, and take others to be of 5 s", async () => {
    const open = await openSimulator();
    const source = await done(open, { ...RAY, video: { duration: "10s" } });
    const file = await giveFile(open, { bytes: hollowClip(8, [1080, 1920]), mime_type: "video/mp4" });
    const refs = [
      { url: linkIn(source), media_type: "video/mp4" },
      { file_id: file },
      { data: hollowClip(3, [64, 64]).toString("base64"), media_type: "video/mp4" },
      { url: "https://v.example/in.mp4", media_type: "video/mp4" },
    ];
    const wishes = [];
    for (const ref of refs) {
      await done(open, { ...RAY, type: "video_edit", source: ref });
      const { wish } = open.simulator.generations().at(-1) ?? {};
      wishes.push([wish?.seconds, wish?.aspectRatio]);
    }
    expect(wishes).toEqual([
      [10, "16:9"],
      [8, "9:16"],
      [3, "1:1"],
      [5, "16:9"],
    ]);
  });

  it.each([
    ["video_edit", 18, 19],
    ["video_reframe", 30, 31],
  ])("%s takes sources of %i s and none of %i", async (type, most, beyond) => {
    const open = await openSimulator();
    const ask = async (seconds: number): Promise<ApiAnswer> => {
      const file = await giveFile(open, { bytes: hollowClip(seconds, [640, 360]), mime_type: "video/mp4" });
      const body = { ...RAY, type, prompt: "night", aspect_ratio: "1:1", source: { file_id: file } };
      return open.agents("POST", "/generations", body);
    };
    expect((await ask(most)).status).toBe(201);
    expect((await ask(beyond)).body).toEqual({ detail: `source: video exceeds ${most} seconds` });
  });

  it.each([
    ["source: generation is not a video", { type: "image", model: "uni-1" }, {}],
    ["edit.keyframe_indexes must lie between 0 and 120", RAY, { indexes: [121] }],
  ])("422: %s", async (detail, made, { indexes }: { readonly indexes?: readonly number[] }) => {
    const open = await openSimulator();
    const { id } = (await done(open, made)).body;
    const keyframes = { keyframes: [{ url: "https://img.example/a.jpg" }], keyframe_indexes: indexes };
    const video = indexes === undefined ? {} : { edit: keyframes };
    const body = { ...RAY, type: "video_edit", prompt: "night", source: { generation_id: id }, video };
    const answer = await open.agents("POST", "/generations", body);
    expect([answer.status, answer.body]).toEqual([422, { detail }]);
  });

  it.each([
    ["edit.controls.depth.blur must be between 0 and 1", { controls: { depth: { blur: 1.5 } } }],
    [
      "Invalid edit.controls.pose.strength 'firm'. Valid: coarse, precise",
      { controls: { pose: { strength: "firm" } } },
    ],
    ["Unexpected field 'video.edit.controls.colour'", { controls: { colour: {} } }],
    ["edit.controls.face.enabled must be a boolean", { controls: { face: { enabled: "yes" } } }],
    ["Unexpected field 'video.edit.mode'", { mode: "flex_1" }],
    ["edit.keyframes must be a list", { keyframes: {} }],
  ])("400: %s", async (detail, edit) => {
    const { agents } = await openSimulator();
    const source = { url: "https://v.example/in.mp4", media_type: "video/mp4" };
    const body = { ...RAY, type: "video_edit", prompt: "night", source, video: { edit } };
    const answer = await agents("POST", "/generations", body);
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
  });

  it("reframe in 1080p once it has come, but not upright", async () => {
    const open = await openSimulator({ agents: { limits: {}, access: { reframe1080p: true } } });
    const reframe = {
      ...RAY,
      type: "video_reframe",
      prompt: "wide",
      source: { url: "https://v.example/in.mp4", media_type: "video/mp4" },
      video: { resolution: "1080p" },
    };
    const ask = (aspectRatio: string): Promise<ApiAnswer> =>
      open.agents("POST", "/generations", { ...reframe, aspect_ratio: aspectRatio });
    expect((await ask("1:1")).status).toBe(201);
    expect((await ask("9:16")).status).toBe(422);
    open.simulator.setSettings({ agents: { access: { reframe1080p: false } } });
    expect((await ask("1:1")).body.detail).toBe("1080p reframe is coming soon");
  });
});

describe("extensions", () => {
  it.each(["start_frame", "end_frame"])(
    "by %s are one block of 5 s in the shape of their source",
    async (end) => {
      const open = await openSimulator();
      const source = await done(open, { ...RAY, aspect_ratio: "1:1", video: { duration: "10s" } });
      const video = { resolution: "540p", [end]: { generation_id: source.body.id } };
      await done(open, { ...RAY, video });
      expect(lastCents(open)).toBe(15);
      const { wish } = open.simulator.generations().at(-1) ?? {};
      expect(wish).toMatchObject({ seconds: 5, aspectRatio: "1:1", continues: source.body.id });
    },
  );

  it.each<[string, string, { readonly [field: string]: unknown }]>([
    ["start_frame: generation is not a video", "start_frame", { type: "image" }],
    ["extending cannot be combined with hdr", "start_frame", { ...RAY, hdr: true }],
  ])("422: %s", async (detail, end, { hdr, ...made }) => {
    const open = await openSimulator();
    const { id } = (await done(open, made)).body;
    const video = { [end]: { generation_id: id }, ...(hdr === true ? { hdr } : {}) };
    const answer = await open.createAgents({}, video);
    expect([answer.status, answer.body]).toEqual([422, { detail }]);
  });

  it("go by one generation only, and generations are no guides", async () => {
    const open = await openSimulator();
    const { id } = (await done(open, RAY)).body;
    const ref = { generation_id: id };
    expect((await open.createAgents({}, { start_frame: ref, end_frame: ref })).body.detail).toBe(
      "extending takes exactly one generation_id and no second frame",
    );
    expect((await open.createAgents({}, { keyframes: [ref], keyframe_indexes: [0] })).body.detail).toBe(
      "keyframes[0]: generation_id is not supported here",
    );
    expect((await open.createAgents({}, { start_frame: ref, loop: true })).status).toBe(201);
  });
});

describe("HDR", () => {
  it("comes with its frames as EXR in a ZIP, at three times the price", async () => {
    const open = await openSimulator();
    const answer = await done(open, { ...RAY, video: { hdr: true, exr_export: true } });
    expect(lastCents(open)).toBe(90);
    const output = answer.body["output"] as readonly { readonly type: string; readonly url: string }[];
    expect(output.map(({ type }) => type)).toEqual(["video", "exr"]);
    const file = await fetch(output[1]?.url ?? "");
    expect(file.headers.get("content-type")).toBe("application/zip");
    const zip = Buffer.from(await file.arrayBuffer());
    const end = zip.length - 22;
    expect(zip.readUInt32LE(end)).toBe(0x06054b50);
    expect(zip.readUInt16LE(end + 10)).toBe(5);
    const nameLength = zip.readUInt16LE(26);
    expect(zip.toString("latin1", 30, 30 + nameLength)).toBe("frame.0000.exr");
    const packed = zip.subarray(30 + nameLength, 30 + nameLength + zip.readUInt32LE(18));
    const exr = inflateRawSync(packed);
    expect(exr.length).toBe(zip.readUInt32LE(22));
    expect(exr.readUInt32LE(0)).toBe(20_000_630);
    const window = exr.indexOf("dataWindow") + "dataWindow\0box2i\0".length + 4;
    expect([exr.readInt32LE(window + 8), exr.readInt32LE(window + 12)]).toEqual([319, 179]);
  });

  it("is refused to an account without it", async () => {
    const open = await openSimulator({ agents: { access: { hdr: false } } });
    expect((await open.createAgents({}, { hdr: true })).body.detail).toBe(
      "hdr is not enabled for this account",
    );
  });
});

describe("images", () => {
  it.each([
    [{ prompt: "a pier" }, 4.04],
    [{ model: "uni-1-max" }, 10],
    [{ image_ref: [{ url: "https://img.example/a.jpg" }, { url: "https://img.example/b.jpg" }] }, 4.64],
    [{ type: "image_edit", source: { url: "https://img.example/a.jpg" } }, 4.34],
    [{ type: "image_edit", model: "uni-1-max", source: { url: "https://img.example/a.jpg" } }, 10.3],
  ])("%j costs %f cents", async (body, cents) => {
    const open = await openSimulator();
    await done(open, body);
    expect(lastCents(open)).toBe(cents);
  });

  it("are edited from a still, and a video is none", async () => {
    const open = await openSimulator();
    const still = await done(open, { aspect_ratio: "2:3" });
    const edited = await done(open, { type: "image_edit", source: { generation_id: still.body.id } });
    expect(edited.body).toMatchObject({ type: "image_edit", state: "completed" });
    const video = await done(open, RAY);
    const source = { generation_id: video.body.id };
    const refused = await open.agents("POST", "/generations", { prompt: "x", type: "image_edit", source });
    expect(refused.body).toEqual({ detail: "source: generation is not an image" });
  });

  it.each([
    ["Invalid output_format 'webp'. Valid: jpeg, png", { output_format: "webp" }],
    ["Invalid style 'noir'. Valid: auto, manga", { style: "noir" }],
    ["web_search must be a boolean", { web_search: "yes" }],
    [
      "image_ref must hold at most 9 references",
      { image_ref: Array(10).fill({ url: "https://a.example/a" }) },
    ],
    ["output_format is only valid for type 'image' and 'image_edit'", { ...RAY, output_format: "png" }],
    ["video is not valid for type 'image'", { video: {} }],
  ])("400: %s", async (detail, fields) => {
    const { agents } = await openSimulator();
    const answer = await agents("POST", "/generations", { prompt: "a pier", ...fields });
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
  });

  it("fail as too large beyond 8000 pixels a side, and as unsupported in other formats", async () => {
    const open = await openSimulator();
    const wide = Buffer.from("89504e470d0a1a0a0000000d4948445200001f4100000001", "hex").toString("base64");
    const codes = [];
    for (const ref of [
      { data: wide, media_type: "image/png" },
      { data: wide, media_type: "image/tiff" },
    ]) {
      codes.push((await done(open, { image_ref: [ref] })).body["failure_code"]);
    }
    expect(codes).toEqual(["image_too_large", "unsupported_format"]);
  });
});

describe("links of the simulator's own as inputs", () => {
  it("lead to a still for a frame, and are refused when dead, forged or of the wrong kind", async () => {
    const open = await openSimulator();
    const still = linkIn(await done(open, { prompt: "a pier" })) ?? "";
    const clip = linkIn(await done(open, RAY)) ?? "";
    const use = async (url: string): Promise<unknown> =>
      (await open.createAgents({}, { start_frame: { url } })).body.detail ?? "accepted";
    expect(await use(still)).toBe("accepted");
    expect(await use(clip)).toBe("start_frame: content-type is not an image");
    expect(await use(still.replace(/Signature=./, "Signature=x"))).toBe(
      "start_frame: failed to fetch URL (HTTP 403)",
    );
    open.pass(3600);
    expect(await use(still)).toBe("start_frame: failed to fetch URL (HTTP 403)");
  });

  it("are the same request whatever their signature", async () => {
    const open = await openSimulator();
    const still = await done(open, { prompt: "a pier" });
    const path = `/generations/${still.body.id}`;
    for (let at = 0; at < 2; at += 1) {
      const url = linkIn(await open.agents("GET", path));
      await open.createAgents({}, { start_frame: { url } });
      open.pass(1);
    }
    const accepted = Object.values(open.simulator.stats().dialects.agents.byRequestHash);
    expect(accepted.map((request) => request.accepted)).toEqual([1, 2]);
  });
});
