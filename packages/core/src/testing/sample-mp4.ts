/** An MP4 box: size, type, content. */
export function mp4Box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** The same box with its size in 64 bits. */
export function mp4WideBox(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1, 0);
  head.write(type, 4, "latin1");
  head.writeBigUInt64BE(BigInt(content.length + 16), 8);
  return Buffer.concat([head, content]);
}

/** What the description of a made-up film says. */
export interface SampleMovie {
  readonly width?: number;
  readonly height?: number;
  readonly durationS?: number;
  /** Box version: 1 has 64-bit times. */
  readonly version?: 0 | 1;
  /** `vide` for pictures, `soun` for sound. */
  readonly handler?: string;
}

/** The `moov` box of a film with one track, as ISO/IEC 14496-12 lays it out. */
export function mp4Moov(movie: SampleMovie = {}): Buffer {
  const { version = 0, handler = "vide" } = movie;
  const hdlr = Buffer.alloc(24);
  hdlr.write(handler, 8, "latin1");
  return mp4Box(
    "moov",
    mp4Box("mvhd", movieHeader(movie)),
    mp4Box("trak", mp4Box("tkhd", trackHeader(movie, version)), mp4Box("mdia", mp4Box("hdlr", hdlr))),
  );
}

/** A whole film of `mediaBytes` bytes of "pictures" that differ by `seed`; right in structure, not playable. */
export function sampleMp4(
  options: SampleMovie & { readonly mediaBytes?: number; readonly seed?: number } = {},
): Buffer {
  const { mediaBytes = 2_000, seed = 1 } = options;
  const media = Buffer.alloc(mediaBytes);
  for (let index = 0; index < mediaBytes; index++) media[index] = (index * 31 + seed * 17) & 0xff;
  const brand = Buffer.from("isom\0\0\0\0isom", "latin1");
  return Buffer.concat([mp4Box("ftyp", brand), mp4Box("mdat", media), mp4Moov(options)]);
}

function movieHeader({ durationS = 5, version = 0 }: SampleMovie): Buffer {
  const timescale = 1_000;
  const header = Buffer.alloc(version === 1 ? 112 : 100);
  header.writeUInt8(version, 0);
  header.writeUInt32BE(timescale, version === 1 ? 20 : 12);
  if (version === 1) header.writeBigUInt64BE(BigInt(Math.round(durationS * timescale)), 24);
  else header.writeUInt32BE(Math.round(durationS * timescale), 16);
  return header;
}

function trackHeader({ width = 1280, height = 720 }: SampleMovie, version: 0 | 1): Buffer {
  const header = Buffer.alloc(version === 1 ? 96 : 84);
  header.writeUInt8(version, 0);
  header.writeUInt32BE(width * 65_536, header.length - 8);
  header.writeUInt32BE(height * 65_536, header.length - 4);
  return header;
}
