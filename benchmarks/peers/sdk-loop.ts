import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import LumaAI from "lumaai";
import pLimit from "p-limit";
import { PeerTimes, peerOrder, promptOf } from "./peer-order.ts";

/* The official SDK as its README shows it, with `p-limit` for the account's slots. Its own retries are left on,
 * and are not counted here. */
const { server, key, shots, slots, pollMs, folder } = peerOrder();
const times = new PeerTimes();
const client = new LumaAI({ baseURL: server, authToken: key });

async function makeClip(shot: number): Promise<void> {
  times.requests += 1;
  let generation = await client.generations.create({
    model: "ray-2",
    prompt: promptOf(shot),
    aspect_ratio: "16:9",
    resolution: "720p",
    duration: "5s",
  });
  times.accepted();
  while (generation.state !== "completed" && generation.state !== "failed") {
    await sleep(pollMs);
    times.requests += 1;
    generation = await client.generations.get(generation.id ?? "");
  }
  times.ended();
  if (generation.state === "failed") throw new Error(generation.failure_reason);
  const clip = await fetch(generation.assets?.video ?? "");
  await writeFile(join(folder, `${shot}.mp4`), Buffer.from(await clip.arrayBuffer()));
  times.fetched();
}

const atOnce = pLimit(slots);
await Promise.allSettled(Array.from({ length: shots }, (_, shot) => atOnce(() => makeClip(shot))));
times.print();
