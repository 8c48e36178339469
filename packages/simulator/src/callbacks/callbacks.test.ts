import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";

const closers: (() => void)[] = [];
afterEach(async () => {
  await closeSimulators();
  for (const close of closers.splice(0)) close();
});

/** A listener that answers each callback with the next status, 200 when there is none. */
async function openListener(statuses: number[] = []): Promise<{
  readonly url: string;
  readonly received: JsonObject[];
  readonly arrived: (count: number) => Promise<void>;
}> {
  const received: JsonObject[] = [];
  let notify = (): void => {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    received.push(JSON.parse(Buffer.concat(chunks).toString()) as JsonObject);
    response.writeHead(statuses.shift() ?? 200).end();
    notify();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/luma`,
    received,
    arrived: async (count) => {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          notify = resolve;
        });
      }
    },
  };
}

describe("callbacks", () => {
  it("tell of dreaming and of the end, with the generation as it then is", async () => {
    const listener = await openListener();
    const { create, simulator } = await openSimulator({ latency: { queuedS: 2, meanS: 5, spreadS: 0 } });
    const { id } = (await create({ callback_url: listener.url })).body;
    simulator.advance(4);
    await listener.arrived(1);
    expect(listener.received).toMatchObject([{ id, state: "dreaming", assets: null }]);
    simulator.advance(10);
    await listener.arrived(2);
    expect(listener.received[1]).toMatchObject({
      id,
      state: "completed",
      assets: { video: expect.any(String) },
    });
  });

  it("come again until they are answered with 200, four times at most", async () => {
    const listener = await openListener([500, 302, 404, 500, 200]);
    const { create, simulator } = await openSimulator({ speed: 1000 });
    await create({ callback_url: listener.url, prompt: "a pier [[sim:stuck-dreaming]]" });
    await listener.arrived(4);
    expect(simulator.stats().callbacks).toMatchObject({ sent: 4, delivered: 0 });
  });

  it("are lost, or come twice, when asked to", async () => {
    const listener = await openListener();
    const { create, simulator } = await openSimulator();
    await create({ callback_url: listener.url, prompt: "a pier [[sim:callback-lost]]" });
    await create({ callback_url: listener.url, prompt: "a pier [[sim:callback-duplicated]]" });
    simulator.advance(11);
    await listener.arrived(4);
    expect(listener.received.map(({ state }) => state).sort()).toEqual([
      "completed",
      "completed",
      "dreaming",
      "dreaming",
    ]);
    expect(simulator.stats().callbacks).toMatchObject({ sent: 4, lost: 2 });
  });
});
