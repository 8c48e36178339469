import { setTimeout as sleep } from "node:timers/promises";

interface Listed {
  readonly generations?: readonly { readonly id?: string; readonly state?: string }[];
}

/**
 * Watches from outside how long generations take on a server that keeps no book for us, by asking for its list
 * again and again. Both ends of a generation are seen late by half a look on average, so that its length is right.
 *
 * @returns a function that stops, and gives what each generation that began meanwhile took, in the order of
 *   creation, in milliseconds.
 */
export function watchServer(options: {
  readonly url: string;
  readonly key: string;
  readonly everyMs: number;
}): {
  stop(): Promise<readonly number[]>;
} {
  const { url, key, everyMs } = options;
  const seen = new Map<string, { readonly fromMs: number; toMs?: number }>();
  const old = new Set<string>();
  const watching = { isOver: false, isFirst: true };
  const look = async (): Promise<void> => {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/generations?limit=100`, { headers });
    const { generations = [] } = (await response.json()) as Listed;
    const nowMs = Date.now();
    for (const { id = "", state } of generations.toReversed()) {
      const hasEnded = state === "completed" || state === "failed";
      if (watching.isFirst) old.add(id);
      else if (!old.has(id) && !seen.has(id)) seen.set(id, { fromMs: nowMs });
      const one = seen.get(id);
      if (one !== undefined && hasEnded) one.toMs ??= nowMs;
    }
    watching.isFirst = false;
  };
  const loop = (async () => {
    for (; !watching.isOver; await sleep(everyMs)) await look();
    await look();
  })();
  return {
    stop: async () => {
      watching.isOver = true;
      await loop;
      return [...seen.values()].map(({ fromMs, toMs = fromMs }) => toMs - fromMs);
    },
  };
}
