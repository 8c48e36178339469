import type { Upstream } from "@shotlist/core";
import type { Shot } from "../json.ts";
import { LumaError } from "../luma-error.ts";

/** The generation that a shot-to-shot keyframe stands for. Fails with `luma-upstream-missing`. */
export function upstreamId(
  shot: Shot,
  frame: "frame0" | "frame1",
  upstreamShot: string,
  upstream: Upstream,
): string {
  const id = upstream[frame];
  if (id !== undefined) return id;
  throw new LumaError(
    "luma-upstream-missing",
    `The ${frame} of shot ${shot.id} needs a generation of shot ${upstreamShot}, and there is none yet.`,
    { hint: `Make ${upstreamShot} first.`, standing: "Nothing was sent." },
  );
}

/** The error of a keyframe that is a local file; `why` is a clause about the API. */
export function localFile(shot: Shot, frame: "frame0" | "frame1", path: string, why: string): LumaError {
  return new LumaError(
    "luma-keyframe-file",
    `The ${frame} of shot ${shot.id} is the local file ${path}; ${why}.`,
    { hint: "Put the picture where it has a public URL, and name that.", standing: "Nothing was sent." },
  );
}
