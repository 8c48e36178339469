import { describe, expect, it } from "vitest";
import type { OpenOutcome } from "../ports/generation-api.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { SpareConnections } from "./spare-connections.ts";

/** Counts what is opened and closed; opening takes 100 ms. */
class SpyApi {
  readonly clock: VirtualClock = new VirtualClock();
  opened = 0;
  closed = 0;
  reachable = true;

  async openCreate(): Promise<OpenOutcome> {
    this.opened++;
    await this.clock.sleep(100);
    if (!this.reachable) return { kind: "unreachable", reason: "refused" };
    const send = async () => ({ kind: "unsent", reason: "not tried" }) as const;
    return { kind: "open", connection: { send, close: () => void this.closed++ } };
  }
}

const never = new AbortController().signal;

function spares(api: SpyApi): SpareConnections {
  return new SpareConnections({ api, clock: api.clock, lifeMs: 3000, most: 2 });
}

describe("spare connections", () => {
  it("are there at once, and are given out once each", async () => {
    const api = new SpyApi();
    const pool = spares(api);
    pool.prepare(5, never);
    expect(api.opened).toBe(2);
    await api.clock.advance(100);
    const before = api.clock.nowMs();
    const [one, other] = await api.clock.run(Promise.all([pool.take(never), pool.take(never)]));
    expect(api.clock.nowMs()).toBe(before);
    expect(one).not.toBe(other);
    await api.clock.run(pool.take(never));
    expect(api.opened).toBe(3);
    expect(api.clock.nowMs()).toBe(before + 100);
  });

  it("are closed when nobody wants them for a while, and when the run is over", async () => {
    const api = new SpyApi();
    const over = new AbortController();
    const pool = spares(api);
    pool.prepare(1, over.signal);
    await api.clock.advance(3100);
    expect(api.closed).toBe(1);
    pool.prepare(1, over.signal);
    await api.clock.advance(200);
    over.abort();
    await api.clock.advance(1);
    expect(api.closed).toBe(2);
    pool.prepare(1, over.signal);
    expect(api.opened).toBe(2);
  });

  it("are never given out when they could not be opened", async () => {
    const api = new SpyApi();
    const pool = spares(api);
    api.reachable = false;
    pool.prepare(1, never);
    await api.clock.advance(200);
    api.reachable = true;
    expect(await api.clock.run(pool.take(never))).toMatchObject({ kind: "open" });
    expect(api.opened).toBe(2);
  });
});
