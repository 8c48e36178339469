import fc from "fast-check";
import { expect, test } from "vitest";
import type { RetakeWish, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { makePlan } from "./make-plan.ts";

/** What can happen to a shot: a run, whose takes succeed or not, and what a reviewer says of one of its takes. */
type Step =
  | { readonly kind: "run"; readonly succeeds: boolean }
  | { readonly kind: "approved" | "rejected" | "none" | "wish" | "reword"; readonly of: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("run" as const), succeeds: fc.boolean() }),
    fc.record({
      kind: fc.constantFrom(
        "approved" as const,
        "rejected" as const,
        "none" as const,
        "wish" as const,
        "reword" as const,
      ),
      of: fc.nat(),
    }),
  ),
  { maxLength: 25 },
);

/** One shot, its takes, and a reviewer; time passes with every step. */
class Desk {
  readonly #shot;
  #nowMs = 1_000;
  takes: Take[] = [];
  #verdicts = new Map<number, Verdict>();
  #retakes = new Map<number, RetakeWish>();

  constructor(takes: number) {
    this.#shot = exampleShot({ takes });
  }

  buys(): number {
    const snapshot = exampleSnapshot({
      takes: this.takes,
      verdicts: [...this.#verdicts.values()],
      retakes: [...this.#retakes.values()],
    });
    const plan = makePlan({
      name: "spring",
      shots: [this.#shot],
      snapshot,
      priceOf: () => 100,
      retry: "failed",
      retakeRejected: false,
      canList: () => true,
    });
    return plan.actions[0]?.buys ?? 0;
  }

  run(succeeds: boolean): void {
    for (let left = this.buys(); left > 0; left -= 1) {
      this.#nowMs += 1_000;
      this.takes.push(
        exampleTake(this.#shot, {
          number: this.takes.length + 1,
          intentAtMs: this.#nowMs,
          ...(succeeds ? {} : { state: "failed", failure: exampleFailure({ category: "transient" }) }),
        }),
      );
    }
  }

  /** The finished takes, which alone have a clip to judge. */
  judged(of: number): Take | undefined {
    const done = this.takes.filter(({ state }) => state === "done");
    return done[of % Math.max(1, done.length)];
  }

  say({ shotId, number }: Take, what: Exclude<Step["kind"], "run">): void {
    this.#nowMs += 1_000;
    const judged = { shotId, number, sha256: "ab".repeat(32), atMs: this.#nowMs };
    if (what === "wish") this.#retakes.set(number, judged);
    else if (what === "reword") this.#retakes.set(number, { ...judged, prompt: "Other words" });
    else if (what === "none") {
      this.#verdicts.delete(number);
      this.#retakes.delete(number);
    } else this.#verdicts.set(number, { ...judged, verdict: what, note: "" });
  }

  isApproved(number: number): boolean {
    return this.#verdicts.get(number)?.verdict === "approved";
  }

  hasApproved(): boolean {
    return this.takes.some(({ number }) => this.isApproved(number));
  }
}

function after(takes: number, list: readonly Step[]): Desk {
  const desk = new Desk(takes);
  desk.run(true);
  for (const step of list) {
    if (step.kind === "run") desk.run(step.succeeds);
    else {
      const take = desk.judged(step.of);
      if (take !== undefined) desk.say(take, step.kind);
    }
  }
  return desk;
}

const shots = fc.integer({ min: 1, max: 3 });

test("whatever was said, a run that succeeds leaves nothing to buy", () => {
  fc.assert(
    fc.property(shots, steps, (takes, list) => {
      const desk = after(takes, list);
      desk.run(true);
      expect(desk.buys()).toBe(0);
    }),
  );
});

test("a wish buys exactly one take, where no other take is approved, and rejecting buys none", () => {
  fc.assert(
    fc.property(shots, steps, fc.nat(), (takes, list, of) => {
      const desk = after(takes, list);
      desk.run(true);
      const take = desk.judged(of);
      if (take === undefined) return;
      if (!desk.hasApproved()) {
        desk.say(take, "rejected");
        expect(desk.buys()).toBe(0);
        desk.say(take, "wish");
        expect(desk.buys()).toBe(1);
      }
      desk.run(false);
      desk.run(true);
      expect(desk.buys()).toBe(0);
    }),
  );
});

test("no more is ever bought than the manifest, the wishes and the failures ask for", () => {
  fc.assert(
    fc.property(shots, steps, (takes, list) => {
      const desk = after(takes, list);
      desk.run(true);
      const wishes = list.filter(({ kind }) => kind === "wish").length;
      const made = desk.takes.filter(({ state }) => state === "done").length;
      expect(made).toBeLessThanOrEqual(takes + wishes);
    }),
  );
});
