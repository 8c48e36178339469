import { join } from "node:path";
import type { StateSnapshot } from "@shotlist/core";
import { openStateStore } from "@shotlist/core/local";

/** The state of a batch as of now, as any reader may look at it. */
export async function readState(folder: string, name: string): Promise<StateSnapshot> {
  const store = await openStateStore({
    file: join(folder, `${name}.shotlist.db`),
    name,
    newId: () => "not used by readers",
    nowMs: Date.now,
    readOnly: true,
  });
  try {
    return await store.read();
  } finally {
    await store.close();
  }
}
