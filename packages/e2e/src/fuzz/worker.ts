import { parentPort, workerData } from "node:worker_threads";
import { targetOf } from "./targets/index.ts";
import { inputOf, tryInput } from "./try-input.ts";
import type { Progress, WorkNews, WorkOrder } from "./work-order.ts";

const { progress } = workerData as { readonly progress: Progress };

async function work({ target: name, seed, from, to }: WorkOrder): Promise<void> {
  const target = targetOf(name);
  let [slowestMs, slowest] = [0, from];
  for (let index = from; index < to; index += 1) {
    Atomics.store(progress, 0, index);
    const { finding, cpuMs } = await tryInput(target, inputOf(target, seed, index));
    if (cpuMs > slowestMs) [slowestMs, slowest] = [cpuMs, index];
    if (finding !== undefined) tell({ kind: "finding", target: name, index, words: finding });
  }
  tell({ kind: "ended", target: name, slowestMs, slowest });
}

function tell(news: WorkNews): void {
  parentPort?.postMessage(news);
}

parentPort?.on("message", (order: WorkOrder) => void work(order));
