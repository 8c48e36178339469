import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Take } from "../take/take.ts";
import { sampleTake } from "../testing/sample-take.ts";
import { exportState } from "./export-state.ts";
import { openStateStore } from "./sqlite-state-store.ts";
import { newUuid } from "./system-clock.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-export-"));
  file = join(folder, "mugs.shotlist.db");
});
afterEach(() => rm(folder, { recursive: true }));

/** Opening a state's file here would drop this process's locks on it. */
function elsewhere(script: string): void {
  const setUp = `const fs = require("node:fs"), file = ${JSON.stringify(file)};`;
  execFileSync(process.execPath, ["-e", setUp + script]);
}

async function stateWith(count: number): Promise<readonly Take[]> {
  const store = await openStateStore({ file, name: "mugs", newId: newUuid, nowMs: () => 1_000 });
  const { account } = sampleTake();
  const epoch = await store.beginRun({ accounts: [account], atMs: 1 });
  const takes = Array.from({ length: count }, (_, index) =>
    sampleTake({ epoch, shotId: `shot-${index}`, state: "running", generationId: `gen-${index}` }),
  );
  await store.record(
    epoch,
    takes.map((take) => ({ take, event: { type: "seen", atMs: 1, apiState: "running" } })),
  );
  await store.close();
  return takes;
}

test("a sound state is exported whole, with its JSON parsed", async () => {
  const takes = await stateWith(3);
  const exported = exportState(file);
  expect(exported).toMatchObject({ format: 1, file, schemaVersion: 5, losses: [] });
  expect(exported.tables["takes"]?.map(({ body }) => body)).toEqual(takes);
  expect(exported.tables["events"]).toHaveLength(3);
  expect(exported.tables["state"]).toMatchObject([{ name: "mugs" }]);
});

test("is exported while a run is at work on it, as far as is committed", async () => {
  await stateWith(1);
  const store = await openStateStore({ file, name: "mugs", newId: newUuid, nowMs: () => 1_000 });
  const epoch = await store.beginRun({ accounts: [], atMs: 2 });
  await store.commitIntent(sampleTake({ epoch, shotId: "late", requestHash: "h9" }), {});
  expect(exportState(file).tables["takes"]).toHaveLength(2);
  await store.close();
});

describe("a state that is damaged", () => {
  test("gives what lies before and behind a broken page, and says what is missing", async () => {
    const count = 2_000;
    await stateWith(count);
    elsewhere(`
      const pages = fs.statSync(file).size / 4096;
      const handle = fs.openSync(file, "r+");
      const all = fs.readFileSync(file);
      const target = all.indexOf("\\"shotId\\":\\"shot-1000\\"");
      fs.writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, Math.floor(target / 4096) * 4096);
    `);
    const { tables, losses } = exportState(file);
    const ids = new Set(tables["takes"]?.map((row) => (row["body"] as Take).shotId));
    expect(ids.has("shot-0")).toBe(true);
    expect(ids.has(`shot-${count - 1}`)).toBe(true);
    expect(ids.size).toBeGreaterThan(count - 20);
    expect(ids.size).toBeLessThan(count);
    expect(losses.join("\n")).toContain("table takes");
  });

  test("from a newer release is exported all the same", async () => {
    await stateWith(2);
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(exportState(file)).toMatchObject({ schemaVersion: 99, losses: [] });
  });

  test("that is none at all is called so", async () => {
    await writeFile(file, "version: 1\n".repeat(2_000));
    expect(() => exportState(file)).toThrow(expect.objectContaining({ code: "state-damaged" }));
    await rm(file);
    expect(() => exportState(file)).toThrow(expect.objectContaining({ code: "state-not-found" }));
  });
});
