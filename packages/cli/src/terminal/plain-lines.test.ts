import type { RunEvent } from "@shotlist/core";
import { expect, it } from "vitest";
import { createPlainLines } from "./plain-lines.ts";
import { makeProgress } from "./sample-progress.ts";

const AT = Date.UTC(2026, 10, 24, 12, 0, 7, 400);
const tell = (...events: RunEvent[]): string[] => {
  const written: string[] = [];
  const observer = createPlainLines((text) => void written.push(text));
  for (const event of events) observer(event, makeProgress());
  return written;
};

it("writes one line an event, with its time, kind, subject and words", () => {
  const base = { type: "take", atMs: AT, shotId: "mug", take: 2, priceUsdE4: 7100 } as const;
  expect(
    tell(
      { type: "run-started", atMs: AT, shots: 96, toBuy: 58, epoch: 3 },
      { ...base, from: "sending", to: "running", words: "accepted as g-1" },
      { ...base, from: "checked", to: "done", words: "done: mug/take-2.mp4" },
      { type: "stopping", atMs: AT, reason: "budget", words: "the budget is used up" },
    ),
  ).toEqual([
    "2026-11-24T12:00:07Z started     96 shots, 58 to buy\n",
    "2026-11-24T12:00:07Z running     mug #2: accepted as g-1\n",
    "2026-11-24T12:00:07Z done        mug #2: mug/take-2.mp4 (38 of 96)\n",
    "2026-11-24T12:00:07Z stopping    the budget is used up\n",
  ]);
});

it("ends with a sum of the run", () => {
  const summary = {
    progress: makeProgress({ unconfirmed: 1 }),
    requests: { creates: 1, looks: 1, lists: 1, downloads: 1, uploads: 0 },
    taken: 1,
    paidTwice: [],
    heldUp: [],
    open: [],
  };
  expect(tell({ type: "run-ended", atMs: AT, summary })).toEqual([
    "2026-11-24T12:00:07Z ended       38 of 96 shots done, 2 failed, 1 unconfirmed, $4.20 in this run, 148 MB downloaded, took 1m 42s\n",
  ]);
});

it("keeps steps between to itself, and every line to one line", () => {
  const base = { type: "take", atMs: AT, shotId: "mug", take: 1, priceUsdE4: null } as const;
  expect(tell({ ...base, from: null, to: "sending", words: "x" })).toEqual([]);
  expect(tell({ ...base, from: "running", to: "failed", words: "bad\r\n\u001b[31mthing" })).toEqual([
    "2026-11-24T12:00:07Z failed      mug: bad [31mthing\n",
  ]);
});
