export { type BenchParts, BUILD_TIER, benchOptions, testPlan, testShot, testShots } from "./engine-bench.ts";
export { exampleClip, exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "./example-data.ts";
export {
  type CreateFaults,
  type FakeApiOptions,
  type FakeCounts,
  type FakeGeneration,
  FakeGenerationApi,
} from "./fake-generation-api.ts";
export { MemoryClipStore, type MemoryClipStoreOptions } from "./memory-clip-store.ts";
export { MemoryStateStore } from "./memory-state-store.ts";
export { sampleReadModel } from "./sample-read-model.ts";
export { seededIds, seededRandom } from "./seeded-random.ts";
export { VirtualClock } from "./virtual-clock.ts";
