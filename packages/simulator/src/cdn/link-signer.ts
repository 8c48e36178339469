import { createHmac, timingSafeEqual } from "node:crypto";
import type { SimulatedGeneration } from "../book/generation.ts";

/** What a link leads to. */
export type AssetName = "video.mp4" | "thumbnail.png" | "image.png" | "image.jpg" | "frames.zip";

/** Whether a link may be followed. */
type LinkCheck = "good" | "expired" | "forged";

/** Makes and checks links that expire, in the manner of presigned S3 URLs. */
export interface LinkSigner {
  /** A fresh link that lives from now on for the signer's lifetime. */
  mint(generation: Pick<SimulatedGeneration, "id" | "dialect">, asset: AssetName): string;
  /** A fresh link for one upload to `path`, and when it dies, Unix milliseconds. */
  mintUpload(path: string): { readonly url: string; readonly expiresAtMs: number };
  /** Checks the path and query of a request. */
  check(path: string, query: URLSearchParams): LinkCheck;
}

/**
 * Makes a signer.
 *
 * `X-Amz-Date` and `X-Amz-Expires` are whole seconds, as everywhere; what counts is `X-Sim-Expires`, Unix
 * milliseconds, because a fast simulator's links may live for less than a second.
 *
 * @param options.cdnUrl - read when a link is made, because the port is known late.
 */
export function createLinkSigner(options: {
  readonly cdnUrl: () => string;
  readonly secret: string;
  readonly lifetimeMs: number;
  readonly nowMs: () => number;
}): LinkSigner {
  const sign = (path: string, expiresAtMs: number): string =>
    createHmac("sha256", options.secret).update(`${path} ${expiresAtMs}`).digest("hex");
  const link = (path: string): { readonly url: string; readonly expiresAtMs: number } => {
    const nowMs = options.nowMs();
    const expiresAtMs = Math.floor(nowMs + options.lifetimeMs);
    const query = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Date": amzDate(nowMs),
      "X-Amz-Expires": String(Math.ceil(options.lifetimeMs / 1000)),
      "X-Sim-Expires": String(expiresAtMs),
      "X-Amz-Signature": sign(path, expiresAtMs),
    });
    return { url: `${options.cdnUrl()}${path}?${query}`, expiresAtMs };
  };
  return {
    mint: ({ id, dialect }, asset) => link(`/${dialect.replace("-", "_")}/${id}/${asset}`).url,
    mintUpload: link,
    check: (path, query) => {
      const expiresAtMs = Number(query.get("X-Sim-Expires") ?? Number.NaN);
      const expected = Buffer.from(sign(path, expiresAtMs));
      const given = Buffer.from(query.get("X-Amz-Signature") ?? "");
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return "forged";
      return options.nowMs() < expiresAtMs ? "good" : "expired";
    },
  };
}

function amzDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, "");
}
