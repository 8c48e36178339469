import { describe, expect, it } from "vitest";
import type { Generation, Match } from "../ports/generation-api.ts";
import type { Take } from "../take/take.ts";
import { testShot } from "../testing/engine-bench.ts";
import { exampleTake } from "../testing/example-data.ts";
import { type PairingQuestion, pairUp } from "./pair-up.ts";

const take = (shotId: string, body: Record<string, string>, intentAtMs = 0): Take => ({
  ...exampleTake(testShot("x")),
  shotId,
  request: { path: "/", body },
  intentAtMs,
});
const generation = (id: string, echo: Record<string, string>, createdAtMs = 0): Generation => ({
  id,
  state: "running",
  createdAtMs,
  echo,
});

/** As the adapters do: only the fields that were sent are compared. */
const match = ({ request }: Take, { echo }: Generation): Match => {
  if (echo?.["prompt"] !== request.body["prompt"]) return "no";
  if (echo?.["unreadable"] !== undefined) return "maybe";
  return Object.entries(request.body).every(([field, value]) => echo?.[field] === value) ? "yes" : "no";
};

function pair(question: Partial<PairingQuestion>): { pairs: string[]; open: string[] } {
  const { pairs, open } = pairUp({
    doubtful: [],
    givenUp: [],
    sending: [],
    unowned: [],
    match,
    earliestMs: ({ intentAtMs }) => intentAtMs - 600_000,
    isDue: () => true,
    ...question,
  });
  return {
    pairs: pairs.map((found) => `${found.take.shotId}=${found.generation.id}`).sort(),
    open: [...open.keys()].map(({ shotId }) => shotId),
  };
}

describe("pairing creates without an answer with listed generations", () => {
  it("gives the oldest create the oldest generation", () => {
    const doubtful = [take("late", { prompt: "p" }, 20), take("early", { prompt: "p" }, 10)];
    const unowned = [generation("g2", { prompt: "p" }, 25), generation("g1", { prompt: "p" }, 15)];
    expect(pair({ doubtful, unowned }).pairs).toEqual(["early=g1", "late=g2"]);
  });

  it("leaves the oldest generation to the oldest create when there are fewer", () => {
    const doubtful = [take("late", { prompt: "p" }, 20), take("early", { prompt: "p" }, 10)];
    expect(pair({ doubtful, unowned: [generation("g", { prompt: "p" }, 15)] })).toEqual({
      pairs: ["early=g"],
      open: [],
    });
  });

  it("takes a generation that failed last, and only once the list can be trusted", () => {
    const doubtful = [take("a", { prompt: "p" }, 20)];
    const failed: Generation = { ...generation("failed", { prompt: "p" }, 15), state: "failed" };
    const made = generation("made", { prompt: "p" }, 25);
    const isDue = (): boolean => false;
    expect(pair({ doubtful, unowned: [failed, made], isDue }).pairs).toEqual(["a=made"]);
    expect(pair({ doubtful, unowned: [failed], isDue })).toEqual({ pairs: [], open: ["a"] });
    expect(pair({ doubtful, unowned: [failed] }).pairs).toEqual(["a=failed"]);
  });

  it("lets the fuller request choose first, because a sparse one also matches what it made", () => {
    const doubtful = [take("sparse", { prompt: "p" }, 1), take("full", { prompt: "p", loop: "yes" }, 2)];
    const unowned = [
      generation("looped", { prompt: "p", loop: "yes" }, 1),
      generation("plain", { prompt: "p" }, 2),
    ];
    expect(pair({ doubtful, unowned }).pairs).toEqual(["full=looped", "sparse=plain"]);
  });

  it("gives an attempt that was given up only what nobody else needs", () => {
    const doubtful = [take("again", { prompt: "p" }, 20)];
    const givenUp = [take("first", { prompt: "p" }, 10)];
    const g1 = generation("g1", { prompt: "p" }, 15);
    const g2 = generation("g2", { prompt: "p" }, 25);
    expect(pair({ doubtful, givenUp, unowned: [g1] }).pairs).toEqual(["again=g1"]);
    expect(pair({ doubtful, givenUp, unowned: [g1, g2] }).pairs).toEqual(["again=g1", "first=g2"]);
  });

  it("keeps a create open for which something was listed that may be its own", () => {
    const doubtful = [take("a", { prompt: "p" })];
    expect(pair({ doubtful, unowned: [generation("g", { prompt: "p", unreadable: "" })] })).toEqual({
      pairs: [],
      open: ["a"],
    });
  });

  it("leaves what may belong to a create on the wire to that create", () => {
    const doubtful = [take("a", { prompt: "p" })];
    const sending = [take("b", { prompt: "p", loop: "yes" })];
    const unowned = [generation("g", { prompt: "p", loop: "yes" })];
    expect(pair({ doubtful, sending, unowned })).toEqual({ pairs: [], open: ["a"] });
  });

  it("takes nothing that was made long before the intent", () => {
    const doubtful = [take("a", { prompt: "p" }, 1_000_000)];
    expect(pair({ doubtful, unowned: [generation("g", { prompt: "p" }, 399_999)] })).toEqual({
      pairs: [],
      open: [],
    });
    expect(pair({ doubtful, unowned: [generation("g", { prompt: "p" }, 400_000)] }).pairs).toEqual(["a=g"]);
  });
});
