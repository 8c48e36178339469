import type { Shot } from "@shotlist/manifest";
import type { StateSnapshot } from "../ports/state-store.ts";
import type { ClipFacts, Failure, Take } from "../take/take.ts";

/**
 * A shot for tests: valid for `ray-2`, with an id of its own. Its `wanted` and its fingerprint follow from
 * its other fields (as readable text, not as a hash), unless they are given.
 */
export function exampleShot(fields: Partial<Shot> = {}): Shot {
  const shot = {
    id: "mug-orbit",
    kind: "video",
    provider: "luma",
    model: "ray-2",
    prompt: "Camera slowly orbiting around a mug",
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
    ...fields,
  } as const satisfies Omit<Shot, "wanted" | "fingerprint">;
  const wanted = fields.wanted ?? {
    model: shot.model,
    prompt: shot.prompt,
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    ...(shot.loop ? { loop: true } : {}),
  };
  return { ...shot, wanted, fingerprint: fields.fingerprint ?? JSON.stringify(wanted) };
}

/** A take of a shot for tests: done, with a clip, priced at $0.71. */
export function exampleTake(shot: Shot, fields: Partial<Take> = {}): Take {
  const number = fields.number ?? 1;
  const intentAtMs = fields.intentAtMs ?? 1_000_000 + number * 60_000;
  return {
    shotId: shot.id,
    number,
    state: "done",
    fingerprint: shot.fingerprint,
    wanted: shot.wanted,
    model: shot.model,
    resolution: shot.resolution,
    duration: shot.duration,
    account: { dialect: "dream-machine", origin: "https://api.lumalabs.ai", keyHash: "00ff" },
    request: { path: "/generations/video", body: { model: shot.model, prompt: shot.prompt } },
    requestHash: `hash of ${shot.fingerprint}`,
    requestId: `request-${shot.id}-${number}`,
    upstream: {},
    epoch: 1,
    intentAtMs,
    clockOffsetMs: 0,
    generationId: `generation-${shot.id}-${number}`,
    idSource: "answer",
    acceptedAtMs: intentAtMs + 500,
    priceUsdE4: 7_078,
    ...((fields.state ?? "done") === "done" ? { clip: exampleClip(shot.id, number) } : {}),
    ...fields,
  };
}

/** Facts of a whole clip, for tests. */
export function exampleClip(shotId: string, number: number): ClipFacts {
  return {
    file: `${shotId}/take-${number}.mp4`,
    bytes: 1_000_000,
    sha256: "ab".repeat(32),
    width: 1280,
    height: 720,
    durationS: 5.042,
  };
}

/** A failure of a generation, for tests: moderated, permanent, refunded. */
export function exampleFailure(fields: Partial<Failure> = {}): Failure {
  return {
    category: "permanent",
    code: "frame-moderation-failed",
    message: "Frame moderation failed",
    refund: "refunded",
    ...fields,
  };
}

/** A state for tests, empty but for what is given. */
export function exampleSnapshot(fields: Partial<StateSnapshot> = {}): StateSnapshot {
  return {
    info: { name: "spring", lineage: "a-lineage", serial: 7, schemaVersion: 1, accounts: [] },
    takes: [],
    knownShots: [],
    verdicts: [],
    serviceTimes: [],
    ...fields,
  };
}
