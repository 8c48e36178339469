import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  hasReport,
  markOf,
  markReport,
  REPORT_FILES,
  type ReportMakings,
  unmarkReport,
} from "./report-mark.ts";

const makings: ReportMakings = {
  version: "1.0.0",
  sources: new Map([["shots.csv", "id,prompt\na,b"]]),
  flags: {},
  plan: { version: 1, name: "a", lineage: "l", serial: 4, actions: [], moves: [] },
  snapshot: {
    info: { name: "a", lineage: "l", serial: 4, schemaVersion: 5, accounts: [] },
    verdicts: [],
    retakes: [],
  },
};
const action = {
  shotId: "a",
  kind: "done",
  reason: "all there",
  changedFields: [],
  buys: 0,
  priceUsdE4: 0,
  selected: true,
} as const;
const verdict = { shotId: "a", number: 1, verdict: "approved", note: "", sha256: "00", atMs: 1 } as const;

test.each<[string, Partial<ReportMakings>]>([
  ["another shotlist", { version: "1.0.1" }],
  ["an edited file", { sources: new Map([["shots.csv", "id,prompt\na,c"]]) }],
  ["another profile", { flags: { profile: "final" } }],
  [
    "a state that moved on",
    { snapshot: { ...makings.snapshot, info: { ...makings.snapshot.info, serial: 5 } } },
  ],
  ["a review", { snapshot: { ...makings.snapshot, verdicts: [verdict] } }],
  ["another count of shots", { plan: { ...makings.plan, actions: [action] } }],
  ["a clip that is gone", { plan: { ...makings.plan, actions: [{ ...action, kind: "download" }] } }],
])("%s makes another mark", (_, change) => {
  expect(markOf({ ...makings, ...change })).not.toBe(markOf(makings));
});

test("the bounds between files count", () => {
  const one = new Map([
    ["a", "xy"],
    ["b", "z"],
  ]);
  const other = new Map([
    ["a", "x"],
    ["b", "yz"],
  ]);
  expect(markOf({ ...makings, sources: one })).not.toBe(markOf({ ...makings, sources: other }));
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-mark-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder has a report when all its files are there under the same mark", async () => {
  expect(await hasReport(folder, "m")).toBe(false);
  for (const file of REPORT_FILES) await writeFile(join(folder, file), "");
  expect(await hasReport(folder, "m")).toBe(false);
  await markReport(folder, "m");
  expect(await hasReport(folder, "m")).toBe(true);
  expect(await hasReport(folder, "n")).toBe(false);
  await rm(join(folder, "results.csv"));
  expect(await hasReport(folder, "m")).toBe(false);
  await writeFile(join(folder, "results.csv"), "");
  await unmarkReport(folder);
  expect(await hasReport(folder, "m")).toBe(false);
});
