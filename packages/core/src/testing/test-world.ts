import type { Shot } from "@shotlist/manifest";
import type { EngineOptions } from "../engine/engine-options.ts";
import { runEngine } from "../engine/run-engine.ts";
import type { RunEvent, RunSummary } from "../engine/run-event.ts";
import type { Take } from "../take/take.ts";
import { type BenchParts, benchOptions } from "./engine-bench.ts";
import type { FakeApiOptions } from "./fake-api-options.ts";
import { FakeGenerationApi } from "./fake-generation-api.ts";
import { MemoryClipStore, type MemoryClipStoreOptions } from "./memory-clip-store.ts";
import { MemoryStateStore } from "./memory-state-store.ts";
import { seededRandom } from "./seeded-random.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** How a `TestWorld` begins; everything may be left out. */
export interface TestWorldOptions {
  readonly seed?: number;
  readonly api?: Partial<FakeApiOptions>;
  readonly clips?: Partial<MemoryClipStoreOptions>;
}

/** What outlives any run, in virtual time: an API, a disk, a state. Runs come and go. */
export class TestWorld {
  readonly clock: VirtualClock = new VirtualClock();
  readonly store: MemoryStateStore = new MemoryStateStore();
  readonly api: FakeGenerationApi;
  readonly clips: MemoryClipStore;
  /** Everything that runs have told, oldest first. */
  readonly events: RunEvent[] = [];
  readonly #seed: number;

  constructor(options: TestWorldOptions = {}) {
    const { clock } = this;
    this.#seed = options.seed ?? 1;
    this.api = new FakeGenerationApi({ clock, random: seededRandom(this.#seed), ...options.api });
    this.clips = new MemoryClipStore({
      clock,
      random: seededRandom(this.#seed + 1),
      serve: (url) => this.api.serve(url),
      ...options.clips,
    });
  }

  /** One whole run, in virtual time. */
  run(
    shots: readonly Shot[],
    parts: Pick<BenchParts, "limits"> & { readonly options?: Partial<EngineOptions> } = {},
  ): Promise<RunSummary> {
    return this.clock.run(this.begin(shots, parts));
  }

  /** A run that goes on only while the clock is run. */
  async begin(
    shots: readonly Shot[],
    parts: Pick<BenchParts, "limits"> & { readonly options?: Partial<EngineOptions> } = {},
  ): Promise<RunSummary> {
    const { store, api, clips, clock } = this;
    const seed = this.#seed + 2;
    const onEvent = (event: RunEvent): void => void this.events.push(event);
    return runEngine(await benchOptions({ shots, store, api, clips, clock, seed, onEvent, ...parts }));
  }

  /** The takes of a shot as the state has them, oldest first. */
  async takes(shotId: string): Promise<Take[]> {
    const { takes } = await this.store.read();
    return takes.filter((take) => take.shotId === shotId).sort((a, b) => a.number - b.number);
  }

  /** Words of the events of one type. */
  told(type: RunEvent["type"]): RunEvent[] {
    return this.events.filter((event) => event.type === type);
  }
}
