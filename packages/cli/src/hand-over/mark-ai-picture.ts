import { crc32 } from "node:zlib";

/** IPTC's name for media that a model made, as its Digital Source Type property takes it. */
const MADE_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

/** XMP, Part 1: a packet with the one property of IPTC's Extension schema (2008-02-29). */
const PACKET: Buffer = Buffer.from(
  [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">',
    `<Iptc4xmpExt:DigitalSourceType>${MADE_BY_AI}</Iptc4xmpExt:DigitalSourceType>`,
    "</rdf:Description></rdf:RDF></x:xmpmeta>",
    '<?xpacket end="w"?>',
  ].join(""),
);

const JPEG_XMP = "http://ns.adobe.com/xap/1.0/\0";
const PNG_XMP = "XML:com.adobe.xmp\0";
const PNG_SIGNATURE = "\x89PNG\r\n\x1a\n";

/**
 * Writes into a picture's metadata that a model made it, where XMP, Part 3 says. Its pixels are not touched. A
 * picture that has XMP already keeps it, and one that is neither JPEG nor PNG stays as it is.
 */
export function markAiPicture(picture: Buffer): Buffer {
  if (picture.includes(JPEG_XMP, 0, "latin1") || picture.includes(PNG_XMP, 0, "latin1")) return picture;
  if (picture.toString("latin1", 0, 3) === "\xff\xd8\xff") return markedJpeg(picture);
  if (picture.toString("latin1", 0, 16) === `${PNG_SIGNATURE}\0\0\0\rIHDR`) return markedPng(picture);
  return picture;
}

/** As a segment behind JFIF's, which must be the first one. */
function markedJpeg(picture: Buffer): Buffer {
  const hasJfif = picture.length > 6 && picture.readUInt16BE(2) === 0xffe0;
  const at = hasJfif ? Math.min(picture.length, 4 + picture.readUInt16BE(4)) : 2;
  const content = Buffer.concat([Buffer.from(JPEG_XMP, "latin1"), PACKET]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([picture.subarray(0, at), head, content, picture.subarray(at)]);
}

/** As an uncompressed international text behind the header. */
function markedPng(picture: Buffer): Buffer {
  const at = PNG_SIGNATURE.length + 4 + 4 + 13 + 4;
  const content = Buffer.concat([Buffer.from(`iTXt${PNG_XMP}\0\0\0\0`, "latin1"), PACKET]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([picture.subarray(0, at), length, content, check, picture.subarray(at)]);
}
