import type { SimulatedGeneration } from "../book/generation.ts";
import type { AssetName } from "../cdn/link-signer.ts";
import { briefOf, type ClipBrief, type ClipStyle } from "./clip-brief.ts";
import { encodeVideo } from "./encode-video.ts";
import { encodeExr } from "./exr.ts";
import type { H264Track } from "./h264-track.ts";
import { encodeJpeg } from "./jpeg.ts";
import { encodePng } from "./png.ts";
import { createScene, type Scene } from "./scene.ts";
import { writeMp4 } from "./write-mp4.ts";
import { writeZip } from "./zip.ts";

/** Makes what generations produce, when it is first asked for. */
export interface ClipMaker {
  /** A file of a generation: the same bytes every time, also in another process. */
  asset(generation: SimulatedGeneration, asset: AssetName): Promise<Buffer>;
  /** Makes the files of another style from now on. */
  restyle(style: Partial<Pick<ClipStyle, "scale" | "variety">>): void;
}

/** How many bytes of encoded video are kept for later requests. */
const KEPT_BYTES = 64_000_000;

/** Makes a clip maker; see `ClipOptions` and `ClipStyle` for the options. */
export function createClipMaker(options: {
  readonly scale?: "small" | "full";
  readonly variety?: "each" | "shared";
  readonly find: ClipStyle["find"];
}): ClipMaker {
  let style: ClipStyle = { scale: "small", variety: "each", ...options };
  const videos = new Map<string, { readonly track: Promise<H264Track>; bytes: number }>();
  let queue: Promise<unknown> = Promise.resolve();

  const encode = (brief: ClipBrief): Promise<H264Track> => {
    // One at a time: two encoders side by side take as long and hold twice the memory.
    const turn = queue.then(() => createScene(brief)).then((scene) => encodeVideo(scene, brief));
    queue = turn.catch(() => undefined);
    return turn;
  };

  const forgetOldest = (): void => {
    let keptBytes = [...videos.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of videos) {
      if (keptBytes <= KEPT_BYTES) return;
      // What is still being made has no size yet, and others may be waiting for it.
      if (bytes === 0) continue;
      keptBytes -= bytes;
      videos.delete(key);
    }
  };

  const video = (brief: ClipBrief): Promise<H264Track> => {
    const key = JSON.stringify(brief);
    const known = videos.get(key);
    if (known !== undefined) return known.track;
    const made = { track: encode(brief), bytes: 0 };
    videos.set(key, made);
    made.track.then(
      (track) => {
        made.bytes = sizeOf(track);
        forgetOldest();
      },
      () => videos.delete(key),
    );
    return made.track;
  };

  return {
    restyle: (change) => {
      style = { ...style, ...change };
    },
    asset: async (generation, asset) => {
      const brief = briefOf(generation, style);
      if (asset === "video.mp4") return writeMp4(await video(brief), { ...brief, note: generation.id });
      const scene = await createScene(brief);
      if (asset === "frames.zip") return framesOf(scene, brief);
      const picture = scene.paint(Math.floor(scene.frames / 3));
      return asset === "image.jpg" ? encodeJpeg(picture) : encodePng(picture);
    },
  };
}

/** One frame of each second as EXR: all of them would be hundreds of megabytes. */
function framesOf(scene: Scene, brief: ClipBrief): Buffer {
  const numbers = Array.from({ length: brief.seconds }, (_, second) => second * brief.framesPerSecond);
  return writeZip(
    numbers.map((frame) => ({
      name: `frame.${String(frame).padStart(4, "0")}.exr`,
      content: encodeExr(scene.paint(frame % scene.frames)),
    })),
  );
}

function sizeOf(track: H264Track): number {
  return track.samples.reduce((sum, sample) => sum + sample.length, 0);
}
