import type { ApiAnswer, OpenSimulator } from "./open-simulator.ts";

/** The beginning of a PNG of 640 × 360; enough to be known as one. */
export const PNG: Buffer = Buffer.from("89504e470d0a1a0a0000000d494844520000028000000168", "hex");

/** Asks for a place for a file. */
export function announce(open: OpenSimulator, about: Record<string, unknown> = {}): Promise<ApiAnswer> {
  return open.agents("POST", "/files", { mime_type: "image/png", size_bytes: PNG.length, ...about });
}

/** Puts bytes where an announcement says. Rejects when the answer is lost. */
export function put(
  announced: ApiAnswer,
  bytes: Buffer = PNG,
  change: { readonly url?: (url: string) => string; readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  const upload = announced.body["upload"] as {
    readonly url: string;
    readonly method: string;
    readonly headers: Record<string, string>;
  };
  return fetch(change.url?.(upload.url) ?? upload.url, {
    method: upload.method,
    headers: { connection: "close", ...upload.headers, ...change.headers },
    body: new Uint8Array(bytes),
  });
}

/** Uploads a file by a presigned PUT and lets it become ready; its id. */
export async function giveFile(
  open: OpenSimulator,
  { bytes = PNG, ...about }: { readonly bytes?: Buffer; readonly [field: string]: unknown } = {},
): Promise<string> {
  const announced = await announce(open, { size_bytes: bytes.length, ...about });
  await put(announced, bytes);
  await open.agents("POST", `/files/${announced.body.id}/complete`);
  open.pass(1);
  return String(announced.body.id);
}
