import type { Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { estimate } from "../estimate/estimate.ts";
import type { RetakeWish, StateSnapshot, StateStore, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import {
  exampleClip,
  exampleFailure,
  exampleShot,
  exampleSnapshot,
  exampleTake,
} from "../testing/example-data.ts";
import { leaveOutSettled } from "./leave-out-settled.ts";
import { type MakePlanInput, makePlan } from "./make-plan.ts";
import { readOpenState } from "./settled-shots.ts";

/** A shot: what it says, how many takes it wants, and which shot before it, if any, it continues. */
interface Sketch {
  readonly text: number;
  readonly takes: number;
  readonly continues: number | undefined;
  readonly resolution: "720p" | "1080p";
}

/** A take that the state has: of which shot's id, and made from which shot's text. */
interface TakeSketch {
  readonly shot: number;
  readonly textOf: number;
  readonly resolution: "720p" | "1080p";
  readonly ending: "done" | "failed" | "running" | "completed";
  readonly file: "whole" | "gone" | "edited";
  readonly upstreamOf: number | undefined;
  readonly said: "approved" | "rejected" | "retake" | undefined;
  readonly hasAttachments: boolean;
}

const resolution = fc.constantFrom<"720p" | "1080p">("720p", "720p", "720p", "1080p");
const sketches = fc.array(
  fc.record({
    text: fc.nat(6),
    takes: fc.constantFrom(1, 1, 1, 2),
    continues: fc.option(fc.nat(5), { nil: undefined, freq: 2 }),
    resolution,
  }),
  { minLength: 1, maxLength: 6 },
);
const takeSketches = fc.array(
  fc.record({
    shot: fc.nat(6),
    textOf: fc.nat(6),
    resolution,
    ending: fc.constantFrom<TakeSketch["ending"]>(
      "done",
      "done",
      "done",
      "done",
      "failed",
      "running",
      "completed",
    ),
    file: fc.constantFrom<TakeSketch["file"]>("whole", "whole", "whole", "gone", "edited"),
    upstreamOf: fc.option(fc.nat(9), { nil: undefined, freq: 3 }),
    said: fc.option(fc.constantFrom<"approved" | "rejected" | "retake">("approved", "rejected", "retake"), {
      nil: undefined,
      freq: 4,
    }),
    hasAttachments: fc.constantFrom(false, false, false, false, true),
  }),
  { maxLength: 10 },
);
const rules: fc.Arbitrary<Partial<MakePlanInput>> = fc.record({
  retry: fc.constantFrom<"failed" | "all" | "none">("failed", "all", "none"),
  retakeRejected: fc.boolean(),
  remakeChains: fc.boolean(),
  refreshDefaults: fc.boolean(),
});

function shotsOf(drawn: readonly Sketch[]): Shot[] {
  const shots: Shot[] = [];
  for (const [index, { text, takes, continues, resolution: made }] of drawn.entries()) {
    const upstream = continues === undefined ? undefined : shots[continues];
    shots.push(
      exampleShot({
        id: `shot-${index}`,
        prompt: `text ${text}`,
        takes,
        resolution: made,
        wanted: { prompt: `text ${text}`, from: upstream?.fingerprint ?? "" },
        needs: upstream === undefined ? [] : [upstream.id],
        keyframes: upstream === undefined ? {} : { frame0: { type: "shot", shot: upstream.id } },
      }),
    );
  }
  return shots;
}

interface World {
  readonly snapshot: StateSnapshot;
  readonly gone: ReadonlySet<string>;
  readonly broken: ReadonlySet<string>;
}

function worldOf(shots: readonly Shot[], drawn: readonly TakeSketch[]): World {
  const takes: Take[] = [];
  const verdicts: Verdict[] = [];
  const retakes: RetakeWish[] = [];
  const gone = new Set<string>();
  const broken = new Set<string>();
  for (const [index, sketch] of drawn.entries()) {
    const shotId = shots[sketch.shot]?.id ?? `removed-${sketch.shot}`;
    const text = shots[sketch.textOf] ?? exampleShot({ id: shotId, prompt: "old text" });
    const number = takes.filter((take) => take.shotId === shotId).length + 1;
    const upstream = sketch.upstreamOf === undefined ? undefined : takes[sketch.upstreamOf]?.generationId;
    const clip = exampleClip(shotId, number);
    takes.push(
      exampleTake(text, {
        shotId,
        number,
        state: sketch.ending,
        resolution: sketch.resolution,
        generationId: `generation-${index}`,
        upstream: upstream === undefined ? {} : { frame0: upstream },
        priceUsdE4: index % 4 === 0 ? null : 100 + index,
        ...(sketch.ending === "done"
          ? {
              clip: sketch.hasAttachments
                ? { ...clip, attachments: [{ file: "x", bytes: 1, sha256: "" }] }
                : clip,
            }
          : {}),
        ...(sketch.ending === "failed" ? { failure: exampleFailure() } : {}),
      }),
    );
    if (sketch.file !== "whole") broken.add(shotId);
    if (sketch.file === "gone") gone.add(`${shotId}/${number}`);
    const about = { shotId, number, sha256: clip.sha256, atMs: index };
    if (sketch.said === "retake") retakes.push(about);
    else if (sketch.said !== undefined) verdicts.push({ ...about, verdict: sketch.said, note: "" });
  }
  const knownShots = shots.map(({ id, fingerprint, wanted }, position) => ({
    id,
    fingerprint,
    wanted,
    position,
  }));
  return { snapshot: exampleSnapshot({ takes, verdicts, retakes, knownShots }), gone, broken };
}

test("a plan and an estimate of what is open are those of the whole state", async () => {
  await fc.assert(
    fc.asyncProperty(sketches, takeSketches, rules, async (drawn, drawnTakes, asked) => {
      const shots = shotsOf(drawn);
      const { snapshot, gone, broken } = worldOf(shots, drawnTakes);
      const store: Pick<StateStore, "readOpen"> = {
        readOpen: async (isSettled) => leaveOutSettled(snapshot, isSettled),
      };
      const open = await readOpenState(
        store,
        shots,
        async (clips) => new Set(clips.flatMap(({ shotId }) => (broken.has(shotId) ? [shotId] : []))),
      );
      const input = {
        name: "laws",
        shots,
        priceOf: () => 7,
        canList: () => false,
        missingClips: gone,
        retry: "failed" as const,
        retakeRejected: false,
        select: ({ id }: Shot, facts: object) => id !== "shot-3" || JSON.stringify(facts).includes("true"),
        ...asked,
      };
      const whole = makePlan({ ...input, snapshot });
      const short = makePlan({ ...input, ...open });
      expect(short).toEqual(whole);
      const limits = { concurrency: 2, createsPerMinute: 9, retries: 1 } as never;
      const terms = { priceOf: () => 7, limits };
      expect(
        estimate(short, shots, { ...terms, snapshot: open.snapshot, settled: open.settled.sums }),
      ).toEqual(estimate(whole, shots, { ...terms, snapshot }));
    }),
    { numRuns: 400 },
  );
});

test("a finished shot is left out, and one with a fault is not", async () => {
  const shots = ["a", "b", "c"].map((id) => exampleShot({ id, prompt: id }));
  const takes = shots.map((shot) => exampleTake(shot, { generationId: shot.id }));
  const open = await readOpenState(
    { readOpen: async (isSettled) => leaveOutSettled(exampleSnapshot({ takes }), isSettled) },
    shots,
    async (clips) => new Set(clips.filter(({ shotId }) => shotId === "b").map(({ shotId }) => shotId)),
  );
  expect([...open.settled.takesOf.keys()]).toEqual(["a", "c"]);
  expect(open.snapshot.takes.map(({ shotId }) => shotId)).toEqual(["b"]);
  expect(open.settled.sums).toMatchObject({ shots: 2, takes: 2 });
});
