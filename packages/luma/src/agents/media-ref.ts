import { type NamedMedia, type ReadyInputs, readyMedia } from "../dialect/ready-media.ts";
import type { JsonObject } from "../json.ts";

/** Media types by the end of a URL's path; a clip without a known one is taken for an MP4. */
const VIDEO_TYPES: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  m4v: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
};

/**
 * A media reference: exactly one of `url`, `data` (with its `media_type`), `generation_id` and `file_id`.
 * Source: the SDK `luma-agents` 0.3.0, `ImageRef`, and its later sources for `file_id`.
 */
export function mediaRef(input: NamedMedia, inputs: ReadyInputs): JsonObject {
  const ready = readyMedia(input, inputs);
  switch (ready.kind) {
    case "url":
      return { url: ready.url };
    case "generation":
      return { generation_id: ready.id };
    case "file":
      return ready.ref.kind === "id"
        ? { file_id: ready.ref.id }
        : { data: ready.ref.data, media_type: ready.ref.mediaType };
  }
}

/** What an edit or a reframe is made from: a clip by its URL must say what it is before it is fetched. */
export function sourceRef(input: NamedMedia, inputs: ReadyInputs): JsonObject {
  const ref = mediaRef(input, inputs);
  const { url } = ref;
  return typeof url === "string" ? { url, media_type: videoType(url) } : ref;
}

function videoType(url: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(URL.parse(url)?.pathname ?? "")?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(VIDEO_TYPES, ending) ? VIDEO_TYPES[ending] : undefined) ?? "video/mp4";
}
