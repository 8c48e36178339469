import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SimulatorOptions } from "../options.ts";
import { startSimulator } from "../start-simulator.ts";
import { giveFile } from "../testing/give-file.ts";
import { BEGIN_MS, closeSimulators, openSimulator, TEN_SECONDS } from "../testing/open-simulator.ts";

let folder = "";
let bookFile = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-book-"));
  bookFile = join(folder, "deep", "book.ndjson");
});
afterEach(async () => {
  await closeSimulators();
  rmSync(folder, { recursive: true });
});

const laterBy = (seconds: number): SimulatorOptions => ({ bookFile, now: () => BEGIN_MS + seconds * 1000 });

describe("a book in a file", () => {
  it("lets generations go on by wall clock while nobody runs, at the same address", async () => {
    const first = await openSimulator({ bookFile, balanceUsdCents: 500 });
    const created = (await first.create()).body;
    const failing = (await first.create({ prompt: "a pier [[sim:fail]]" })).body;
    const deleted = (await first.create()).body;
    await first.api("DELETE", `/generations/${deleted.id}`);
    await first.simulator.close();

    const second = await openSimulator({ ...laterBy(11), balanceUsdCents: 9, seed: 77 });
    expect(second.simulator.baseUrl).toBe(first.simulator.baseUrl);
    expect(second.simulator.cdnUrl).toBe(first.simulator.cdnUrl);
    expect((await second.api("GET", `/generations/${created.id}`)).body.state).toBe("completed");
    expect((await second.api("GET", `/generations/${failing.id}`)).body.state).toBe("failed");
    expect((await second.api("GET", `/generations/${deleted.id}`)).status).toBe(404);
    expect((await second.api("GET", "/credits")).body).toEqual({ credit_balance: 500 - 2 * 70.78 });
    expect((await second.create()).body.id).not.toBe(created.id);
  });

  it("keeps the accounts of both APIs, and says how late what was late came", async () => {
    const agents = { balanceUsdCents: 200, limits: { createsPerMinute: 3 } };
    const first = await openSimulator({ bookFile, balanceUsdCents: 500, agents });
    const { id } = (await first.createAgents({ prompt: "a pier [[sim:fail=budget_exhausted]]" })).body;
    await first.create();
    await expect(first.createAgents({ prompt: "a pier [[sim:late-accept=12]]" })).rejects.toThrow();
    await first.simulator.close();

    const second = await openSimulator({ ...laterBy(13), agents: { ...agents, balanceUsdCents: 9 } });
    expect(second.simulator.agentsBaseUrl).toBe(first.simulator.agentsBaseUrl);
    expect((await second.agents("GET", `/generations/${id}`)).body["failure_code"]).toBe("budget_exhausted");
    const { dialects } = second.simulator.stats();
    expect(dialects.agents).toMatchObject({
      balanceUsdCents: 155,
      chargedUsdCents: 60,
      refundedUsdCents: 15,
    });
    expect(dialects["dream-machine"]).toMatchObject({ chargedUsdCents: 70.78, refundedUsdCents: 0 });
    expect(Object.values(dialects.agents.byRequestHash)).toMatchObject([{ late: 0 }, { late: 1 }]);
    // Two of the last minute are in the book.
    expect([(await second.createAgents()).status, (await second.createAgents()).status]).toEqual([201, 429]);
  });

  it("keeps files with what is known of them, and the gateway's account", async () => {
    const first = await openSimulator({ bookFile, crazyrouter: { balanceUsdCents: 70 } });
    const [kept, deleted] = [await giveFile(first), await giveFile(first)];
    await first.agents("DELETE", `/files/${deleted}`);
    const { id } = (await first.createTask()).body;
    await first.simulator.close();

    const second = await openSimulator(laterBy(20));
    expect((await second.agents("GET", `/files/${kept}`)).body.state).toBe("ready");
    expect((await second.agents("GET", `/files/${deleted}`)).status).toBe(404);
    expect((await second.createAgents({}, { start_frame: { file_id: kept } })).status).toBe(201);
    expect([kept, deleted]).not.toContain(await giveFile(second));
    expect((await second.crazyrouter("GET", `/luma/generations/${id}`)).body.state).toBe("completed");
    expect(second.simulator.stats().dialects.crazyrouter.balanceUsdCents).toBe(12);
  });

  it("serves the same bytes under the old link", async () => {
    const first = await openSimulator({ bookFile });
    const { id } = (await first.create()).body;
    first.pass(11);
    const { video } = (await first.api("GET", `/generations/${id}`)).body["assets"] as {
      readonly video: string;
    };
    const init = { headers: { connection: "close" } };
    const before = await fetch(video, init);
    await first.simulator.close();
    await openSimulator(laterBy(20));
    const after = await fetch(video, init);
    expect(after.headers.get("etag")).toBe(before.headers.get("etag"));
    expect(await after.arrayBuffer()).toEqual(await before.arrayBuffer());
  });

  it("remembers late accepts, used-up faults, skipped time and the last minute", async () => {
    const limits = { createsPerMinute: 3 };
    const first = await openSimulator({ bookFile, limits });
    await first.create({ prompt: "a pier [[sim:late-accept=30]]" }).catch(() => undefined);
    const once = { prompt: "a pier [[sim:500-after]]" };
    expect((await first.create(once)).status).toBe(500);
    first.simulator.advance(40);
    await first.simulator.close();

    const second = await openSimulator({ ...laterBy(1), limits });
    const listed = (await second.api("GET", "/generations")).body["generations"];
    expect(listed).toMatchObject([{ created_at: "2026-01-02T03:04:35.000000Z" }, { request: once }]);
    expect(second.simulator.stats().creates.received).toBe(0);
    expect((await second.create(once)).status).toBe(201);
    expect((await second.create()).status).toBe(429);
    await second.simulator.close();
    const third = await openSimulator({ ...laterBy(1), limits });
    expect(third.simulator.generations()).toHaveLength(3);
  });

  it("holds every answered create after kill −9", async () => {
    const entry = new URL("../start-simulator.ts", import.meta.url).href;
    const script = `const { startSimulator } = await import(${JSON.stringify(entry)});
      console.log((await startSimulator({ bookFile: process.argv[1] })).baseUrl);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script, bookFile], {
      stdio: "pipe",
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const body = JSON.stringify({ model: "ray-2", prompt: "a pier" });
    const headers = { authorization: "Bearer luma-test", connection: "close" };
    const ids: unknown[] = [];
    for (let at = 0; at < 5; at += 1) {
      const answer = await fetch(`${String(line).trim()}/generations/video`, {
        method: "POST",
        headers,
        body,
      });
      ids.push(((await answer.json()) as { readonly id: string }).id);
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    const second = await openSimulator({ bookFile });
    expect(second.simulator.generations().map(({ id }) => id)).toEqual(ids);
  });

  it("cuts off the torn line of a kill", async () => {
    const first = await openSimulator({ bookFile });
    await first.create();
    await first.simulator.close();
    const whole = readFileSync(bookFile, "utf8");
    appendFileSync(bookFile, '{"type":"accepted","genera');
    const second = await openSimulator({ bookFile });
    expect(second.simulator.generations()).toHaveLength(1);
    expect(readFileSync(bookFile, "utf8").startsWith(whole)).toBe(true);
  });

  it.each(["hello\n", '{"type":"ports","api":1,"cdn":2}\n'])("refuses what is no book: %j", async (text) => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, text);
    const opening = startSimulator({ bookFile: path, latency: TEN_SECONDS });
    await expect(opening).rejects.toMatchObject({ code: "simulator-book-unreadable" });
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});
