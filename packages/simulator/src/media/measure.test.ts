import { afterEach, describe, expect, it } from "vitest";
import { encodeJpeg } from "../clip/jpeg.ts";
import { createPicture } from "../clip/picture.ts";
import { encodePng } from "../clip/png.ts";
import { hollowClip, listenWithClip } from "../testing/local-clip.ts";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";
import { measureMedia } from "./measure.ts";
import { lookOfMedia } from "./source-look.ts";

afterEach(closeSimulators);

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(" ", ""), "hex");

describe("measuring", () => {
  it.each([
    ["GIF", hex("474946383961 4001 b400 000000"), "image/gif"],
    [
      "WebP, lossy",
      hex("52494646 00000000 57454250 56503820 00000000 000000 9d012a 4001 b400"),
      "image/webp",
    ],
    [
      "WebP, lossless",
      hex(`52494646 00000000 57454250 5650384c 00000000 2f 3fc12c00 ${"00".repeat(6)}`),
      "image/webp",
    ],
    [
      "WebP, extended",
      hex("52494646 00000000 57454250 56503858 0a000000 00000000 3f0100 b30000"),
      "image/webp",
    ],
  ])("reads the size of a %s", (_, bytes, mediaType) => {
    const size = { medium: "image", mediaType, widthPx: 320, heightPx: 180 };
    expect(measureMedia(bytes)).toEqual(size);
  });

  it("reads what the simulator itself makes", async () => {
    const picture = createPicture(322, 182);
    const size = { widthPx: 322, heightPx: 182 };
    expect(measureMedia(await encodePng(picture))).toMatchObject({ mediaType: "image/png", ...size });
    expect(measureMedia(encodeJpeg(picture))).toMatchObject({ mediaType: "image/jpeg", ...size });
    const clip = { medium: "video", seconds: 7, widthPx: 1080, heightPx: 1920 };
    expect(measureMedia(hollowClip(7, [1080, 1920]))).toMatchObject(clip);
  });

  it("survives whatever is cut short or is nothing of the kind", async () => {
    const whole = [
      await encodePng(createPicture(16, 16)),
      encodeJpeg(createPicture(16, 16)),
      hollowClip(5, [16, 16]),
    ];
    for (const bytes of whole) {
      for (let length = 0; length < bytes.length; length += 1)
        expect(() => measureMedia(bytes.subarray(0, length))).not.toThrow();
    }
    expect(measureMedia(Buffer.from("no picture"))).toBeUndefined();
  });

  it.each([
    [1920, 1080, "16:9"],
    [1080, 1920, "9:16"],
    [1366, 768, "16:9"],
    [1000, 400, "1000:400"],
  ])("takes %i × %i for %s", (widthPx, heightPx, ratio) => {
    const facts = { medium: "image", mediaType: "image/png", widthPx, heightPx } as const;
    expect(lookOfMedia("a", "image", facts).aspectRatio).toBe(ratio);
  });
});

describe("media on this machine", () => {
  it("cannot be reached, unless their origin is named: then they are fetched and judged", async () => {
    const open = await openSimulator();
    await using local = await listenWithClip(8);
    const edit = async (url: string): Promise<unknown> => {
      const source = { url, media_type: "video/mp4" };
      const { body } = await open.createAgents({ type: "video_edit", source });
      return body.detail ?? open.simulator.generations().at(-1)?.wish.seconds;
    };
    const unreachable = "source: failed to fetch URL";
    expect(await edit(local.url)).toBe(unreachable);
    const put = await fetch(`${open.simulator.controlUrl}/settings`, {
      method: "PUT",
      body: JSON.stringify({ localOrigins: [local.origin] }),
    });
    expect(put.status).toBe(204);
    expect(await edit(local.url)).toBe(8);
    expect(await edit(`${local.origin}/none.mp4`)).toBe(`${unreachable} (HTTP 404)`);
    expect(await edit(`${local.origin}/text`)).toBe("source: content-type is not a video");
    open.simulator.setSettings({ localOrigins: ["http://127.0.0.1:9"] });
    expect(await edit("http://127.0.0.1:9/in.mp4")).toBe(unreachable);
  });
});
