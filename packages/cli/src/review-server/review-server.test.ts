import { mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { acquireStateLock } from "@shotlist/core/local";
import type { ReadModel } from "@shotlist/core/read-model";
import type { Decision } from "@shotlist/reporter";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../command-bench.test.setup.ts";
import type { Io } from "../io.ts";
import { readProject } from "../project.ts";
import { LiveStanding } from "./live-standing.ts";
import { type ReviewServer, startReviewServer } from "./review-server.ts";

// Clips are made on a real server first, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TEMPLATE = `<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />
<title>Contact sheet</title></head><body><script type="application/json" id="read-model"></script></body></html>`;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly json: Readonly<Record<string, unknown>>;
}

let bench: CommandBench;
let server: ReviewServer;
let url: URL;

/** As nothing but a test would: with the path and the headers exactly as they are said. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; raw?: boolean } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = httpRequest(
    {
      host: "127.0.0.1",
      port: url.port,
      path: options.raw === true ? path : `${url.pathname}${path}`,
      method: options.method ?? "GET",
      headers: { host: url.host, ...options.headers },
    },
    (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        const body = Buffer.concat(pieces);
        const isJson = String(response.headers["content-type"]).startsWith("application/json");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          json: isJson && body.length > 0 ? (JSON.parse(body.toString()) as Answer["json"]) : {},
        });
      });
    },
  );
  sent.on("error", reject);
  sent.end(options.body);
  return promise;
}

const post = (decisions: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  ask("api/decisions", {
    method: "POST",
    headers: { origin: url.origin, "content-type": "application/json", ...headers },
    body: JSON.stringify(decisions),
  });

const model = async (): Promise<ReadModel> => (await ask("api/read-model")).json as unknown as ReadModel;

async function decisionOn(shotId: string, fields: Partial<Decision> = {}): Promise<Decision> {
  const shot = (await model()).shots.find(({ id }) => id === shotId);
  const take = shot?.takes.at(-1);
  return {
    shotId,
    take: take?.number ?? 0,
    sha256: take?.clip?.sha256 ?? "",
    verdict: "approved",
    note: "",
    retake: false,
    at: new Date().toISOString(),
    ...fields,
  };
}

beforeAll(async () => {
  bench = await openBench();
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug", cup: "A <b>cup</b>" }));
  expect((await bench.run("shots.yaml")).code).toBe(0);
  const io = { cwd: bench.folder, env: bench.env } as unknown as Io;
  const project = await readProject(io, "shots.yaml", {});
  const live = new LiveStanding({
    io,
    file: "shots.yaml",
    project: { ...project, manifest: project.manifest! },
    flags: {},
  });
  server = await startReviewServer({ live, template: TEMPLATE, port: 0, watchMs: 20 });
  url = new URL(server.url);
});
afterAll(async () => {
  await server.close();
  await bench.close();
});

describe("whom it answers", () => {
  test("nobody without the token, and it tells none of them why", async () => {
    expect(url.hostname).toBe("127.0.0.1");
    expect(url.pathname).toMatch(/^\/[\w-]{32}\/$/);
    for (const path of ["/", "/api/read-model", `${url.pathname.slice(0, -2)}x/`, "/%2e%2e/", "//"]) {
      expect(await ask(path, { raw: true })).toMatchObject({ status: 404 });
    }
  });

  test("the address without its last slash by way of the right one", async () => {
    expect(await ask(url.pathname.slice(0, -1), { raw: true })).toMatchObject({
      status: 308,
      headers: { location: url.pathname },
    });
  });

  test("no other host name, so that a name pointed at this machine reads nothing", async () => {
    for (const host of ["evil.example", `evil.example:${url.port}`, "127.0.0.1", `[::1]:${url.port}`]) {
      expect(await ask("api/read-model", { headers: { host } })).toMatchObject({ status: 421 });
    }
    expect(await ask("", { headers: { host: `localhost:${url.port}` } })).toMatchObject({ status: 200 });
  });

  test("no page of another origin", async () => {
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://127.0.0.1:1" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      expect(await ask("", { headers })).toMatchObject({ status: 403 });
      expect(await post([], headers)).toMatchObject({ status: 403 });
    }
  });

  test("no write without an origin, of another type, or elsewhere", async () => {
    const body = JSON.stringify([await decisionOn("mug")]);
    const headers = { "content-type": "application/json" };
    expect(await ask("api/decisions", { method: "POST", headers, body })).toMatchObject({ status: 403 });
    expect(await post([], { "content-type": "text/plain" })).toMatchObject({ status: 415 });
    const own = { ...headers, origin: url.origin };
    expect(await ask("", { method: "POST", headers: own, body })).toMatchObject({ status: 405 });
    expect(await ask("", { method: "PUT", headers: own })).toMatchObject({ status: 405 });
    expect((await model()).shots.every(({ takes }) => takes.every(({ verdict }) => !verdict))).toBe(true);
  });
});

describe("what it serves", () => {
  test("the page, live, with a strict policy and nothing of the manifest as markup", async () => {
    const { body, headers } = await ask("");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
    expect(body.toString()).toContain('<meta name="shotlist-live" content="1">');
    expect(body.toString()).not.toContain("<b>cup");
  });

  test("the read-model once for each change", async () => {
    const first = await ask("api/read-model");
    const etag = String(first.headers["etag"]);
    expect(first.json).toMatchObject({ name: "bench", clipsBase: "clips" });
    expect(await ask("api/read-model", { headers: { "if-none-match": etag } })).toMatchObject({
      status: 304,
    });
  });

  test("clips, whole and in parts", async () => {
    const bytes = await readFile(bench.path("renders/mug/take-1.mp4"));
    const whole = await ask("clips/mug/take-1.mp4");
    expect(whole).toMatchObject({ status: 200, headers: { "content-type": "video/mp4" } });
    expect(whole.body.equals(bytes)).toBe(true);
    const part = await ask("clips/mug/take-1.mp4", { headers: { range: "bytes=4-7" } });
    expect(part).toMatchObject({
      status: 206,
      headers: { "content-range": `bytes 4-7/${bytes.length}`, "content-length": "4" },
    });
    expect(part.body.toString()).toBe("ftyp");
    const beyond = { headers: { range: `bytes=${bytes.length}-` } };
    expect(await ask("clips/mug/take-1.mp4", beyond)).toMatchObject({ status: 416 });
    const head = await ask("clips/mug/take-1.mp4", { method: "HEAD" });
    expect(head).toMatchObject({ status: 200, headers: { "content-length": String(bytes.length) } });
    expect(head.body).toHaveLength(0);
  });

  test("no file that the state does not name, by whatever path", async () => {
    await writeFile(bench.path("renders/mug/other.mp4"), "not ours");
    for (const path of [
      "clips/mug/other.mp4",
      "clips/mug/take-1.mp4.json",
      "clips/mug/",
      "clips/",
      "clips/../shots.yaml",
      "clips/%2e%2e/shots.yaml",
      "clips/..%2fshots.yaml",
      "clips/mug%2f..%2f..%2fshots.yaml",
      "clips/mug/take-1.mp4%00",
      "clips//etc/passwd",
      "clips/%ff",
      "frames/shots.yaml",
      "shots.yaml",
      "bench.shotlist.db",
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
  });

  test("no link that leads out of the folder, under a name that the state has", async () => {
    const clip = bench.path("renders/cup/take-1.mp4");
    const secret = bench.path("secret.mp4");
    await rename(clip, secret);
    await symlink(secret, clip);
    expect(await ask("clips/cup/take-1.mp4")).toMatchObject({ status: 404 });
    await rm(clip);
    await mkdir(clip);
    expect(await ask("clips/cup/take-1.mp4")).toMatchObject({ status: 404 });
    await rm(clip, { recursive: true });
    await rename(secret, clip);
    expect(await ask("clips/cup/take-1.mp4")).toMatchObject({ status: 200 });
  });
});

describe("decisions", () => {
  test("are in the state at once, also while a run holds the lock, and go again", async () => {
    const lock = await acquireStateLock({
      stateFile: bench.path("bench.shotlist.db"),
      command: "shotlist run shots.yaml",
      nowMs: Date.now,
    });
    try {
      const rejected = await decisionOn("mug", { verdict: "rejected", note: "zu dunkel", retake: true });
      const answer = await post([rejected]);
      expect(answer.status, answer.body.toString()).toBe(200);
      const shown = (answer.json["readModel"] as ReadModel).shots.find(({ id }) => id === "mug");
      expect(shown).toMatchObject({
        action: "retake",
        takes: [{ verdict: { verdict: "rejected", note: "zu dunkel" }, retake: {} }],
      });
    } finally {
      await lock.release();
    }
    expect((await bench.shotlist(["plan", "shots.yaml"])).out).toContain("a retake was asked for");
    await post([await decisionOn("mug", { verdict: "none" })]);
    expect((await model()).shots[0]).toMatchObject({ action: "done", takes: [{ number: 1 }] });
    expect((await model()).shots[0]?.takes[0]).not.toHaveProperty("verdict");
  });

  test("on another file are refused as a whole, and what cannot be read too", async () => {
    const good = await decisionOn("cup");
    const stale = await decisionOn("mug", { sha256: "ab".repeat(32) });
    expect(await post([good, stale])).toMatchObject({
      status: 409,
      json: { error: { code: "decision-stale", message: expect.stringContaining("mug") } },
    });
    expect(await post([{ ...good, verdict: "great" }])).toMatchObject({
      status: 400,
      json: { error: { code: "decisions-unreadable" } },
    });
    expect((await model()).shots[1]?.takes[0]).not.toHaveProperty("verdict");
  });
});

describe("events", () => {
  test("tell pages of new editions, and of a run as long as it goes", async () => {
    const response = await fetch(new URL("api/events", url));
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = "";
    const hear = async (what: RegExp): Promise<void> => {
      while (!what.test(heard)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`The line ended; heard: ${heard}`);
        heard += value;
      }
      heard = "";
    };
    await hear(/: open/);
    await bench.write("decisions.json", JSON.stringify([await decisionOn("cup")]));
    const applied = await bench.shotlist(["review", "apply", "shots.yaml", "decisions.json"]);
    expect(applied.code, applied.err).toBe(0);
    await hear(/event: read-model\ndata: \{"serial":\d+\}/);
    const stateFile = join(bench.folder, "bench.shotlist.db");
    const lock = await acquireStateLock({ stateFile, command: "shotlist run x", nowMs: Date.now });
    await hear(/event: progress\ndata: \{"total":2,"done":2/);
    await lock.release();
    await hear(/event: progress\ndata: null/);
    await reader.cancel();
  });
});

test("a port that is taken is told", async () => {
  const options = { live: {} as LiveStanding, template: TEMPLATE, port: Number(url.port) };
  await expect(startReviewServer(options)).rejects.toMatchObject({ code: "port-taken" });
});
