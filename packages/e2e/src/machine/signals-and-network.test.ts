import { rm } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import { describe, expect, test } from "vitest";
import { shotlist, startShotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, startLuma, writeBatch } from "./try-batch.ts";

const SHOTS = 24;

/** More than a second a generation: all slots are taken, and others wait, for as long as a busy machine needs to be heard. */
const SLOW = { latency: { queuedS: 10, meanS: 75, spreadS: 10 } };

/** What a run says when its ten slots are taken. */
const FULL = /shot-10: accepted/;

/** A wire between a run and its Luma that can be made to swallow everything, as a network does that drops packets. */
async function startWire(
  to: Pick<Simulator, "port">,
): Promise<AsyncDisposable & { readonly port: number; swallow(isOn: boolean): void }> {
  let swallows = false;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(to.port, "127.0.0.1");
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (bytes) => {
        if (!swallows) other.write(bytes);
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    swallow: (isOn) => {
      swallows = isOn;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

const after = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

describe("a network that is lost in the middle", () => {
  test("nothing listens any more: the run waits, goes on by itself, and pays for nothing again", async () => {
    await using folder = await temporaryFolder();
    await writeBatch(folder.path, SHOTS);
    const book = { bookFile: join(folder.path, "luma.json"), ...SLOW };
    const first = await startLuma(book);
    const run = startShotlist(RUN, { cwd: folder.path, env: against(first) });
    await run.until(FULL);
    await first.close();
    await run.until(/network/);
    await using second = await startLuma(book);
    expect(second.port).toBe(first.port);
    const result = await run.ended;
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(second, folder.path, { shots: SHOTS });
  });

  test("everything is swallowed: what was sent is looked for, not sent again", async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma(SLOW);
    await using wire = await startWire(luma);
    await writeBatch(folder.path, SHOTS);
    const env = { ...against(luma), LUMAAI_BASE_URL: luma.baseUrl.replace(`:${luma.port}`, `:${wire.port}`) };
    const run = startShotlist([...RUN, "--request-timeout", "0.6"], { cwd: folder.path, env });
    await run.until(FULL);
    wire.swallow(true);
    await run.until(/unconfirmed|network/);
    wire.swallow(false);
    const result = await run.ended;
    // The last looks may come while an answer is still awaited; the next run then settles it.
    expect([0, 6], result.stdout + result.stderr).toContain(result.code);
    const last = await shotlist(RUN, { cwd: folder.path, env });
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  });

  test("the machine sleeps past the life of its links: they are renewed", async () => {
    await using folder = await temporaryFolder();
    await using luma = await startLuma({ linkLifetimeS: 40 });
    await writeBatch(folder.path, SHOTS);
    const run = startShotlist(RUN, { cwd: folder.path, env: against(luma) });
    await run.until(/\(4 of/);
    run.child.kill("SIGSTOP");
    await after(1_200);
    run.child.kill("SIGCONT");
    const result = await run.ended;
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: SHOTS });
  });
});

describe.skipIf(process.platform === "win32")("a signal", () => {
  test.each(["SIGTERM", "SIGHUP"] as const)(
    "%s drains as Ctrl-C does: no new submissions, 130, and the next run goes on",
    async (signal) => {
      await using folder = await temporaryFolder();
      await using luma = await startLuma(SLOW);
      await writeBatch(folder.path, SHOTS);
      const run = startShotlist(RUN, { cwd: folder.path, env: against(luma) });
      await run.until(FULL);
      run.child.kill(signal);
      const result = await run.ended;
      expect(result, result.stdout + result.stderr).toMatchObject({ code: 130, signal: null });
      expect(luma.generations().length).toBeLessThan(SHOTS);
      expect(await shotlist(RUN, { cwd: folder.path, env: against(luma) })).toMatchObject({ code: 0 });
      await expectOnceEach(luma, folder.path, { shots: SHOTS });
    },
  );

  test("a second SIGINT leaves at once, whatever is still coming", async () => {
    await using folder = await temporaryFolder();
    await using luma = await startSimulator({
      seed: 5,
      speed: 60,
      latency: { queuedS: 2, meanS: 10, spreadS: 5 },
      faults: { "download-slow": { probability: 1, times: 1, value: 36_000 } },
    }).then((simulator) => ({ ...simulator, [Symbol.asyncDispose]: () => simulator.close() }));
    await writeBatch(folder.path, 3);
    const run = startShotlist(RUN, { cwd: folder.path, env: against(luma) });
    await run.until("accepted");
    while (luma.stats().downloads.requests === 0) await after(20);
    run.child.kill("SIGINT");
    await run.until("Stopping");
    run.child.kill("SIGINT");
    const atMs = performance.now();
    const result = await run.ended;
    expect(performance.now() - atMs).toBeLessThan(5_000);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 130, signal: null });
    luma.setFaults({});
    expect(await shotlist(RUN, { cwd: folder.path, env: against(luma) })).toMatchObject({ code: 0 });
    await expectOnceEach(luma, folder.path, { shots: 3 });
    await rm(join(folder.path, "renders"), { recursive: true });
  });
});
