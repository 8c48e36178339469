import type { StateSnapshot } from "@shotlist/core";
import { newUuid, openStateStore, systemClock } from "@shotlist/core/local";
import type { FoundState } from "../../find-state.ts";

/** Everything that a state holds, without disturbing a run. Fails with `state-not-found` and those of the store. */
export async function readExistingSnapshot({ name, paths }: FoundState): Promise<StateSnapshot> {
  const store = await openStateStore({
    file: paths.state,
    name,
    newId: newUuid,
    nowMs: systemClock.nowMs,
    readOnly: true,
  });
  try {
    return await store.read();
  } finally {
    await store.close();
  }
}
