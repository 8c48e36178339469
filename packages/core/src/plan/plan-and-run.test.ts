import type { Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import { runEngine } from "../engine/run-engine.ts";
import { benchOptions } from "../testing/engine-bench.ts";
import { exampleShot } from "../testing/example-data.ts";
import { FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { type MakePlanInput, makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";

/** One state over which manifests are planned and run by the real engine. */
class Workshop {
  readonly #clock = new VirtualClock();
  readonly #api = new FakeGenerationApi({ clock: this.#clock, random: seededRandom(5) });
  readonly #clips = new MemoryClipStore({ clock: this.#clock, random: seededRandom(6) });
  readonly store = new MemoryStateStore();

  async plan(shots: readonly Shot[], more: Partial<MakePlanInput> = {}): Promise<Plan> {
    return makePlan({
      name: "spring",
      shots,
      snapshot: await this.store.read(),
      priceOf: () => 7100,
      retry: "failed",
      retakeRejected: false,
      canList: () => true,
      ...more,
    });
  }

  /** @returns how many creates were sent. */
  async run(shots: readonly Shot[], more: Partial<MakePlanInput> = {}): Promise<number> {
    const plan = await this.plan(shots, more);
    const before = this.#api.counts.creates;
    const { store } = this;
    await this.#clock.run(
      benchOptions({
        shots,
        store,
        api: this.#api,
        clips: this.#clips,
        clock: this.#clock,
        options: { plan },
      }).then(runEngine),
    );
    return this.#api.counts.creates - before;
  }

  async reject(shotId: string, number: number): Promise<void> {
    const { takes } = await this.store.read();
    const take = takes.find((item) => item.shotId === shotId && item.number === number);
    const sha256 = take?.clip?.sha256 ?? "";
    return this.store.setVerdict({ shotId, number, verdict: "rejected", note: "", sha256, atMs: 0 });
  }
}

/** `a`, continued by `b`, continued by `c`. */
function chain(): Shot[] {
  const shots: Shot[] = [];
  for (const id of ["a", "b", "c"]) {
    const upstream = shots.at(-1);
    const frame = upstream && { type: "shot", fingerprint: upstream.fingerprint };
    shots.push(
      exampleShot({
        id,
        prompt: `part ${id}`,
        wanted: { prompt: `part ${id}`, ...(frame ? { keyframes: { frame0: frame } } : {}) },
        keyframes: upstream ? { frame0: { type: "shot", shot: upstream.id } } : {},
        needs: upstream ? [upstream.id] : [],
      }),
    );
  }
  return shots;
}

test("a plan that is run leaves nothing to buy, through renames, edits and a chain", async () => {
  const workshop = new Workshop();
  const singles = ["x", "y"].map((id) => exampleShot({ id, prompt: `single ${id}`, takes: 2 }));
  const shots = [...chain().toReversed(), ...singles];
  expect(await workshop.run(shots)).toBe(7);
  expect(await workshop.run(shots)).toBe(0);
  const renamed = shots.map((shot, index) => (index < 3 ? shot : { ...shot, id: `${shot.id}-renamed` }));
  expect(await workshop.run(renamed)).toBe(0);
  expect((await workshop.plan(renamed)).moves).toEqual([]);
  const edited = renamed.map((shot) =>
    shot.id === "x-renamed" ? exampleShot({ id: shot.id, prompt: "new" }) : shot,
  );
  expect(await workshop.run(edited)).toBe(1);
  expect(await workshop.run(edited)).toBe(0);
});

test("a retake at the top of a chain makes the whole chain again, once", async () => {
  const workshop = new Workshop();
  const shots = chain();
  expect(await workshop.run(shots)).toBe(3);
  await workshop.reject("a", 1);
  expect(await workshop.run(shots)).toBe(0);
  expect(await workshop.run(shots, { retakeRejected: true })).toBe(3);
  expect(await workshop.run(shots)).toBe(0);
  expect((await workshop.plan(shots)).actions.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
});

test("other defaults make a chain again as a whole when that is asked for, and only then", async () => {
  const workshop = new Workshop();
  const before = chain().map((shot): Shot => ({ ...shot, resolution: "540p" }));
  expect(await workshop.run(before)).toBe(3);
  const shots = chain();
  expect(await workshop.run(shots)).toBe(0);
  expect(await workshop.run(shots, { refreshDefaults: true })).toBe(3);
  const { takes } = await workshop.store.read();
  const second = (id: string) => takes.find(({ shotId, number }) => shotId === id && number === 2);
  expect(second("b")?.upstream.frame0).toBe(second("a")?.generationId);
  expect(second("c")?.upstream.frame0).toBe(second("b")?.generationId);
  expect(await workshop.run(shots, { refreshDefaults: true })).toBe(0);
  expect(await workshop.run(shots)).toBe(0);
});

test("a shot that takes over the old id of a renamed one gets its path, and the other's clip goes to its own", async () => {
  const workshop = new Workshop();
  const text = (id: string, prompt: string): Shot =>
    exampleShot({ id, prompt, fingerprint: prompt, wanted: { prompt } });
  await workshop.run([text("a", "first")]);
  const [before] = (await workshop.store.read()).takes;
  expect(await workshop.run([text("b", "first"), text("a", "second")])).toBe(1);
  const { takes } = await workshop.store.read();
  const [moved, fresh] = [
    takes.find(({ shotId }) => shotId === "b"),
    takes.find(({ shotId }) => shotId === "a"),
  ];
  expect(fresh).toMatchObject({ number: 1, state: "done", clip: { file: before?.clip?.file } });
  expect(moved).toMatchObject({ state: "done", clip: { sha256: before?.clip?.sha256 } });
  expect(moved?.clip?.file).toMatch(/^b\W/);
});
