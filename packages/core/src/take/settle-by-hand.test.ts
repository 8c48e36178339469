import { describe, expect, test } from "vitest";
import { exampleShot, exampleTake } from "../testing/example-data.ts";
import { fitsByHand, type HandAnswer, settleByHand } from "./settle-by-hand.ts";
import type { Take, TakeState } from "./take.ts";
import { moneyOf } from "./take-facts.ts";

const SHOT = exampleShot();
const open = (fields: Partial<Take> = {}): Take => {
  const {
    generationId: _id,
    idSource: _source,
    acceptedAtMs: _accepted,
    ...take
  } = exampleTake(SHOT, {
    state: "unconfirmed",
    unansweredAtMs: 5,
  });
  return { ...take, ...fields };
};
const CREATED = { kind: "created", generationId: "gen-9" } as const;
const settle = (take: Take, answer: HandAnswer, siblings: readonly Take[] = []): Take | undefined =>
  settleByHand(take, answer, { atMs: 77, siblings }).at(-1)?.take;

describe("a take settled by a person's word", () => {
  test("created: it runs under the id, by hand", () => {
    expect(settle(open(), CREATED)).toMatchObject({
      state: "running",
      generationId: "gen-9",
      idSource: "hand",
    });
  });

  test("not created: its money is free, also when the answer had been a yes without an id", () => {
    const take = settle(open({ neverResend: true }), { kind: "not-created" });
    expect(take?.state).toBe("not-created");
    expect(moneyOf(take as Take)).toBe("none");
  });

  test("abandoned: its money stays spent", () => {
    const take = settle(open(), { kind: "abandoned" });
    expect(moneyOf(take as Take)).toBe("spent");
  });

  test("a take that its run left in the act of sending is unanswered first", () => {
    const changes = settleByHand(open({ state: "sending" }), CREATED, { atMs: 77, siblings: [] });
    expect(changes.map(({ event }) => event.type)).toEqual(["unanswered", "accepted"]);
  });

  test("one that turns up after it was sent again is paid twice, and says of which", () => {
    const late = open({ state: "not-created" });
    const resent = exampleTake(SHOT, { number: 2, requestHash: late.requestHash });
    expect(settle(late, CREATED, [late, resent])?.paidTwiceOf).toBe(2);
    expect(settle(open({ state: "not-created" }), CREATED)?.paidTwiceOf).toBeUndefined();
  });

  const STATES: readonly TakeState[] = [
    ...(["sending", "unconfirmed", "running", "overdue", "missing", "completed"] as const),
    ...(["checked", "done", "failed", "refused", "not-created", "abandoned"] as const),
  ];
  test.each(STATES)(
    "from %s each answer is either settled or refused as settled, as fitsByHand says",
    (state) => {
      const answers: readonly HandAnswer[] = [CREATED, { kind: "not-created" }, { kind: "abandoned" }];
      for (const answer of answers) {
        const take = open({ state });
        if (fitsByHand(take, answer.kind)) expect(settle(take, answer)?.state).not.toBe(state);
        else {
          const settled = expect.objectContaining({ code: "take-settled" });
          expect(() => settle(take, answer)).toThrow(settled);
        }
      }
    },
  );
});
