import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasCode } from "../shotlist-error.ts";
import type { ClipFacts, Failure, Take, TakeState } from "./take.ts";
import type { TakeEvent } from "./take-event.ts";
import {
  committedUsdE4,
  holdsMoney,
  isEmptyHanded,
  isInFlight,
  isMade,
  isSettled,
  moneyOf,
} from "./take-facts.ts";
import { nextTake } from "./take-machine.ts";

const intent: Take = {
  shotId: "mug",
  number: 1,
  state: "sending",
  fingerprint: "f",
  wanted: {},
  model: "ray-2",
  resolution: "720p",
  duration: "5s",
  account: { dialect: "dream-machine", origin: "https://api.test", keyHash: "00" },
  request: { path: "/generations/video", body: {} },
  requestHash: "r",
  requestId: "x",
  upstream: {},
  epoch: 1,
  intentAtMs: 0,
  clockOffsetMs: 0,
  priceUsdE4: 7100,
};

const failure = (refund: Failure["refund"], category: Failure["category"] = "permanent"): Failure => ({
  category,
  code: "no",
  message: "no",
  refund,
});

const clip = { file: "a.mp4", bytes: 1, sha256: "s", width: 1, height: 1, durationS: 5 };

const atMs = fc.integer({ min: 0, max: 3_600_000 });
const anyEvent: fc.Arbitrary<TakeEvent> = fc.oneof(
  fc.record({
    type: fc.constant("accepted" as const),
    atMs,
    generationId: fc.constantFrom("g1", "g2"),
    idSource: fc.constantFrom("answer" as const, "listing" as const, "hand" as const),
  }),
  fc.record({
    type: fc.constantFrom("refused" as const, "failed" as const),
    atMs,
    failure: fc.constantFrom(failure("refunded"), failure("charged"), failure("unknown", "transient")),
  }),
  fc.record({ type: fc.constant("unsent" as const), atMs, reason: fc.constant("") }),
  fc.record({ type: fc.constant("excused" as const), atMs, reason: fc.constant("") }),
  fc.record({
    type: fc.constant("unanswered" as const),
    atMs,
    reason: fc.constant(""),
    neverResend: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("absent" as const),
    atMs,
    by: fc.constantFrom("listing" as const, "hand" as const),
  }),
  fc.record({
    type: fc.constant("seen" as const),
    atMs,
    apiState: fc.constantFrom("queued" as const, "running" as const),
  }),
  fc.record({ type: fc.constant("clip-checked" as const), atMs, clip: fc.constant(clip) }),
  fc.record({
    type: fc.constant("clip-moved" as const),
    atMs,
    clip: fc.constantFrom(clip, { ...clip, file: "b.mp4" }, { ...clip, sha256: "another clip" }),
  }),
  fc.record({
    type: fc.constantFrom("completed", "not-found", "timed-out", "clip-placed", "clip-lost", "abandoned"),
    atMs,
  }) as fc.Arbitrary<TakeEvent>,
);

/** Every step of a life of random events; impossible ones must change nothing. */
function live(events: readonly TakeEvent[]): { before: Take; event: TakeEvent; after: Take }[] {
  const steps: { before: Take; event: TakeEvent; after: Take }[] = [];
  let take = nextTake(undefined, { type: "intended", atMs: 0, take: intent });
  for (const event of events) {
    const before = take;
    try {
      take = nextTake(before, event);
    } catch (error) {
      expect(hasCode(error, "impossible-event")).toBe(true);
    }
    steps.push({ before, event, after: take });
  }
  return steps;
}

const check = (law: (step: { before: Take; event: TakeEvent; after: Take }) => void): void => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      for (const step of live(events)) law(step);
    }),
    { numRuns: 600 },
  );
};

describe("a take, whatever happens in whatever order", () => {
  it("never changes its id, and loses only an adopted one that the API denies", () => {
    check(({ before, event, after }) => {
      if (before.generationId === undefined || before.generationId === after.generationId) return;
      expect(after.generationId).toBeUndefined();
      expect(before.idSource).toBe("listing");
      expect(event.type).toBe("not-found");
      expect(after.state).toBe("unconfirmed");
    });
  });

  it("never changes what was intended", () => {
    check(({ after }) => {
      const { request, requestHash, fingerprint, priceUsdE4, number, shotId, epoch, intentAtMs } = after;
      expect({ request, requestHash, fingerprint, priceUsdE4, number, shotId, epoch, intentAtMs }).toEqual({
        request: intent.request,
        requestHash: "r",
        fingerprint: "f",
        priceUsdE4: 7100,
        number: 1,
        shotId: "mug",
        epoch: 1,
        intentAtMs: 0,
      });
    });
  });

  it("lets money go only with a proof: a refusal, a refund, bytes that never left, a list, a person", () => {
    check(({ before, event, after }) => {
      if (!holdsMoney(before) || holdsMoney(after)) return;
      const proven =
        event.type === "refused" ||
        event.type === "unsent" ||
        (event.type === "failed" && event.failure.refund === "refunded") ||
        (event.type === "absent" && (before.neverResend !== true || event.by === "hand"));
      expect(proven).toBe(true);
      expect(committedUsdE4(after)).toBe(0);
    });
  });

  it("is done only through checked, and checked only with a finished generation", () => {
    check(({ before, event, after }) => {
      if (after.state === "done" && before.state !== "done") expect(before.state).toBe("checked");
      if (after.state === "checked" && before.state !== "checked") expect(before.state).toBe("completed");
      if (isMade(after)) expect(after.generationId).toBeDefined();
      if (after.state === "checked" || after.state === "done") {
        const { file, ...bytes } = after.clip as ClipFacts;
        expect({ ...bytes, file: "a.mp4" }).toEqual(clip);
        if (file !== before.clip?.file) expect(event.type).toMatch(/^clip-(checked|moved)$/);
      }
    });
  });

  it("keeps the API's first terminal word", () => {
    check(({ before, after }) => {
      if (before.state === "failed") expect(after.state).toBe("failed");
      if (before.endedAtMs !== undefined && before.state !== "failed") expect(after.state).not.toBe("failed");
      if (before.endedAtMs !== undefined && after.endedAtMs !== undefined) {
        expect(after.endedAtMs).toBe(before.endedAtMs);
      }
    });
  });

  it("never comes back from an end but by turning up after it was found absent, or by losing its clip", () => {
    check(({ before, event, after }) => {
      if (!isSettled(before) || isSettled(after)) return;
      if (before.state === "done") expect(event.type).toBe("clip-lost");
      else expect([before.state, event.type]).toEqual(["not-created", "accepted"]);
    });
  });

  it("is in one place only", () => {
    check(({ after }) => {
      const places = [isInFlight(after), isMade(after), isEmptyHanded(after), after.state === "missing"];
      expect(places.filter(Boolean)).toHaveLength(1);
    });
  });
});

