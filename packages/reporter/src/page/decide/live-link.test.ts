import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../decisions/decision.ts";
import { packModel } from "../../packed/pack-model.ts";
import { LiveLink, type LiveProgress } from "./live-link.ts";

const model = sampleReadModel({ shots: 2, seed: 1 });
const decision = (verdict: Decision["verdict"], take = 1): Decision => ({
  shotId: "mug",
  take,
  sha256: "a".repeat(64),
  verdict,
  note: "",
  retake: false,
  at: "2026-11-01T12:00:00.000Z",
});

/** A server whose answers the test gives one by one, and a link to it. */
function bench() {
  const seen = {
    requests: [] as { url: string; body: unknown }[],
    models: 0,
    progress: [] as (LiveProgress | null)[],
    reachable: [] as boolean[],
    saved: [] as string[],
    refused: [] as string[],
    waitsMs: [] as number[],
  };
  const answers: ((response: Response | null) => void)[] = [];
  const source = new EventTarget() as EventTarget & { close: () => void };
  source.close = () => {};
  const link = new LiveLink(
    {
      onModel: () => void seen.models++,
      onProgress: (progress) => void seen.progress.push(progress),
      onReachable: (reachable) => void seen.reachable.push(reachable),
      onSaved: (list) => void seen.saved.push(...list.map((each) => each.verdict)),
      onRefused: (_, reason) => void seen.refused.push(reason),
    },
    {
      events: () => source,
      fetch: (url, init) => {
        seen.requests.push({ url, body: init?.body === undefined ? null : JSON.parse(String(init.body)) });
        return new Promise((resolve, reject) => {
          answers.push((response) => (response ? resolve(response) : reject(new TypeError("no network"))));
        });
      },
      wait: async (ms) => void seen.waitsMs.push(ms),
    },
  );
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const answer = async (value: unknown, status = 200): Promise<void> => {
    answers.shift()!(value === null ? null : Response.json(value, { status }));
    await settle();
  };
  const tell = (type: string, data = ""): void => {
    source.dispatchEvent(Object.assign(new Event(type), { data }));
  };
  return { link, seen, answer, tell };
}

describe("LiveLink", () => {
  it("sends one request at a time, and of what is decided meanwhile only the last on each clip", async () => {
    const { link, seen, answer } = bench();
    link.send([decision("approved")]);
    link.send([decision("rejected")]);
    link.send([decision("none"), decision("approved", 2)]);
    expect(seen.requests).toHaveLength(1);
    await answer({ readModel: model });
    expect(seen.requests[1]?.body).toEqual([decision("none"), decision("approved", 2)]);
    await answer({ readModel: model });
    expect(seen.saved).toEqual(["approved", "none", "approved"]);
    expect(seen.models).toBe(2);
  });

  it("sends again, less and less often, what the server did not answer, but not over newer decisions", async () => {
    const { link, seen, answer } = bench();
    link.send([decision("approved")]);
    link.send([decision("rejected")]);
    await answer(null);
    expect(seen.requests[1]?.body).toEqual([decision("rejected")]);
    await answer(null);
    await answer({ readModel: model });
    expect(seen.waitsMs).toEqual([1_000, 2_000]);
    expect(seen.saved).toEqual(["rejected"]);
    expect(seen.reachable).toEqual([false, false, true]);
  });

  it("gives up what the server refuses, and says why", async () => {
    const { link, seen, answer } = bench();
    link.send([decision("approved")]);
    await answer({ error: { code: "take-not-found", message: "No such take.", hint: "Reload." } }, 409);
    expect(seen.refused).toEqual(["No such take. Reload."]);
    expect(seen.requests).toHaveLength(1);
  });

  it("follows the read-model and the run, and asks once for changes that come while it asks", async () => {
    const { seen, answer, tell } = bench();
    tell("read-model");
    tell("read-model");
    tell("read-model");
    expect(seen.requests).toHaveLength(1);
    await answer(model);
    await answer(packModel(model));
    expect(seen.models).toBe(2);
    expect(seen.requests.map(({ url }) => url)).toEqual(["api/read-model", "api/read-model"]);
    tell("progress", '{"total":3,"done":1}');
    tell("progress", "null");
    tell("progress", "broken");
    expect(seen.progress).toEqual([{ total: 3, done: 1 }, null, null]);
  });

  it("asks for the read-model when the line to the server is back", async () => {
    const { seen, answer, tell } = bench();
    tell("open");
    expect(seen.requests).toEqual([]);
    tell("error");
    expect(seen.reachable).toEqual([true, false]);
    tell("open");
    await answer(model);
    expect(seen.models).toBe(1);
  });
});
