import { afterEach, describe, expect, it } from "vitest";
import { CREATE_ROUTES, lookOn } from "../testing/create-routes.ts";
import { type ApiAnswer, closeSimulators, linkIn, openSimulator } from "../testing/open-simulator.ts";
import type { FaultName } from "./fault-spec.ts";

afterEach(closeSimulators);

const NAMED = CREATE_ROUTES.map((route) => [`${route.dialect}: ${route.name}`, route] as const);

/** What a create is answered with under each fault, "lost" for nothing and "good" for a success, and what it accepts. */
const CREATE_FAULTS: readonly (readonly [FaultName, number | "lost" | "good", 0 | 1])[] = [
  ["refuse-400", 400, 0],
  ["refuse-422", 422, 0],
  ["401", 401, 0],
  ["403", 403, 0],
  ["429-rate", 429, 0],
  ["429-concurrency", 429, 0],
  ["429-unknown", 429, 0],
  ["429-abuse", 429, 0],
  ["500", 500, 0],
  ["502", 502, 0],
  ["503", 503, 0],
  ["503-ingestion", 503, 0],
  ["503-channel", 503, 0],
  ["status", 409, 0],
  ["lost-before", "lost", 0],
  ["redirect-before", 307, 0],
  ["page-before", 200, 0],
  ["500-after", 500, 1],
  ["502-after", 502, 1],
  ["503-after", 503, 1],
  ["status-after", 409, 1],
  ["lost-after", "lost", 1],
  ["redirect-after", 307, 1],
  ["page-after", "good", 1],
  ["garbled-201", "good", 1],
  ["old-id-201", "good", 1],
  ["truncated-201", "lost", 1],
  ["no-id-201", "good", 1],
];

const outcome = (answer: Promise<ApiAnswer>): Promise<number | "lost"> =>
  answer.then(
    ({ status }) => status,
    () => "lost",
  );

describe.each(NAMED)("%s", (_, route) => {
  it("meets every fault of creates, and is charged for exactly what was accepted", async () => {
    const open = await openSimulator({ balanceUsdCents: 1e7 });
    const create = await route.prepare(open);
    const { simulator } = open;
    const stats = (): { accepted: number; charged: number } => {
      const { creates, chargedUsdCents } = simulator.stats().dialects[route.dialect];
      return { accepted: creates.accepted, charged: chargedUsdCents };
    };
    const before = stats();
    expect((await create()).status).toBe(route.status);
    const priceCents = stats().charged - before.charged;
    expect(priceCents > 0).toBe(route.isFree !== true);
    for (const [name, answered, accepted] of CREATE_FAULTS) {
      const start = stats();
      simulator.setFaults({ [name]: 1 });
      expect([name, await outcome(create())]).toEqual([name, answered === "good" ? route.status : answered]);
      const after = stats();
      expect([name, after.accepted - start.accepted]).toEqual([name, accepted]);
      expect(after.charged - start.charged).toBeCloseTo(priceCents * accepted, 6);
    }
    simulator.setFaults({ "late-accept": { probability: 1, value: 60 } });
    expect(await outcome(create())).toBe("lost");
    const start = stats();
    open.pass(61);
    expect(stats().charged - start.charged).toBeCloseTo(priceCents, 6);
    expect(simulator.generations().at(-1)).toMatchObject({ lateByMs: 60_000, dialect: route.dialect });
  });

  it("ends with a link to what was asked for, under the faults of downloads, or fails and gives the money back", async () => {
    const open = await openSimulator({ balanceUsdCents: 1e7, clip: { variety: "shared" } });
    const create = await route.prepare(open);
    const { id } = (await create()).body;
    const { chargedUsdCents } = open.simulator.stats().dialects[route.dialect];
    open.simulator.setFaults({ fail: 1 });
    const failing = (await create()).body.id;
    open.pass(11);
    const done = await lookOn(open, route.dialect, id);
    expect(done.body.state).toBe("completed");
    const link = linkIn(done) ?? "";
    open.simulator.setFaults({ "download-expired": { probability: 1, times: 1 } });
    expect((await fetch(link)).status).toBe(403);
    const file = await fetch(link);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, route.mediaType]);
    const signatures = { "video/mp4": "....ftyp", "image/png": ".PNG", "image/jpeg": "\\xff\\xd8\\xff" };
    const head = Buffer.from(await file.arrayBuffer()).toString("latin1", 0, 8);
    expect(head).toMatch(new RegExp(`^${signatures[route.mediaType as keyof typeof signatures]}`, "s"));

    const failed = await lookOn(open, route.dialect, failing);
    expect([failed.body.state, linkIn(failed)]).toEqual(["failed", undefined]);
    expect(failed.body["failure_reason"]).toMatch(/failed/);
    const money = open.simulator.stats().dialects[route.dialect];
    expect(money.chargedUsdCents - money.refundedUsdCents).toBeCloseTo(chargedUsdCents, 6);
  });
});
