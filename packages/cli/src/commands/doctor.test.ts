import { chmod, mkdir, open } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DIAGNOSIS_CODES, ERROR_CODES } from "@shotlist/core";
import { acquireStateLock } from "@shotlist/core/local";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../command-bench.test.setup.ts";

vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

type Line = { check: string; level: string; code?: string; message: string; hint?: string };

async function examine(
  ...words: readonly string[]
): Promise<{ code: number; lines: readonly Line[]; text: string }> {
  const ended = await bench.shotlist(["doctor", ...words, "--json"]);
  return {
    code: ended.code,
    lines: ended.records("diagnosis") as unknown as readonly Line[],
    text: ended.out + ended.err,
  };
}

const codes = (lines: readonly Line[]): readonly (string | undefined)[] =>
  lines.filter(({ level }) => level !== "ok").map(({ code }) => code);

test("a machine on which all is well, without a manifest and with one", async () => {
  const alone = await examine();
  expect(alone, alone.text).toMatchObject({ code: 0 });
  expect(alone.lines.map(({ check }) => check)).toEqual([
    "versions",
    "key",
    "access",
    "clock",
    "balance",
    "key",
    "access",
    "clock",
  ]);
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  const whole = await examine("m.yaml");
  expect(whole, whole.text).toMatchObject({ code: 0 });
  expect(new Set(whole.lines.map(({ check }) => check))).toEqual(
    new Set(["versions", "manifest", "state", "key", "access", "clock", "balance", "limits", "disk"]),
  );
  expect(bench.luma.generations()).toEqual([]);
});

test("says in words what stands in the way, with code and hint, and never a key", async () => {
  bench.env["LUMA_API_KEY"] = "luma-api-secret-of-mine";
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  const ended = await bench.shotlist(["doctor", "m.yaml"]);
  expect(ended.code).toBe(4);
  expect(ended.out).toMatch(/warning +key .*begins like one of the Luma Agents API \[key-misplaced\]/);
  expect(ended.out).toMatch(/problem +access .*\[key-refused\]\n +Check LUMA_API_KEY/);
  expect(ended.out).toContain("1 problem stands in the way of a run");
  expect(ended.out + ended.err).not.toContain("secret");
});

test("a key that the manifest does not need stands in nobody's way", async () => {
  bench.env["LUMA_AGENTS_API_KEY"] = "luma-api";
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  const { code, lines, text } = await examine("m.yaml");
  expect(code, text).toBe(0);
  expect(lines).toContainEqual(expect.objectContaining({ level: "warning", code: "key-refused" }));
});

test("no key at all, and none for the API that a manifest needs", async () => {
  for (const name of Object.keys(bench.env)) delete bench.env[name];
  expect(await examine()).toMatchObject({ code: 2, lines: [{}, { code: "no-api-key", level: "problem" }] });
  await bench.write("m.yaml", manifestOf("ray-3.2", { mug: "a mug" }));
  const { code, lines } = await examine("m.yaml");
  expect(code).toBe(2);
  expect(lines).toContainEqual(
    expect.objectContaining({ code: "no-api-key", message: expect.stringContaining("Agents") }),
  );
  expect(await examine("m.yaml", "--simulate")).toMatchObject({ code: 0 });
});

test("an API that does not answer, and a base URL that cannot be one", async () => {
  const gone = createServer();
  await new Promise<void>((done) => gone.listen(0, "127.0.0.1", done));
  const { port } = gone.address() as AddressInfo;
  await new Promise((done) => gone.close(done));
  bench.env["LUMAAI_BASE_URL"] = `http://127.0.0.1:${port}`;
  const unreached = await examine();
  expect(codes(unreached.lines), unreached.text).toEqual(["api-unreachable"]);
  expect(unreached.code).toBe(1);
  bench.env["LUMAAI_BASE_URL"] = "http://luma.example";
  expect(await examine()).toMatchObject({
    code: 2,
    lines: expect.arrayContaining([expect.objectContaining({ code: "bad-base-url" })]),
  });
});

test("a balance below the plan's price, and a clock that is wrong", async () => {
  const poor = await openBench({ balanceUsdCents: 50, clockSkewS: -90 });
  try {
    await poor.write("m.yaml", manifestOf("ray-2", { mug: "a mug", cup: "a cup" }));
    const ended = await poor.shotlist(["doctor", "m.yaml", "--json"]);
    const lines = ended.records("diagnosis") as unknown as readonly Line[];
    expect(codes(lines), ended.out).toEqual([
      "clock-skew",
      "balance-short",
      "clock-skew",
      "limits-above-card",
    ]);
    expect(lines.find(({ check }) => check === "clock")?.message).toMatch(/(89|90|91) s ahead of/);
    expect(ended.code).toBe(4);
  } finally {
    await poor.close();
  }
});

