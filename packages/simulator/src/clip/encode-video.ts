import type { H264MP4Encoder } from "h264-mp4-encoder";
import { breathe, createBreath } from "./breath.ts";
import { type H264Track, readH264Track } from "./h264-track.ts";
import type { Scene } from "./scene.ts";

/** Coarseness of the encoding, 10 (best) to 51. */
const QUANTISER = 27;

const LAST_WORDS = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Loads the encoder, and takes back the process-wide listeners that its bundle adds: with them every fault of the
 * whole program would end it with a print of the bundle instead of its own words.
 */
async function loadEncoder(): Promise<typeof import("h264-mp4-encoder")> {
  const before = LAST_WORDS.map((event) => [event, new Set(process.rawListeners(event))] as const);
  // The package is a CommonJS bundle that only a default import reaches under every loader.
  const { default: library } = await import("h264-mp4-encoder");
  for (const [event, known] of before) {
    for (const listener of process.rawListeners(event)) {
      if (!known.has(listener)) process.off(event, listener as () => void);
    }
  }
  return library;
}

/**
 * Encodes a scene as H.264, giving way to other work every few milliseconds.
 *
 * @throws Error from the encoder when its WebAssembly cannot be loaded.
 */
export async function encodeVideo(
  scene: Scene,
  size: { readonly widthPx: number; readonly heightPx: number; readonly framesPerSecond: number },
): Promise<H264Track> {
  const library = await loadEncoder();
  await breathe();
  const encoder: H264MP4Encoder = await library.createH264MP4Encoder();
  encoder.outputFilename = `clip-${nextFile()}.mp4`;
  encoder.width = size.widthPx;
  encoder.height = size.heightPx;
  encoder.frameRate = size.framesPerSecond;
  encoder.speed = 10;
  encoder.quantizationParameter = QUANTISER;
  encoder.groupOfPictures = Math.min(scene.frames, size.framesPerSecond * 3);
  encoder.initialize();
  try {
    const breath = createBreath();
    for (let frame = 0; frame < scene.frames; frame += 1) {
      encoder.addFrameYuv(scene.paint(frame).bytes);
      await breath();
    }
    encoder.finalize();
    return readH264Track(Buffer.from(encoder.FS.readFile(encoder.outputFilename)));
  } finally {
    encoder.FS.unlink(encoder.outputFilename);
    encoder.delete();
  }
}

let files = 0;

/** Encoders share one file system in memory, and several may be at work. */
function nextFile(): number {
  files += 1;
  return files;
}
