import type { RunEvent } from "@shotlist/core";
import { expect, it } from "vitest";
import { createNdjson, versionRecord } from "./ndjson.ts";
import { makeProgress } from "./sample-progress.ts";

it("begins with the version of the format and of shotlist", () => {
  expect(versionRecord("1.2.3")).toBe('{"type":"version","format":1,"shotlist":"1.2.3"}\n');
});

it("writes every event as it is, and where the run stands at most once a second", () => {
  const written: string[] = [];
  const observer = createNdjson((text) => void written.push(text));
  const event: RunEvent = { type: "network", atMs: 1, words: "two\nlines \u2028 and 茶", waitMs: 0 };
  for (const nowMs of [1_000, 1_900, 2_000, 2_500]) observer(event, makeProgress({ nowMs }));
  const summary = {
    progress: makeProgress(),
    requests: { creates: 0, looks: 0, lists: 0, downloads: 0, uploads: 0 },
    taken: 0,
    paidTwice: [],
    heldUp: [],
    open: [],
  };
  observer({ type: "run-ended", atMs: 9, summary }, makeProgress({ nowMs: 9_000 }));
  for (const text of written) expect(text.indexOf("\n")).toBe(text.length - 1);
  const records = written.map((text) => JSON.parse(text));
  expect(records.map(({ type }) => type)).toEqual([
    "network",
    "progress",
    "network",
    "network",
    "progress",
    "network",
    "run-ended",
  ]);
  expect(records[0]).toEqual(event);
  expect(records[1]).toEqual({ type: "progress", ...makeProgress({ nowMs: 1_000 }) });
});
