import { describeClipStore } from "./clip-store-conformance.ts";
import { MemoryClipStore } from "./memory-clip-store.ts";

const clock = { nowMs: () => 0, monotonicMs: () => 0, sleep: async () => undefined };

describeClipStore("MemoryClipStore", async () => {
  const store = new MemoryClipStore({
    clock,
    random: () => 0.5,
    serve: (url) => (url === "expired" ? "expired" : "ok"),
  });
  return {
    store,
    link: (generationId) => generationId,
    expiredLink: "expired",
    async occupy(file) {
      store.occupied.add(file);
    },
    dispose: async () => undefined,
  };
});
