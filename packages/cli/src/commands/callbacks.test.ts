import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type CommandBench, openBench } from "../command-bench.test.setup.ts";

let bench: CommandBench | undefined;
afterEach(() => bench?.close());

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return String(port);
}

const TABLE = ["id,prompt", ...Array.from({ length: 12 }, (_, shot) => `s${shot},A mug number ${shot}`)].join(
  "\n",
);

test("with callbacks a run hears of every end, and hardly asks", async () => {
  bench = await openBench({ speed: 200, latency: { queuedS: 6, meanS: 45, spreadS: 10 } });
  await bench.write("shots.csv", TABLE);
  const port = await freePort();
  const callbacks = ["--callback-url", `http://127.0.0.1:${port}`, "--callback-port", port];
  const words = [
    "run",
    "shots.csv",
    "--yes",
    "--json",
    "--no-check-urls",
    "--no-adopt-matching",
    "--speed",
    "200",
  ];
  const end = await bench.shotlist([...words, "--requests-per-minute", "600", ...callbacks]);
  expect(end, end.err).toMatchObject({ code: 0 });
  const { callbacks: sent, requests } = bench.luma.stats();
  expect(sent.sent).toBe(24);
  const lists = Object.values(requests["GET /generations"] ?? {}).reduce((sum, count) => sum + count, 0);
  const looks = Object.values(requests["GET /generations/{id}"] ?? {}).reduce((sum, count) => sum + count, 0);
  expect(lists + looks).toBeLessThanOrEqual(1.5 * 12);
});

test("callbacks that are duplicated and lost change nothing", async () => {
  bench = await openBench({
    faults: { "callback-duplicated": 0.4, "callback-lost": 0.3, "lost-after": 0.1 },
  });
  await bench.write("shots.csv", TABLE);
  const port = await freePort();
  const callbacks = ["--callback-url", `http://127.0.0.1:${port}/hook`, "--callback-port", port];
  const end = await bench.run("shots.csv", ...callbacks, "--confirm-after", "60");
  expect(end, end.err).toMatchObject({ code: 0 });
  const counts = Object.values(bench.luma.stats().byRequestHash).map(({ accepted }) => accepted);
  expect(counts).toEqual(counts.map(() => 1));
});

test("an address without a port, and a port without an address, are bad usage", async () => {
  bench = await openBench();
  await bench.write("shots.csv", TABLE);
  for (const words of [
    ["--callback-url", "https://a.example"],
    ["--callback-port", "4000"],
  ]) {
    const end = await bench.shotlist(["run", "shots.csv", "--yes", ...words]);
    expect(end.code).toBe(2);
    expect(end.err).toContain("belong together");
  }
  const bad = await bench.shotlist(["run", "shots.csv", "--callback-url", "ftp://a", "--callback-port", "1"]);
  expect([bad.code, bad.err]).toEqual([2, expect.stringContaining("http or https")]);
});