test("a manifest with errors, and none", async () => {
  await bench.write("m.yaml", "version: 1\nshots:\n  - { id: a, prompt: x, duratoin: 5s }\n");
  expect(await examine("m.yaml")).toMatchObject({ code: 2 });
  expect(codes((await examine("m.yaml")).lines)).toEqual(["manifest-faulty"]);
  expect(codes((await examine("n.yaml")).lines)).toEqual(["manifest-not-found"]);
});

test("a state that is damaged, and one that is held", async () => {
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  expect((await bench.run("m.yaml")).code).toBe(0);
  const sound = await examine("m.yaml");
  expect(sound.lines).toContainEqual(
    expect.objectContaining({ check: "state", level: "ok", message: expect.stringContaining("is sound") }),
  );
  const stateFile = bench.path("bench.shotlist.db");
  const lock = await acquireStateLock({ stateFile, command: "shotlist run m.yaml", nowMs: Date.now });
  const held = await examine("m.yaml");
  await lock.release();
  expect(held).toMatchObject({ code: 5 });
  expect(held.lines).toContainEqual(
    expect.objectContaining({
      code: "state-locked",
      message: expect.stringContaining("shotlist run m.yaml"),
    }),
  );
  const file = await open(stateFile, "r+");
  const { size } = await file.stat();
  await file.write(Buffer.alloc(size - 4_096 - 100, 0xa5), 0, size - 4_096 - 100, 4_096);
  await file.close();
  const damaged = await examine("m.yaml");
  expect(codes(damaged.lines), damaged.text).toEqual(["state-damaged"]);
  expect(damaged.code).toBe(1);
});

test("a state that belongs to another key's account", async () => {
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  expect((await bench.run("m.yaml")).code).toBe(0);
  bench.env["LUMA_API_KEY"] = "luma-another";
  const { code, lines, text } = await examine("m.yaml", "--requests-per-minute", "20");
  expect(codes(lines), text).toEqual(["state-other-account"]);
  expect(code).toBe(5);
});

test("pictures that are there, that are not, and that nobody answers for", async () => {
  const pictures = await servePictures();
  const { port } = pictures.address() as AddressInfo;
  try {
    const shots = ["good", "gone", "ill"].map(
      (name) =>
        `  - { id: ${name}, prompt: "camera static", keyframes: { frame0: "https://127.0.0.1:${port}/${name}.png" } }`,
    );
    await bench.write(
      "m.yaml",
      `version: 1\nname: bench\nshots:\n${shots.join("\n")}\n`.replaceAll("https:", "http:"),
    );
    const { code, lines, text } = await examine("m.yaml");
    expect(codes(lines.filter(({ check }) => check === "keyframes")), text).toEqual([
      "picture-missing",
      "picture-unsure",
    ]);
    expect(code).toBe(2);
    expect((await examine("m.yaml", "--no-check-urls")).code).toBe(0);
  } finally {
    await new Promise((done) => pictures.close(done));
  }
});

async function servePictures(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === "/good.png") response.writeHead(200, { "content-type": "image/png" }).end("x");
    else response.writeHead(request.url === "/gone.png" ? 404 : 503).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

test("storage without keys", async () => {
  await bench.write(
    "m.yaml",
    `${manifestOf("ray-2", { mug: "a mug" })}uploads: { endpoint: "https://s3.example", bucket: clips-bucket }\n`,
  );
  expect(codes((await examine("m.yaml")).lines)).toEqual(["limits-above-card", "no-upload-key"]);
  bench.env["AWS_ACCESS_KEY_ID"] = "id-hidden";
  bench.env["AWS_SECRET_ACCESS_KEY"] = "key-hidden";
  const { lines, text } = await examine("m.yaml", "--requests-per-minute", "20");
  expect(codes(lines), text).toEqual([]);
  expect(text).not.toContain("hidden");
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written", async () => {
  await mkdir(bench.path("renders"));
  await chmod(bench.path("renders"), 0o500);
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug" }));
  expect(codes((await examine("m.yaml")).lines)).toEqual(["clips-unwritable"]);
});

test("every code of the doctor is told by one registry alone", () => {
  const both = Object.keys(DIAGNOSIS_CODES).filter((code) => Object.hasOwn(ERROR_CODES, code));
  expect(both).toEqual([]);
  expect(Object.keys(DIAGNOSIS_CODES)).toEqual(Object.keys(DIAGNOSIS_CODES).toSorted());
});
