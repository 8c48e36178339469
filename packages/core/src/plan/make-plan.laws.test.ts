import type { Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StateSnapshot } from "../ports/state-store.ts";
import type { Take, TakeState } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { type MakePlanInput, makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";
import { upstreamFirst } from "./upstream-order.ts";

/** A shot in a few numbers: what it says, how many takes it wants, which shot (by index, before it) it continues. */
interface Sketch {
  readonly id: number;
  readonly text: number;
  readonly takes: number;
  readonly continues: number | undefined;
}

/** Shots of sketches; what a shot wants holds what its upstream shot wants, but not under which id. */
function shotsOf(sketches: readonly Sketch[]): Shot[] {
  const shots: Shot[] = [];
  for (const { id, text, takes, continues } of sketches) {
    const upstream = continues === undefined ? undefined : shots[continues];
    const wanted = {
      prompt: `text ${text}`,
      ...(upstream === undefined
        ? {}
        : { keyframes: { frame0: { type: "shot", fingerprint: upstream.fingerprint } } }),
    };
    shots.push(
      exampleShot({
        id: `shot-${id}`,
        prompt: `text ${text}`,
        takes,
        wanted,
        needs: upstream === undefined ? [] : [upstream.id],
        keyframes: upstream === undefined ? {} : { frame0: { type: "shot", shot: upstream.id } },
      }),
    );
  }
  return shots;
}

/** Manifests of up to eight shots; with `distinct` no two say the same. Equal texts want equally many takes. */
const manifests = (options: { distinct: boolean }): fc.Arbitrary<Sketch[]> =>
  fc
    .uniqueArray(
      fc.record({
        id: fc.nat(11),
        text: fc.nat(options.distinct ? 20 : 4),
        back: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
      }),
      { maxLength: 8, selector: ({ id }) => id },
    )
    .map((rows) => {
      const texts = new Set<number>();
      const kept = options.distinct ? rows.filter(({ text }) => !texts.has(text) && texts.add(text)) : rows;
      return kept.map(({ id, text, back }, index) => ({
        id,
        text,
        takes: text % 3 === 1 ? 2 : 1,
        continues: back === undefined || back > index ? undefined : index - back,
      }));
    });

const ENDINGS: readonly TakeState[] = [
  "done",
  "done",
  "done",
  "failed",
  "refused",
  "running",
  "unconfirmed",
  "overdue",
  "missing",
  "completed",
  "not-created",
  "abandoned",
];

/** What became of takes and what reviewers said of them, in the order in which it is needed. */
const chances = fc.infiniteStream(fc.nat(1_000));

type Options = Pick<MakePlanInput, "retry" | "retakeRejected">;
const options: fc.Arbitrary<Options> = fc.record({
  retry: fc.constantFrom("failed", "all", "none"),
  retakeRejected: fc.boolean(),
});

function plan(shots: readonly Shot[], snapshot: StateSnapshot, rules: Options): Plan {
  return makePlan({ name: "laws", shots, snapshot, priceOf: () => 1, canList: () => true, ...rules });
}

/** The state after a run of a plan, in which every take that it buys ends as `endingOf` says. */
function run(
  made: Plan,
  shots: readonly Shot[],
  before: StateSnapshot,
  endingOf: () => TakeState = () => "done",
): StateSnapshot {
  const newIds = new Map(made.moves.map(({ from, to }) => [from, to]));
  const moved = <T extends { readonly shotId: string }>(item: T): T => ({
    ...item,
    shotId: newIds.get(item.shotId) ?? item.shotId,
  });
  const takes: Take[] = before.takes.map(moved);
  const verdicts = before.verdicts.map(moved);
  const isRejected = (take: Take): boolean =>
    verdicts.some(
      ({ shotId, number, verdict }) =>
        shotId === take.shotId && number === take.number && verdict === "rejected",
    );
  const buys = new Map(made.actions.map((action) => [action.shotId, action.buys]));
  for (const shot of upstreamFirst(shots)) {
    for (let left = buys.get(shot.id) ?? 0; left > 0; left -= 1) {
      const own = takes.filter(({ shotId }) => shotId === shot.id);
      const number = Math.max(0, ...own.map((take) => take.number)) + 1;
      const upstreamShot = shots.find(({ id }) => id === shot.needs[0]);
      const upstream = takes.findLast(
        (take) =>
          take.shotId === upstreamShot?.id &&
          take.fingerprint === upstreamShot.fingerprint &&
          ["done", "completed"].includes(take.state) &&
          !isRejected(take),
      );
      const state = endingOf();
      takes.push(
        exampleTake(shot, {
          number,
          state,
          generationId: `generation-${takes.length}`,
          upstream: upstream?.generationId === undefined ? {} : { frame0: upstream.generationId },
          ...(state === "failed" || state === "refused"
            ? { failure: exampleFailure({ category: takes.length % 2 === 0 ? "transient" : "permanent" }) }
            : {}),
        }),
      );
    }
  }
  const knownShots = shots.map(({ id, fingerprint, wanted }, position) => ({
    id,
    fingerprint,
    wanted,
    position,
  }));
  return exampleSnapshot({ takes, verdicts, knownShots });
}

/** A state with a history: two manifests were run on it, with every ending, and some clips were judged. */
function stateOf(histories: readonly (readonly Sketch[])[], stream: fc.Stream<number>): StateSnapshot {
  const next = (): number => stream.next().value ?? 0;
  let snapshot = exampleSnapshot();
  for (const sketches of histories) {
    const shots = shotsOf(sketches);
    const made = plan(shots, snapshot, { retry: "failed", retakeRejected: true });
    snapshot = run(made, shots, snapshot, () => ENDINGS[next() % ENDINGS.length] ?? "done");
    const judged = new Set(snapshot.verdicts.map(({ shotId, number }) => `${shotId}/${number}`));
    const fresh = snapshot.takes.filter(
      ({ state, shotId, number }) => state === "done" && !judged.has(`${shotId}/${number}`),
    );
    const verdicts = fresh.flatMap(({ shotId, number }) => {
      const said = [undefined, undefined, "approved", "rejected"][next() % 4] as
        | "approved"
        | "rejected"
        | undefined;
      return said === undefined
        ? []
        : [{ shotId, number, verdict: said, note: "", sha256: "ab".repeat(32), atMs: 0 } as const];
    });
    snapshot = { ...snapshot, verdicts: [...snapshot.verdicts, ...verdicts] };
  }
  return snapshot;
}

const bought = (made: Plan, shots: readonly Shot[]): string[] => {
  const fingerprints = new Map(shots.map(({ id, fingerprint }) => [id, fingerprint]));
  return made.actions
    .flatMap(({ shotId, buys }) => Array.from({ length: buys }, () => fingerprints.get(shotId) ?? shotId))
    .sort();
};

describe("laws", () => {
  test("what a plan buys is enough: the next plan buys nothing", () => {
    const any = manifests({ distinct: false });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 3 }),
        any,
        chances,
        options,
        (histories, sketches, stream, rules) => {
          const before = stateOf(histories, stream);
          const shots = shotsOf(sketches);
          const first = plan(shots, before, rules);
          const after = run(first, shots, before);
          const second = plan(shots, after, rules);
          expect(bought(second, shots)).toEqual([]);
          expect(second.moves).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("the order of shots in the file changes nothing that is bought", () => {
    const distinct = manifests({ distinct: true });
    fc.assert(
      fc.property(
        fc.array(distinct, { maxLength: 2 }),
        distinct.chain((sketches) =>
          fc.record({
            sketches: fc.constant(sketches),
            order: fc.shuffledSubarray(
              sketches.map((_, index) => index),
              { minLength: sketches.length },
            ),
          }),
        ),
        chances,
        options,
        (histories, { sketches, order }, stream, rules) => {
          const before = stateOf(histories, stream);
          const shots = shotsOf(sketches);
          const shuffled = order.map((index) => shots[index]!);
          expect(bought(plan(shuffled, before, rules), shots)).toEqual(
            bought(plan(shots, before, rules), shots),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("giving finished shots each other's ids, or new ones, buys nothing", () => {
    fc.assert(
      fc.property(
        manifests({ distinct: false }),
        fc.uniqueArray(fc.nat(16), { minLength: 8, maxLength: 8 }),
        options,
        (sketches, newIds, rules) => {
          const shots = shotsOf(sketches);
          const nothing = exampleSnapshot();
          const once = run(plan(shots, nothing, rules), shots, nothing);
          const finished = run(plan(shots, once, rules), shots, once);
          const renamed = shotsOf(sketches.map((sketch, index) => ({ ...sketch, id: newIds[index]! })));
          const made = plan(renamed, finished, rules);
          expect(bought(made, renamed)).toEqual([]);
          expect(new Set(made.moves.map(({ from }) => from)).size).toBe(made.moves.length);
          expect(new Set(made.moves.map(({ to }) => to)).size).toBe(made.moves.length);
          const settled = plan(renamed, run(made, renamed, finished), rules);
          expect(settled.moves).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("no two takes ever come to one id and number, whatever is renamed", () => {
    const any = manifests({ distinct: false });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 3 }),
        any,
        chances,
        options,
        (histories, sketches, stream, rules) => {
          const before = stateOf(histories, stream);
          const shots = shotsOf(sketches);
          const { takes } = run(plan(shots, before, rules), shots, before);
          expect(new Set(takes.map(({ shotId, number }) => `${shotId}/${number}`)).size).toBe(takes.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("twenty thousand shots, all renamed and a third of them edited, are planned well within a test's time", () => {
  const before = Array.from({ length: 20_000 }, (_, index) =>
    exampleShot({ id: `old-${index}-orbit`, prompt: `Camera orbiting around product number ${index}` }),
  );
  const after = before.map((shot, index) =>
    index % 3 === 0
      ? exampleShot({
          id: `new-${index}-orbit`,
          prompt: `Camera slowly orbiting around product number ${index}`,
        })
      : { ...shot, id: `new-${index}-orbit` },
  );
  const snapshot = run(
    plan(before, exampleSnapshot(), { retry: "failed", retakeRejected: false }),
    [],
    exampleSnapshot(),
  );
  const knownShots = before.map(({ id, fingerprint, wanted }, position) => ({
    id,
    fingerprint,
    wanted,
    position,
  }));
  const made = plan(
    after,
    { ...snapshot, knownShots, takes: before.map((shot) => exampleTake(shot)) },
    { retry: "failed", retakeRejected: false },
  );
  expect(made.moves).toHaveLength(13_333);
  expect(made.actions.find(({ shotId }) => shotId === "new-3-orbit")?.reason).toContain(
    "state move MANIFEST old-3-orbit",
  );
});
