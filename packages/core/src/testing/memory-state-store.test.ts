import { MemoryStateStore } from "./memory-state-store.ts";
import { describeStateStore } from "./state-store-conformance.ts";

describeStateStore("MemoryStateStore", async () => {
  const store = new MemoryStateStore();
  return { open: async () => store, dispose: async () => undefined };
});
