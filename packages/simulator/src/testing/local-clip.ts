import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on this machine. */
export interface LocalMedia extends AsyncDisposable {
  readonly origin: string;
  /** Of the clip. */
  readonly url: string;
}

/** An MP4 that says to be of this length and size, and holds no picture. */
export function hollowClip(seconds: number, [width, height]: readonly [number, number]): Buffer {
  const movie = Buffer.alloc(100);
  movie.writeUInt32BE(1000, 12);
  movie.writeUInt32BE(seconds * 1000, 16);
  const track = Buffer.alloc(84);
  track.writeUInt32BE(width * 0x10000, 76);
  track.writeUInt32BE(height * 0x10000, 80);
  return Buffer.concat([
    box("ftyp", Buffer.from("isom0000")),
    box("mdat", Buffer.alloc(9)),
    box("moov", Buffer.concat([box("mvhd", movie), box("trak", box("tkhd", track))])),
  ]);
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** Serves a clip of a length at `/clip.mp4`, a text at `/text`, and 404 elsewhere. */
export async function listenWithClip(seconds: number): Promise<LocalMedia> {
  const clip = hollowClip(seconds, [640, 360]);
  const server = createServer((request, response) => {
    response.setHeader("connection", "close");
    if (request.url === "/clip.mp4") response.end(clip);
    else if (request.url === "/text") response.end("no picture");
    else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/clip.mp4`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
