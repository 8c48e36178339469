import type { UploadOutcome } from "@shotlist/core";
import { sendTo } from "../http/send-to.ts";
import type { UploadContext } from "./ask-file.ts";
import type { WireAgentsUpload } from "./wire.ts";

/** Headers that belong to the connection or to a key: what an answer says of them is never sent. */
const OURS = new Set([
  ...["authorization", "proxy-authorization", "cookie", "host", "content-length"],
  ...["connection", "transfer-encoding", "expect", "upgrade", "te", "trailer"],
]);

/** Bytes and where the API wants them. */
export interface PutOrder {
  readonly target: WireAgentsUpload;
  readonly content: Uint8Array;
  readonly mediaType: string;
}

/**
 * Puts a file's bytes where the API said, with the headers that it gave and without the key: the link itself
 * is the permission.
 *
 * @returns undefined once they are there.
 */
export async function putBytes(
  { channel, requestTimeoutMs }: UploadContext,
  { target, content, mediaType }: PutOrder,
  signal: AbortSignal,
): Promise<Extract<UploadOutcome, { kind: "unreachable" }> | undefined> {
  const url = URL.parse(target.url);
  const plain = url?.protocol === "http:" && channel.origin.startsWith("http:");
  const usable = url !== null && (url.protocol === "https:" || plain) && url.username === "";
  if (!usable || channel.redact.holdsKey?.(target.url)) {
    return { kind: "unreachable", reason: "the API named no place that the file can be put to" };
  }
  const headers = { "content-type": mediaType, ...givenHeaders(target.headers, channel.redact.holdsKey) };
  const outcome = await sendTo(
    { method: "PUT", url, headers, body: content },
    { timeoutMs: requestTimeoutMs, signal },
  );
  if (outcome.kind === "broken") {
    return { kind: "unreachable", reason: `storage: ${channel.redact(outcome.reason)}` };
  }
  const { status } = outcome.answer;
  if (status >= 200 && status < 300) return undefined;
  return { kind: "unreachable", reason: `storage answered with HTTP status ${status}` };
}

function givenHeaders(
  headers: Readonly<Record<string, string>>,
  holdsKey: ((text: string) => boolean) | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name, value]) => !OURS.has(name) && !holdsKey?.(value)),
  );
}
