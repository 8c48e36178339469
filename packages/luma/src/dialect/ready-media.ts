import type { FileRef, MediaNeeds, PreparedMedia, Upstream } from "@shotlist/core";
import { type InputName, inputField, inputsOf, type Media } from "@shotlist/manifest";
import type { Shot } from "../json.ts";
import { LumaError } from "../luma-error.ts";

/** What a shot is made from, as far as it is ready. */
export interface ReadyInputs {
  readonly shot: Shot;
  /** Generation ids of other shots' takes. */
  readonly upstream: Upstream;
  /** Fresh links, and local files that the API was given. */
  readonly media?: PreparedMedia | undefined;
}

/** A clip or picture that can stand in a request. */
export type ReadyMedia =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "generation"; readonly id: string }
  | { readonly kind: "file"; readonly ref: Exclude<FileRef, { kind: "url" }> };

/** An input by its place and as the shot names it. */
export interface NamedMedia {
  readonly name: InputName;
  readonly media: Media;
}

/**
 * What an input becomes: a fresh link where one was made ready, else what the shot names.
 *
 * Fails with `luma-upstream-missing` where another shot's generation is missing, and with
 * `luma-keyframe-file` where the API was not given a local file.
 */
export function readyMedia({ name, media }: NamedMedia, inputs: ReadyInputs): ReadyMedia {
  const link = inputs.media?.links[name];
  if (link !== undefined) return { kind: "url", url: link };
  switch (media.type) {
    case "image":
    case "video":
      return { kind: "url", url: media.url };
    case "generation":
      return { kind: "generation", id: media.id };
    case "shot": {
      const id = inputs.upstream[name];
      if (id !== undefined) return { kind: "generation", id };
      throw upstreamMissing(inputs.shot, name, media.shot);
    }
    case "file": {
      const ref = fileRef(inputs.media, media.sha256);
      if (ref === undefined) throw localFile(inputs.shot, name, media.path);
      return ref.kind === "url" ? { kind: "url", url: ref.url } : { kind: "file", ref };
    }
  }
}

/** The local files that a shot is made from, each content once. */
export function filesOf(shot: Shot): MediaNeeds["files"] {
  const bySha256 = new Map<string, MediaNeeds["files"][number]>();
  for (const [, media] of inputsOf(shot)) {
    if (media.type !== "file" || bySha256.has(media.sha256)) continue;
    bySha256.set(media.sha256, { path: media.path, sha256: media.sha256 });
  }
  return [...bySha256.values()];
}

/** How an input is called in messages. */
export function inputWords(shot: Shot, name: InputName): string {
  return `The ${inputField(name)} of shot ${shot.id}`;
}

function fileRef(media: PreparedMedia | undefined, sha256: string): FileRef | undefined {
  const files = media?.files ?? {};
  return Object.hasOwn(files, sha256) ? files[sha256] : undefined;
}

function upstreamMissing(shot: Shot, name: InputName, upstreamShot: string): LumaError {
  return new LumaError(
    "luma-upstream-missing",
    `${inputWords(shot, name)} needs a generation of shot ${upstreamShot}, and there is none yet.`,
    { hint: `Make ${upstreamShot} first.`, standing: "Nothing was sent." },
  );
}

function localFile(shot: Shot, name: InputName, path: string): LumaError {
  return new LumaError(
    "luma-keyframe-file",
    `${inputWords(shot, name)} is the local file ${path}, which the API has not been given.`,
    {
      hint: "Name an upload target for local files, or put the file where it has a public https URL and name that.",
      standing: "Nothing was sent.",
    },
  );
}
