import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { PeerTimes, peerOrder, promptOf } from "./peer-order.ts";

/*
 * The loop of Luma's usual guides, once for each slot: create, look again after a fixed wait until it has ended,
 * download, next one. What does not answer with a yes is an exception, and its clip is lost.
 */
const { server, key, shots, slots, pollMs, folder } = peerOrder();
const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
const times = new PeerTimes();

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly assets?: { readonly video?: string } | null;
}

async function call(path: string, init?: RequestInit): Promise<Shown> {
  times.requests += 1;
  const response = await fetch(`${server}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as Shown;
}

async function makeClip(shot: number): Promise<void> {
  const body = { model: "ray-2", prompt: promptOf(shot), aspect_ratio: "16:9", loop: false };
  const { id } = await call("/generations", { method: "POST", body: JSON.stringify(body) });
  times.accepted();
  for (;;) {
    const { state, assets } = await call(`/generations/${id}`);
    if (state === "completed") {
      times.ended();
      const clip = await fetch(assets?.video ?? "");
      await writeFile(join(folder, `${shot}.mp4`), Buffer.from(await clip.arrayBuffer()));
      times.fetched();
      return;
    }
    if (state === "failed") throw new Error("failed");
    await sleep(pollMs);
  }
}

const atOnce = pLimit(slots);
await Promise.allSettled(Array.from({ length: shots }, (_, shot) => atOnce(() => makeClip(shot))));
times.print();
