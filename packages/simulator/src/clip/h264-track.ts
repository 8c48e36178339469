import { findBox } from "./mp4-box.ts";

/** A video track taken out of its file. */
export interface H264Track {
  /** Body of the sample description box, parameter sets included. */
  readonly description: Buffer;
  /** One encoded picture each, in order. */
  readonly samples: readonly Buffer[];
  /** Which samples can be decoded by themselves. */
  readonly keys: readonly boolean[];
}

/**
 * Takes the track out of a file that h264-mp4-encoder wrote: one track, pictures in decoding order.
 *
 * @throws Error when the file is not of that kind.
 */
export function readH264Track(file: Buffer): H264Track {
  const table = findBox(file, "moov/trak/mdia/minf/stbl");
  const [description, sizes, chunks, offsets] = ["stsd", "stsz", "stsc", "stco"].map(
    (type) => table && findBox(table, type),
  );
  if (!description || !sizes || !chunks || !offsets) throw new Error("the encoder wrote no track");
  const count = sizes.readUInt32BE(8);
  const commonSize = sizes.readUInt32BE(4);
  const perChunk = chunks.readUInt32BE(12);
  const samples: Buffer[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (index % perChunk === 0) at = offsets.readUInt32BE(8 + Math.floor(index / perChunk) * 4);
    const size = commonSize === 0 ? sizes.readUInt32BE(12 + index * 4) : commonSize;
    samples.push(file.subarray(at, at + size));
    at += size;
  }
  return { description, samples, keys: samples.map(hasKeyPicture) };
}

/** True when a sample holds a NAL unit of type 5, a picture that refers to no other. */
function hasKeyPicture(sample: Buffer): boolean {
  for (let at = 0; at + 5 <= sample.length; at += 4 + sample.readUInt32BE(at)) {
    if ((sample.readUInt8(at + 4) & 31) === 5) return true;
  }
  return false;
}
