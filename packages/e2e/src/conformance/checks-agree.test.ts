import { checkShots } from "@shotlist/core";
import { exampleShot } from "@shotlist/core/testing";
import { createAgentsApi, createDreamMachineApi } from "@shotlist/luma";
import type { Shot } from "@shotlist/manifest";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

const PLENTY = { concurrency: 100_000, createsPerMinute: 100_000 };
const PLACE = { file: "shots.yaml", line: 1, column: 1, length: 1 };

let luma: Simulator;
beforeAll(async () => {
  const balanceUsdCents = 100_000_000;
  luma = await startSimulator({
    ...{ seed: 5, balanceUsdCents, limits: PLENTY },
    agents: { limits: PLENTY, balanceUsdCents },
  });
});
afterAll(() => luma.close());

const picture = { type: "image", url: "https://shop.example/mug.jpg" } as const;
const video = { type: "video", url: "https://shop.example/mug.mp4" } as const;
const among = fc.constantFrom;
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const ratio = among("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21", "3:2", "2:1", "1:3");
const resolution = among("360p", "540p", "720p", "1080p", "4k");
const frames = fc.record({ frame0: among(picture), frame1: among(picture) }, { requiredKeys: [] });
const guides = fc
  .uniqueArray(among(0, 60, 120, 121, 240), { minLength: 1 })
  .map((moments) => moments.toSorted((a, b) => a - b).map((at) => ({ at, media: picture })));
const prompt = among("Slow orbit around a mug", "", "ab");
const range = { hdr: sometimes(among(true)), exr: sometimes(among(true)) };

const shots: fc.Arbitrary<Partial<Shot>> = fc
  .oneof(
    fc.record({
      ...{ model: among("ray-2", "ray-flash-2", "ray-3.2"), prompt, aspectRatio: ratio, resolution },
      ...{ duration: among("5s", "9s", "10s"), loop: fc.boolean(), keyframes: frames },
      ...{ guides: sometimes(guides), ...range },
    }),
    fc.record({
      ...{ kind: among("image"), model: among("photon-1", "photon-flash-1", "uni-1", "uni-1-max"), prompt },
      ...{ aspectRatio: ratio, resolution: among(""), duration: among("") },
      image: fc.integer({ min: 0, max: 10 }).map((count) => ({
        format: "jpg",
        references: Array.from({ length: count }, () => ({ media: picture })),
      })),
    }),
    fc.record({
      ...{ kind: among("edit"), model: among("ray-2", "ray-flash-2", "ray-3.2"), prompt, resolution },
      ...{ aspectRatio: among(""), duration: among(""), source: among(video), sourceS: among(5) },
      ...{ keyframes: frames, guides: sometimes(guides), ...range },
      edit: sometimes(
        among<Shot["edit"]>(
          { strength: "flex_1" },
          { autoControls: true },
          { controls: { face: { enabled: true } } },
        ),
      ),
    }),
    fc.record({
      ...{ kind: among("reframe"), model: among("ray-2", "ray-flash-2", "ray-3.2"), prompt, resolution },
      ...{ aspectRatio: ratio, duration: among(""), source: among(video), sourceS: among(5) },
      position: sometimes(among({ x: 0.1, y: -0.5, width: 0.5, height: 2 })),
    }),
  )
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/** The status of a create, as the API answers it. */
async function statusOf(shot: Shot): Promise<number> {
  const isAgents = /^(ray-3|uni-)/.test(shot.model);
  const baseUrl = isAgents ? luma.agentsBaseUrl : luma.baseUrl;
  const apiKey = isAgents ? "luma-api-checks" : "luma-checks";
  const options = { baseUrl, apiKey, requestTimeoutMs: 10_000 };
  const api = isAgents ? createAgentsApi(options) : createDreamMachineApi(options);
  const { path, body } = api.buildRequest(shot, {});
  await api.close();
  const answer = await fetch(`${baseUrl}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await answer.text();
  return answer.status;
}

test("what the checks let through the API takes; what it refuses they have at least warned of", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(shots, async (fields) => {
      const shot = exampleShot(fields);
      const problems = checkShots([shot], () => PLACE).filter(({ code }) => code !== "model-retiring");
      if (problems.some(({ severity }) => severity === "error")) return;
      const status = await statusOf(shot);
      if (status === 201) taken += 1;
      else
        expect({ status, codes: problems.map(({ code }) => code) }).toEqual({
          status: 422,
          codes: ["resolution-doubtful"],
        });
    }),
    { numRuns: 1_000 },
  );
  expect(taken).toBeGreaterThan(50);
});
