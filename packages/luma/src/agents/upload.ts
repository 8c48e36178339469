import type { FileRef, LocalMedia, UploadOutcome } from "@shotlist/core";
import { checkMedia, type MediaLimits } from "../media/check-media.ts";
import type { MediaType } from "../media/media-kind.ts";
import { askFile, type FileAnswer, type UploadContext } from "./ask-file.ts";
import { awaitReady, knownFile } from "./await-ready.ts";
import { putBytes } from "./put-bytes.ts";
import { filePath, readWireUpload } from "./read-file.ts";

const MIB = 1024 * 1024;
/** docs.agents.lumalabs.ai, FAQ: pictures to 50 MB, clips to 200 MB. */
const LIMITS: MediaLimits = { imageBytes: 50 * MIB, videoBytes: 200 * MIB };
/** Content up to this length goes into the request itself, in bytes. */
const INLINE_BYTES = 32 * 1024;
/** Longer files are put into storage directly; how much the API takes in one request is not documented. */
const FORM_BYTES = 4 * MIB;

/** A file with what it was found to be. */
interface FileOrder {
  readonly file: LocalMedia;
  readonly mediaType: MediaType;
}

/**
 * Gives a local file to the Agents API so that a request can name it: a short one as base64 inside the request,
 * which sends nothing now; others by the Files API, until it says that the file can be used.
 *
 * Never rejects and uploads once; doing it again costs nothing.
 *
 * @param order.known - what an earlier upload of this content was given: asked for first, and used again while it
 *   is ready, since files can be deleted and expire.
 */
export async function upload(
  context: UploadContext,
  order: { readonly file: LocalMedia; readonly known?: FileRef | undefined },
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const { file, known } = order;
  const check = checkMedia(file, LIMITS);
  if (check.kind === "unfit") return { kind: "refused", failure: check.failure };
  const { mediaType } = check;
  if (file.content.byteLength <= INLINE_BYTES) {
    const data = Buffer.from(file.content).toString("base64");
    return { kind: "ready", ref: { kind: "inline", mediaType, data } };
  }
  if (known?.kind === "id") {
    const found = await knownFile(context, known.id, signal);
    if (found !== undefined) return found;
  }
  const sent = await sendFile(context, { file, mediaType }, signal);
  return sent.kind === "file" ? awaitReady(context, sent, signal) : sent;
}

async function sendFile(context: UploadContext, order: FileOrder, signal: AbortSignal): Promise<FileAnswer> {
  if (order.file.content.byteLength > FORM_BYTES) return sendToStorage(context, order, signal);
  const sent = await sendAsForm(context, order, signal);
  const tooLong = sent.kind === "refused" && sent.failure.status === 413;
  return tooLong ? sendToStorage(context, order, signal) : sent;
}

async function sendAsForm(
  context: UploadContext,
  { file, mediaType }: FileOrder,
  signal: AbortSignal,
): Promise<FileAnswer> {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(file.content)], { type: mediaType }), nameOf(file.path));
  const encoded = new Response(form);
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  const type = encoded.headers.get("content-type") ?? "multipart/form-data";
  return askFile(context, { method: "POST", path: "/files", content: { type, bytes } }, signal);
}

/** Asks for a place, puts the bytes there and says that they are there. */
async function sendToStorage(
  context: UploadContext,
  { file, mediaType }: FileOrder,
  signal: AbortSignal,
): Promise<FileAnswer> {
  const body = {
    mime_type: mediaType,
    size_bytes: file.content.byteLength,
    filename: nameOf(file.path),
    purpose: "input",
  };
  const content = { type: "application/json", bytes: JSON.stringify(body) };
  const asked = await askFile(context, { method: "POST", path: "/files", content }, signal);
  if (asked.kind !== "file") return asked;
  const target = readWireUpload(asked.value);
  if (target === undefined) return { kind: "unreachable", reason: "the API did not say where the file goes" };
  const broken = await putBytes(context, { target, content: file.content, mediaType }, signal);
  if (broken !== undefined) return broken;
  const path = `${filePath(asked.file.id)}/complete`;
  return askFile(context, { method: "POST", path }, signal);
}

function nameOf(path: string): string {
  return path.split("/").at(-1)?.slice(-200) || "file";
}
