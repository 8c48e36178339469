import { expect, test } from "vitest";
import { modelCard } from "./model-cards.ts";
import { resolveLimits } from "./resolve-limits.ts";

test("what nobody says comes from the model card and the defaults", () => {
  expect(resolveLimits({}, modelCard("ray-2"))).toEqual({
    concurrency: 10,
    createsPerMinute: 20,
    retries: 2,
    downloads: 20,
    requestTimeoutMs: 60_000,
    confirmAfterMs: 120_000,
    pollMinMs: 1_000,
    pollMaxMs: 30_000,
    generationTimeoutMs: 3_600_000,
  });
  expect(resolveLimits({}, modelCard("ray-3.2")).createsPerMinute).toBe(30);
  expect(resolveLimits({}, undefined)).toMatchObject({ concurrency: 10, createsPerMinute: 20 });
  expect(resolveLimits({}, [])).toEqual(resolveLimits({}, undefined));
});

test("each account of a run has its own models' limits, and the lowest of all stands for the run", () => {
  const cards = ["ray-3.2", "ray-2", "ray-flash-2"].map(modelCard).filter((card) => card !== undefined);
  expect(resolveLimits({}, cards)).toMatchObject({
    createsPerMinute: 20,
    accounts: {
      agents: { concurrency: 10, createsPerMinute: 30 },
      "dream-machine": { concurrency: 10, createsPerMinute: 20 },
    },
  });
  expect(resolveLimits({}, cards.slice(0, 1))).not.toHaveProperty("accounts");
});

test("a number that is named holds for each account", () => {
  const cards = ["ray-3.2", "ray-2"].map(modelCard).filter((card) => card !== undefined);
  expect(resolveLimits({ requestsPerMinute: 5 }, cards, { concurrency: 3 }).accounts).toEqual({
    agents: { concurrency: 3, createsPerMinute: 5 },
    "dream-machine": { concurrency: 3, createsPerMinute: 5 },
  });
});

test("flags win over the manifest, the manifest over the card; fractions of seconds are kept", () => {
  const window = { fromMinute: 1320, toMinute: 360 };
  const limits = { concurrency: 4, retries: 0, pollMinS: 0.01, requestTimeoutS: 5, window };
  expect(
    resolveLimits(limits, modelCard("ray-2"), { concurrency: "auto", requestTimeout: 0.5 }),
  ).toMatchObject({
    concurrency: "auto",
    retries: 0,
    pollMinMs: 10,
    requestTimeoutMs: 500,
    window,
  });
});

test("downloads follow the slots, within 1 and 32", () => {
  const downloads = (concurrency: number | "auto", wanted?: number | "auto"): number =>
    resolveLimits({ concurrency, ...(wanted === undefined ? {} : { downloads: wanted }) }, undefined)
      .downloads;
  expect(downloads(1)).toBe(4);
  expect(downloads("auto")).toBe(20);
  expect(downloads(100)).toBe(32);
  expect(downloads(10, 100)).toBe(32);
  expect(downloads(10, 3)).toBe(3);
});

test("the longest wait is never below the shortest", () => {
  expect(resolveLimits({ pollMinS: 60 }, undefined)).toMatchObject({ pollMinMs: 60_000, pollMaxMs: 60_000 });
});
