import { describe, expect, it } from "vitest";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import { FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { runEngine } from "./run-engine.ts";

describe("a run", () => {
  it("makes everything", async () => {
    const clock = new VirtualClock();
    const api = new FakeGenerationApi({ clock, random: seededRandom(5) });
    const store = new MemoryStateStore();
    const clips = new MemoryClipStore({ clock, random: seededRandom(6) });
    const shots = testShots(50);
    const summary = await clock.run(
      benchOptions({
        shots,
        store,
        api,
        clips,
        clock,
        onEvent: (e) => process.env.SHOW && console.log(e),
      }).then(runEngine),
    );
    console.log(summary, api.counts);
    expect(clips.placed.size).toBe(50);
  });
});
