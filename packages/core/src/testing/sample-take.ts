import type { Take } from "../take/take.ts";

/** A take that has just been intended, with whatever a test wants to be different. */
export function sampleTake(part: Partial<Take> = {}): Take {
  return {
    shotId: "a",
    number: 1,
    state: "sending",
    fingerprint: "f1",
    wanted: { prompt: "a mug, “slowly” turning" },
    model: "ray-2",
    resolution: "720p",
    duration: "5s",
    account: { dialect: "dream-machine", origin: "https://api.example", keyHash: "aa" },
    request: { path: "/generations/video", body: { prompt: "a mug, “slowly” turning", loop: true } },
    requestHash: "h1",
    requestId: "r1",
    upstream: {},
    epoch: 1,
    intentAtMs: 1_700_000_000_000,
    clockOffsetMs: 0,
    priceUsdE4: 100,
    ...part,
  };
}