describe("single steps", () => {
  const inState = (state: TakeState, parts: Partial<Take> = {}): Take => ({ ...intent, state, ...parts });
  const running = inState("running", { generationId: "g1", idSource: "answer", acceptedAtMs: 1 });

  it("begin with an intent and with nothing else", () => {
    expect(() => nextTake(undefined, { type: "completed", atMs: 1 })).toThrow(/before its intent/);
    expect(() => nextTake(running, { type: "intended", atMs: 1, take: intent })).toThrow(/intended/);
  });

  it("call a generation missing after three looks in a row that span ten minutes", () => {
    const looks = (...times: number[]): Take =>
      times.reduce((take, at) => nextTake(take, { type: "not-found", atMs: at }), running);
    expect(looks(0, 1, 2).state).toBe("running");
    expect(looks(0, 600_000).state).toBe("running");
    expect(looks(0, 300_000, 600_000).state).toBe("missing");
    const found = nextTake(looks(0, 300_000), { type: "seen", atMs: 300_001, apiState: "running" });
    expect(nextTake(found, { type: "not-found", atMs: 600_000 })).toMatchObject({
      state: "running",
      notFoundLooks: 1,
    });
    expect(moneyOf(looks(0, 300_000, 600_000))).toBe("spent");
  });

  it("ignore states that go back", () => {
    const seen = nextTake(running, { type: "seen", atMs: 2, apiState: "running" });
    expect(nextTake(seen, { type: "seen", atMs: 3, apiState: "queued" }).apiState).toBe("running");
    const made = nextTake(seen, { type: "completed", atMs: 4 });
    expect(nextTake(made, { type: "seen", atMs: 5, apiState: "queued" })).toBe(made);
    expect(nextTake(made, { type: "failed", atMs: 5, failure: failure("refunded") })).toBe(made);
  });

  it("take a late answer to a create that was already unconfirmed", () => {
    const doubtful = inState("unconfirmed", { unansweredAtMs: 5 });
    const late = { type: "accepted", atMs: 9, generationId: "g1", idSource: "answer" } as const;
    expect(nextTake(doubtful, late)).toMatchObject({ state: "running", generationId: "g1" });
    expect(nextTake(doubtful, { type: "refused", atMs: 9, failure: failure("refunded") }).state).toBe(
      "refused",
    );
  });

  it("open an attempt again that turns up after all, but never one that had not left", () => {
    const absent = inState("not-created", { unansweredAtMs: 5 });
    const late = {
      type: "accepted",
      atMs: 9,
      generationId: "g1",
      idSource: "listing",
      paidTwiceOf: 2,
    } as const;
    expect(nextTake(absent, late)).toMatchObject({ state: "running", paidTwiceOf: 2 });
    expect(() => nextTake(inState("not-created"), late)).toThrow(/accepted/);
  });

  it("give a clip another name, but never other bytes", () => {
    const done = inState("done", { generationId: "g1", clip, doneAtMs: 5 });
    const moved = { ...clip, file: "b.mp4", poster: "b.jpg" };
    const after = nextTake(done, { type: "clip-moved", atMs: 9, clip: moved });
    expect(after).toEqual({ ...done, clip: moved });
    expect(nextTake(after, { type: "clip-moved", atMs: 10, clip: moved })).toBe(after);
    const other = { type: "clip-moved", atMs: 9, clip: { ...moved, sha256: "other" } } as const;
    expect(() => nextTake(done, other)).toThrow(/clip-moved/);
  });

  it("forget a poster that got no name", () => {
    const checked = inState("checked", { generationId: "g1", clip: { ...clip, poster: "a.jpg" } });
    expect(nextTake(checked, { type: "clip-placed", atMs: 9, withoutPoster: true }).clip).toEqual(clip);
    expect(nextTake(checked, { type: "clip-placed", atMs: 9 }).clip?.poster).toBe("a.jpg");
  });

  it("excuse a failure that was not the shot's fault", () => {
    const refused = inState("refused", { failure: failure("refunded") });
    expect(nextTake(refused, { type: "excused", atMs: 1, reason: "" }).failure?.category).toBe("transient");
  });

  it("ignore the same id twice, and refuse another one", () => {
    const again = { type: "accepted", atMs: 9, generationId: "g1", idSource: "listing" } as const;
    expect(nextTake(running, again)).toBe(running);
    expect(() => nextTake(running, { ...again, generationId: "g2" })).toThrow(/accepted/);
  });
});
