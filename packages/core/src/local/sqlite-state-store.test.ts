import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStateStore } from "../testing/state-store-conformance.ts";
import { openStateStore } from "./sqlite-state-store.ts";
import { newUuid } from "./system-clock.ts";

describeStateStore("openStateStore", async () => {
  const folder = await mkdtemp(join(tmpdir(), "shotlist-state-"));
  const file = join(folder, "test.shotlist.db");
  return {
    open: () => openStateStore({ file, name: "test", newId: newUuid, nowMs: () => 0 }),
    dispose: () => rm(folder, { recursive: true }),
  };
});
