import { Worker } from "node:worker_threads";
import type { Progress, WorkNews, WorkOrder } from "./work-order.ts";

/** An input that has not come back after this time hangs. */
const HANG_MS = 20_000;
/** Memory for one worker; inputs are small, so one that needs more grows without bound. */
const MOST_MEGABYTES = 512;

/** What is told while orders are worked through. */
export interface OrderListener {
  finding(target: string, index: number, words: string): void;
  ended(order: WorkOrder, slowestMs: number, slowest: number): void;
}

/**
 * Works through all orders on so many workers. An input that hangs, or that a worker dies of, is a finding, and the
 * rest of its order goes on with a new worker.
 */
export async function runOrders(
  orders: readonly WorkOrder[],
  workers: number,
  listener: OrderListener,
): Promise<void> {
  const queue = [...orders];
  const lane = async (): Promise<void> => {
    let worker: Worker | undefined;
    const progress: Progress = new Int32Array(new SharedArrayBuffer(4));
    for (let order = queue.shift(); order !== undefined; order = queue.shift()) {
      worker ??= startWorker(progress);
      const death = await runOrder(worker, progress, order, listener);
      if (death === undefined) continue;
      const index = Atomics.load(progress, 0);
      listener.finding(order.target, index, death);
      await worker.terminate();
      worker = undefined;
      queue.unshift({ ...order, from: index + 1 });
    }
    await worker?.terminate();
  };
  await Promise.all(Array.from({ length: workers }, lane));
}

function startWorker(progress: Progress): Worker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { progress },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  // One that is being ended may still fail.
  return worker.on("error", () => undefined);
}

/** Resolves with what the worker died of, or with nothing when the order is done. */
function runOrder(
  worker: Worker,
  progress: Progress,
  order: WorkOrder,
  listener: OrderListener,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let seen = { index: -1, sinceMs: performance.now() };
    Atomics.store(progress, 0, order.from);
    const watch = setInterval(() => {
      const index = Atomics.load(progress, 0);
      if (index !== seen.index) seen = { index, sinceMs: performance.now() };
      else if (performance.now() - seen.sinceMs > HANG_MS)
        end(`does not come back within ${HANG_MS / 1000} s`);
    }, 1_000);
    const onError = (error: unknown): void => end(`the worker died of it: ${String(error)}`);
    const onMessage = (news: WorkNews): void => {
      if (news.kind === "finding") listener.finding(news.target, news.index, news.words);
      else {
        listener.ended(order, news.slowestMs, news.slowest);
        end(undefined);
      }
    };
    const end = (death: string | undefined): void => {
      clearInterval(watch);
      worker.off("error", onError).off("message", onMessage);
      resolve(death);
    };
    worker.on("error", onError).on("message", onMessage);
    worker.postMessage(order);
  });
}
