import type { Shot } from "../json.ts";

/** A plain shot; give what a test is about. */
export function makeShot(fields: Partial<Shot> = {}): Shot {
  return {
    id: "mug-orbit",
    kind: "video",
    provider: "luma",
    model: "ray-2",
    prompt: "A mug on a table",
    aspectRatio: "16:9",
    resolution: "720p",
    duration: "5s",
    loop: false,
    keyframes: {},
    concepts: [],
    tags: [],
    takes: 1,
    extra: {},
    matrix: {},
    needs: [],
    wanted: {},
    fingerprint: "0",
    ...fields,
  };
}
