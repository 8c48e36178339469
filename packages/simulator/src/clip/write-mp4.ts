import type { H264Track } from "./h264-track.ts";
import { makeBox, makeNumbersBox, words } from "./mp4-box.ts";

/** Ticks a second; divisible by every frame rate used here. */
const TIMESCALE = 24_000;

const IDENTITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/**
 * Writes an MP4 file that plays while it loads: the index first, then the media.
 *
 * @param options.repeats - how often the track is shown; it must begin with a picture that stands alone.
 * @param options.note - kept in the index (`udta`/`free`), so that files with equal pictures differ.
 */
export function writeMp4(
  track: H264Track,
  options: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly framesPerSecond: number;
    readonly repeats: number;
    readonly note: string;
  },
): Buffer {
  const times = Array.from({ length: options.repeats });
  const samples = times.flatMap(() => track.samples);
  const keys = times.flatMap(() => track.keys);
  const ticks = TIMESCALE / options.framesPerSecond;
  const duration = samples.length * ticks;
  const brand = Buffer.from("isom", "latin1");
  const ftyp = makeBox("ftyp", brand, words(0x200), brand, Buffer.from("iso2avc1mp41", "latin1"));
  const media = makeBox("mdat", ...samples);

  const index = (mediaAt: number): Buffer => {
    const table = makeBox(
      "stbl",
      makeBox("stsd", track.description),
      makeNumbersBox("stts", 0, 1, samples.length, ticks),
      keyTable(keys),
      makeNumbersBox("stsc", 0, 1, 1, samples.length, 1),
      makeNumbersBox("stsz", 0, 0, samples.length, ...samples.map((sample) => sample.length)),
      makeNumbersBox("stco", 0, 1, mediaAt + 8),
    );
    return makeBox(
      "moov",
      makeNumbersBox(
        "mvhd",
        0,
        0,
        0,
        TIMESCALE,
        duration,
        0x10000,
        0x01000000,
        0,
        0,
        ...IDENTITY,
        ...zeros(6),
        2,
      ),
      makeBox("trak", trackHeader(duration, options.widthPx, options.heightPx), mediaBox(duration, table)),
      makeBox("udta", makeBox("free", Buffer.from(options.note, "utf8"))),
    );
  };
  const moov = index(ftyp.length + index(0).length);
  return Buffer.concat([ftyp, moov, media]);
}

function trackHeader(duration: number, widthPx: number, heightPx: number): Buffer {
  const size = [widthPx * 0x10000, heightPx * 0x10000];
  return makeNumbersBox("tkhd", 3, 0, 0, 1, 0, duration, ...zeros(4), ...IDENTITY, ...size);
}

function mediaBox(duration: number, table: Buffer): Buffer {
  const undetermined = 0x55c40000;
  const handler = Buffer.concat([words(0, 0), Buffer.from("vide", "latin1"), Buffer.alloc(13)]);
  const here = makeNumbersBox("url ", 1);
  return makeBox(
    "mdia",
    makeNumbersBox("mdhd", 0, 0, 0, TIMESCALE, duration, undetermined),
    makeBox("hdlr", handler),
    makeBox(
      "minf",
      makeNumbersBox("vmhd", 1, 0, 0),
      makeBox("dinf", makeBox("dref", words(0, 1), here)),
      table,
    ),
  );
}

function keyTable(keys: readonly boolean[]): Buffer {
  const numbers = keys.flatMap((isKey, at) => (isKey ? [at + 1] : []));
  return makeNumbersBox("stss", 0, numbers.length, ...numbers);
}

function zeros(count: number): readonly number[] {
  return Array.from({ length: count }, () => 0);
}
