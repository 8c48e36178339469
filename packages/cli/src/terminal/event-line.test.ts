import type { RunEvent } from "@shotlist/core";
import { expect, it } from "vitest";
import { eventLine } from "./event-line.ts";

type TakeEvent = Extract<RunEvent, { type: "take" }>;
const take = (from: TakeEvent["from"], to: TakeEvent["to"], more: Partial<TakeEvent> = {}): RunEvent => ({
  type: "take",
  atMs: 5,
  shotId: "mug",
  take: 1,
  from,
  to,
  words: "so it is",
  priceUsdE4: 7100,
  ...more,
});

it("tells of a take when it reaches a state that matters, once", () => {
  expect(eventLine(take("sending", "running"))).toMatchObject({
    kind: "running",
    subject: "mug",
    words: "so it is",
  });
  expect(eventLine(take("checked", "done"))).toMatchObject({ sign: "done", tone: "good", lasting: false });
  for (const event of [
    take(null, "sending"),
    take("running", "running"),
    take("running", "completed"),
    take("completed", "checked"),
  ]) {
    expect(eventLine(event)).toBeUndefined();
  }
});

it.each(["failed", "refused", "unconfirmed", "overdue", "missing"] as const)("keeps %s for the end", (to) => {
  expect(eventLine(take("running", to))?.lasting).toBe(true);
});

it("keeps a take that turns up after it was given up", () => {
  expect(eventLine(take("not-created", "running"))?.lasting).toBe(true);
  expect(eventLine(take("unconfirmed", "running"))?.lasting).toBe(false);
});

it("names takes after the first", () => {
  expect(eventLine(take("checked", "done", { take: 3 }))?.subject).toBe("mug #3");
});

it("says in words why it waits", () => {
  expect(eventLine({ type: "throttled", atMs: 1, kind: "rate", waitMs: 12_000, slots: 10 })?.words).toBe(
    "the API asks to wait 12s: too many requests; 10 slots",
  );
  expect(eventLine({ type: "network", atMs: 1, words: "the network is down", waitMs: 4_000 })?.words).toBe(
    "the network is down; next try in 4s",
  );
});

it("carries a warning's hint and shot, and lets no control character through", () => {
  const line = eventLine({
    type: "warning",
    atMs: 1,
    code: "x-y",
    words: "odd\u001b[31m",
    hint: "Do\nthat.",
    shotId: "a\tb",
  });
  expect(line).toMatchObject({ words: "odd [31m Do that.", subject: "a b", lasting: true });
});
