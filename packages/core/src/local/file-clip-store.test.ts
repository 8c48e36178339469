import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FetchOutcome } from "../ports/clip-store.ts";
import type { ClipFacts } from "../take/take.ts";
import { type ClipServer, file, startClipServer } from "../testing/clip-server.ts";
import { describeClipStore } from "../testing/clip-store-conformance.ts";
import { sampleMp4 } from "../testing/sample-mp4.ts";
import { createFileClipStore } from "./file-clip-store.ts";

const CLIP = sampleMp4({ mediaBytes: 300_000, seed: 1 });
const OTHER = sampleMp4({ mediaBytes: 300_000, seed: 2 });
const PNG = Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1");
const JPEG = Buffer.from("\xff\xd8\xff\xe0rest of it", "latin1");
/** Bytes that come before a connection breaks. */
const HALF = 100_000;
const SIDECAR = { fingerprint: "f1", generationId: "gen-1", origin: "https://api.example" };

let dir: string;
let server: ClipServer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shotlist-clips-"));
  server = await startClipServer(file(CLIP));
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

const store = (requestTimeoutMs = 5_000) => createFileClipStore({ dir, requestTimeoutMs });
const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

function fetchClip(
  options: {
    readonly url?: string;
    readonly posterUrl?: string;
    readonly generationId?: string;
    readonly file?: string;
    readonly signal?: AbortSignal;
    readonly requestTimeoutMs?: number;
    readonly onBytes?: (bytes: number, total: number | undefined) => void;
  } = {},
): Promise<FetchOutcome> {
  const { posterUrl, signal = new AbortController().signal, requestTimeoutMs, onBytes } = options;
  const order = {
    generationId: options.generationId ?? "gen-1",
    url: options.url ?? `${server.url}/clip.mp4?signature=secret`,
    file: options.file ?? "mug/take-1.mp4",
    ...(posterUrl === undefined ? {} : { posterUrl }),
  };
  return store(requestTimeoutMs).fetch(order, signal, onBytes);
}

function checked(outcome: FetchOutcome): ClipFacts {
  expect(outcome).toMatchObject({ kind: "checked" });
  return (outcome as Extract<FetchOutcome, { kind: "checked" }>).clip;
}

/** Fetches until half has come, and then the connection breaks. */
function fetchHalf(): Promise<FetchOutcome> {
  return fetchClip({ onBytes: (bytes) => bytes === HALF && server.cut() });
}

const parts = () => readdir(join(dir, ".parts")).then((names) => names.sort());
const ranges = () => server.requests.map((request) => request.headers.range);

describeClipStore("createFileClipStore", async () => {
  const folder = await mkdtemp(join(tmpdir(), "shotlist-clips-"));
  const cdn = await startClipServer((request, response) => {
    if (request.url === "/expired") response.writeHead(403).end();
    else file(sampleMp4({ seed: Number(request.url?.replace(/\D/g, "")) }))(request, response);
  });
  return {
    store: createFileClipStore({ dir: folder, requestTimeoutMs: 5_000 }),
    link: (generationId) => `${cdn.url}/${generationId}`,
    expiredLink: `${cdn.url}/expired`,
    occupy: (name) => writeFile(join(folder, name), "a stranger's"),
    async dispose() {
      await cdn.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe("fetching", () => {
  test("gives the facts of a whole clip, and no final name yet", async () => {
    const progress: (readonly [number, number | undefined])[] = [];
    const clip = checked(await fetchClip({ onBytes: (bytes, total) => progress.push([bytes, total]) }));
    expect(clip).toEqual({
      file: "mug/take-1.mp4",
      bytes: CLIP.length,
      sha256: sha256(CLIP),
      width: 1280,
      height: 720,
      durationS: 5,
    });
    expect(progress.at(-1)).toEqual([CLIP.length, CLIP.length]);
    expect(progress.map(([bytes]) => bytes)).toEqual(progress.map(([bytes]) => bytes).sort((a, b) => a - b));
    expect(await readdir(dir)).toEqual([".parts"]);
  });

  test("never sends a key or a cookie, not even one that the link holds", async () => {
    const link = new URL(server.url);
    await fetchClip({ url: `http://user:pass@${link.host}/clip.mp4` });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
    expect(server.requests[0]?.headers).not.toHaveProperty("cookie");
  });

  test("a break keeps what came, and the next try asks only for the rest", async () => {
    server.serve = file(CLIP, { silentAfter: HALF });
    expect(await fetchHalf()).toMatchObject({ kind: "unreachable" });
    const kept = (await stat(join(dir, ".parts", "gen-1.part"))).size;
    expect(kept).toBe(HALF);

    server.serve = file(CLIP);
    const progress: number[] = [];
    expect(checked(await fetchClip({ onBytes: (bytes) => progress.push(bytes) })).sha256).toBe(sha256(CLIP));
    expect(ranges()).toEqual([undefined, "bytes=100000-"]);
    expect(Math.min(...progress)).toBeGreaterThan(HALF);
  });

  test("a file that changed in between is fetched anew, in the same request", async () => {
    server.serve = file(OTHER, { etag: '"v1"', silentAfter: HALF });
    await fetchHalf();
    server.serve = file(CLIP, { etag: '"v2"' });
    expect(checked(await fetchClip()).sha256).toBe(sha256(CLIP));
    expect(server.requests).toHaveLength(2);
  });

  test.each([
    ["another total length", { "content-range": `bytes 100000-${CLIP.length}/${CLIP.length + 1}` }],
    ["another start", { "content-range": `bytes 0-${CLIP.length - 1}/${CLIP.length}` }],
    ["another ETag", { "content-range": `bytes 100000-${CLIP.length - 1}/${CLIP.length}`, etag: '"v9"' }],
    ["no range at all", {}],
  ])("a rest that does not fit (%s) is not believed", async (_, headers) => {
    server.serve = file(CLIP, { silentAfter: HALF });
    await fetchHalf();
    server.serve = (request, response) => {
      if (request.headers.range === undefined) return file(CLIP)(request, response);
      response.writeHead(206, headers).end(Buffer.alloc(CLIP.length - HALF));
    };
    expect(checked(await fetchClip()).sha256).toBe(sha256(CLIP));
    expect(ranges()).toEqual([undefined, "bytes=100000-", undefined]);
  });

  test("a server that knows no such range is asked for everything", async () => {
    server.serve = file(CLIP, { silentAfter: HALF });
    await fetchHalf();
    server.serve = (request, response) => {
      if (request.headers.range === undefined) return file(CLIP)(request, response);
      response.writeHead(416, { "content-range": `bytes */${CLIP.length}` }).end();
    };
    expect(checked(await fetchClip()).sha256).toBe(sha256(CLIP));
  });

  test.each([
    ["without range support", { ranges: false }],
    ["without an ETag", { etag: "" }],
    ["with a weak ETag", { etag: 'W/"v1"' }],
  ])("%s a break begins again from the start", async (_, options) => {
    server.serve = file(CLIP, { ...options, silentAfter: HALF });
    expect(await fetchHalf()).toMatchObject({ kind: "unreachable" });
    server.serve = file(CLIP, options);
    expect(checked(await fetchClip()).sha256).toBe(sha256(CLIP));
  });

  test("a part that was whole before a crash is finished without asking anybody", async () => {
    const before = checked(await fetchClip());
    await server.close();
    expect(checked(await fetchClip())).toEqual(before);
    server = await startClipServer(file(CLIP));
  });

  test("a part that is longer than the file it is of is not used", async () => {
    await fetchClip();
    await writeFile(join(dir, ".parts", "gen-1.part"), Buffer.concat([CLIP, CLIP]));
    expect(checked(await fetchClip()).sha256).toBe(sha256(CLIP));
  });

  test.each([400, 401, 403, 404, 410])("a link that answers %d has expired", async (status) => {
    server.serve = (_, response) => response.writeHead(status).end("<Error/>");
    expect(await fetchClip()).toEqual({ kind: "link-expired", reason: `the link answered ${status}` });
  });

  test("an expired link keeps the half that came, for the renewed one", async () => {
    server.serve = file(CLIP, { silentAfter: HALF });
    await fetchHalf();
    server.serve = (_, response) => response.writeHead(403).end();
    expect(await fetchClip()).toMatchObject({ kind: "link-expired" });
    server.serve = file(CLIP);
    expect(checked(await fetchClip({ url: `${server.url}/clip.mp4?signature=new` })).sha256).toBe(
      sha256(CLIP),
    );
    expect(ranges().at(-1)).toBe("bytes=100000-");
  });

  test.each([408, 429, 500, 503])("an answer %d is tried again with the same link", async (status) => {
    server.serve = (_, response) => response.writeHead(status).end();
    expect(await fetchClip()).toEqual({ kind: "unreachable", reason: `the link answered ${status}` });
  });

  test("nobody there is unreachable, and the reason does not show the link", async () => {
    await server.close();
    const outcome = await fetchClip();
    expect(outcome).toMatchObject({ kind: "unreachable", reason: expect.stringContaining("ECONNREFUSED") });
    expect(JSON.stringify(outcome)).not.toContain("secret");
    server = await startClipServer(file(CLIP));
  });

  test.each([
    ["a header", () => undefined],
    ["a body", file(CLIP, { silentAfter: HALF })],
  ])("%s that stalls times out", async (_, serve) => {
    server.serve = serve;
    expect(await fetchClip({ requestTimeoutMs: 80 })).toMatchObject({
      kind: "unreachable",
      reason: expect.stringMatching(/TIMEOUT/),
    });
  });

  test("an abort ends it and keeps what came", async () => {
    const controller = new AbortController();
    server.serve = file(CLIP, { silentAfter: HALF });
    const outcome = await fetchClip({
      signal: controller.signal,
      onBytes: (bytes) => bytes === HALF && controller.abort(),
    });
    expect(outcome).toEqual({ kind: "unreachable", reason: "the download was stopped" });
    server.serve = file(CLIP);
    checked(await fetchClip());
    expect(ranges()).toEqual([undefined, "bytes=100000-"]);
  });

  test("a file that is no MP4 is thrown away, and fetched anew next time", async () => {
    const cut = CLIP.subarray(0, CLIP.length - 10);
    server.serve = file(cut);
    expect(await fetchClip()).toMatchObject({ kind: "corrupt", reason: expect.stringContaining("cut off") });
    expect(await parts()).toEqual([]);
    server.serve = file(CLIP);
    checked(await fetchClip());
    expect(ranges()).toEqual([undefined, undefined]);
  });

  test("a content-length that promises too little gives no clip", async () => {
    server.serve = (_, response) => {
      response.socket?.end(
        `HTTP/1.1 200 OK\r\ncontent-length: 1000\r\netag: "v1"\r\n\r\n${CLIP.toString("latin1")}`,
      );
    };
    expect((await fetchClip()).kind).not.toBe("checked");
  });

  test("a body without a content-length is taken as it ends", async () => {
    server.serve = (_, response) => {
      response.writeHead(200).write(CLIP.subarray(0, 1_000));
      response.end(CLIP.subarray(1_000));
    };
    expect(checked(await fetchClip()).bytes).toBe(CLIP.length);
  });

  test("three redirects are followed, with the range; a fourth is not", async () => {
    const hops = (count: number) => {
      server.serve = (request, response) => {
        const hop = Number(/^\/hop(\d+)/.exec(request.url ?? "")?.[1] ?? 0);
        if (hop >= count) return file(CLIP)(request, response);
        response.writeHead(302, { location: `/hop${hop + 1}` }).end();
      };
    };
    hops(3);
    checked(await fetchClip());
    hops(4);
    expect(await fetchClip({ generationId: "gen-2" })).toEqual({
      kind: "link-expired",
      reason: "the link leads on more than 3 times",
    });
  });

  test.each(["ftp://127.0.0.1/x", "file:///etc/passwd", "not a link", ""])(
    "a link that is not http(s) (%j) is not followed, nor a redirect to it",
    async (link) => {
      const notFollowed = { kind: "link-expired", reason: "the link is not an http or https address" };
      expect(await fetchClip({ url: link })).toEqual(notFollowed);
      if (!link.includes(":")) return;
      server.serve = (_, response) => response.writeHead(302, { location: link }).end();
      expect(await fetchClip()).toEqual(notFollowed);
    },
  );

  test("an id cannot name a file outside the parts folder", async () => {
    for (const generationId of ["../../evil", "..", ".hidden", "a/b", "x".repeat(400)]) {
      checked(await fetchClip({ generationId }));
    }
    expect(await readdir(dir)).toEqual([".parts"]);
    expect((await parts()).filter((name) => name.endsWith(".part"))).toHaveLength(5);
  });

  test("a path that leaves the folder is refused before anything is asked for", async () => {
    await expect(fetchClip({ file: "../out.mp4" })).rejects.toMatchObject({ code: "clip-outside-folder" });
    expect(server.requests).toHaveLength(0);
  });

  test("a folder that cannot be written is a fault of the disk", async () => {
    await writeFile(join(dir, ".parts"), "a file where the folder should be");
    expect(await fetchClip()).toMatchObject({ kind: "disk", code: expect.stringMatching(/EEXIST|ENOTDIR/) });
  });
});

describe("the poster", () => {
  const withPoster = (poster: Buffer, status = 200) => {
    server.serve = (request, response) => {
      if (request.url !== "/poster") return file(CLIP)(request, response);
      response.writeHead(status, { "content-type": "text/plain" }).end(poster);
    };
    return fetchClip({ posterUrl: `${server.url}/poster` });
  };

  test.each([
    ["jpg", JPEG],
    ["png", PNG],
  ])("stands beside the clip, named %s by its content", async (ending, picture) => {
    const clip = checked(await withPoster(picture));
    expect(clip.poster).toBe(`mug/take-1.${ending}`);
    expect(await store().place({ generationId: "gen-1", clip, sidecar: SIDECAR })).toEqual({
      kind: "placed",
    });
    expect(await readFile(join(dir, `mug/take-1.${ending}`))).toEqual(picture);
    expect(await parts()).toEqual([]);
  });

  test.each([
    ["no picture", Buffer.from("<html>"), 200],
    ["an error", JPEG, 500],
    ["nothing", Buffer.alloc(0), 200],
  ])("that is %s takes nothing from the clip", async (_, poster, status) => {
    expect(checked(await withPoster(poster, status))).not.toHaveProperty("poster");
  });

  test("is found again when its clip is fetched a second time", async () => {
    const clip = checked(await withPoster(JPEG));
    await store().place({ generationId: "gen-1", clip, sidecar: SIDECAR });
    await rm(join(dir, clip.file));
    const again = checked(await withPoster(JPEG));
    expect(again).toEqual(clip);
    expect(await store().place({ generationId: "gen-1", clip: again, sidecar: SIDECAR })).toEqual({
      kind: "placed",
    });
  });

  test("does not replace a picture that is there, and is left out then", async () => {
    await mkdir(join(dir, "mug"));
    await writeFile(join(dir, "mug/take-1.jpg"), "mine");
    const clip = checked(await withPoster(JPEG));
    const order = { generationId: "gen-1", clip, sidecar: SIDECAR };
    expect(await store().place(order)).toEqual({ kind: "placed", withoutPoster: true });
    expect(await readFile(join(dir, "mug/take-1.jpg"), "utf8")).toBe("mine");
  });
});

describe("placing", () => {
  const place = (clip: ClipFacts) => store().place({ generationId: "gen-1", clip, sidecar: SIDECAR });
  const path = () => join(dir, "mug/take-1.mp4");

  test("gives the clip its name and its sidecar, and leaves no parts", async () => {
    expect(await place(checked(await fetchClip()))).toEqual({ kind: "placed" });
    expect(await readFile(path())).toEqual(CLIP);
    expect(JSON.parse(await readFile(`${path()}.json`, "utf8"))).toMatchObject(SIDECAR);
    expect(await readdir(join(dir, "mug"))).toEqual(["take-1.mp4", "take-1.mp4.json"]);
    expect(await parts()).toEqual([]);
  });

  test("finishing twice is harmless, with the part still there or gone", async () => {
    const clip = checked(await fetchClip());
    await place(clip);
    await rm(`${path()}.json`);
    expect(await place(clip)).toEqual({ kind: "placed" });
    expect(JSON.parse(await readFile(`${path()}.json`, "utf8"))).toMatchObject(SIDECAR);
    checked(await fetchClip());
    expect(await place(clip)).toEqual({ kind: "placed" });
    expect(await parts()).toEqual([]);
  });

  test("a file that is not ours is left alone", async () => {
    const clip = checked(await fetchClip());
    await mkdir(join(dir, "mug"));
    await writeFile(path(), "my own film");
    expect(await place(clip)).toMatchObject({ kind: "occupied" });
    // Of equal length, it still is not the clip.
    await writeFile(path(), OTHER);
    expect(await place(clip)).toMatchObject({ kind: "occupied", sha256: sha256(OTHER) });
    expect(await readFile(path())).toEqual(OTHER);
    expect(await parts()).toContain("gen-1.part");
  });

  test("a foreign file under the sidecar's name is left alone too", async () => {
    const clip = checked(await fetchClip());
    await mkdir(join(dir, "mug"));
    await writeFile(`${path()}.json`, '{"mine":true}');
    expect(await place(clip)).toMatchObject({ kind: "occupied" });
    expect(await readFile(`${path()}.json`, "utf8")).toBe('{"mine":true}');
    expect(await readdir(join(dir, "mug"))).toEqual(["take-1.mp4.json"]);
  });

  test("a part that is gone, or was changed in length, is lost", async () => {
    const clip = checked(await fetchClip());
    await writeFile(join(dir, ".parts", "gen-1.part"), "short");
    expect(await place(clip)).toEqual({ kind: "lost" });
    await rm(join(dir, ".parts"), { recursive: true });
    expect(await place(clip)).toEqual({ kind: "lost" });
  });

  test("a file where a folder should be is a fault of the disk", async () => {
    const clip = checked(await fetchClip());
    await writeFile(join(dir, "mug"), "");
    expect(await place(clip)).toMatchObject({ kind: "disk" });
  });
});

describe("health", () => {
  test("tells whole, edited and missing clips, and looks into the bytes when asked", async () => {
    const clip = checked(await fetchClip());
    const health = (deep: boolean) => store().health(clip, { deep });
    expect(await health(true)).toBe("missing");
    await store().place({ generationId: "gen-1", clip, sidecar: SIDECAR });
    expect([await health(false), await health(true)]).toEqual(["whole", "whole"]);
    await writeFile(join(dir, clip.file), OTHER);
    expect([await health(false), await health(true)]).toEqual(["whole", "edited"]);
    await writeFile(join(dir, clip.file), "short");
    expect(await health(false)).toBe("edited");
    await rm(join(dir, clip.file));
    await mkdir(join(dir, clip.file));
    expect(await health(false)).toBe("edited");
  });
});

describe("renaming", () => {
  const FILES = ["mug.jpg", "mug.mp4", "mug.mp4.json"];
  const OLD_FILES = ["take-1.jpg", "take-1.mp4", "take-1.mp4.json"];
  const moved: ClipFacts[] = [];
  let clip: ClipFacts;

  beforeEach(async () => {
    moved.length = 0;
    server.serve = (request, response) =>
      request.url === "/poster" ? response.end(JPEG) : file(CLIP)(request, response);
    clip = checked(await fetchClip({ posterUrl: `${server.url}/poster` }));
    await store().place({ generationId: "gen-1", clip, sidecar: sidecar() });
  });
  const sidecar = () => ({ ...SIDECAR, sha256: clip.sha256 });
  const names = (folder: string) => readdir(join(dir, folder)).then((found) => found.sort());
  const rename = (record: () => Promise<void> = async () => {}) =>
    store().rename({
      clip,
      to: "old/mug.mp4",
      sidecar: sidecar(),
      async record(facts) {
        moved.push(facts);
        await record();
      },
    });
  const dies = () => Promise.reject(new Error("killed here"));

  test("moves clip, sidecar and poster, and is harmless a second time", async () => {
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await names("old")).toEqual(FILES);
    expect(await names("mug")).toEqual([]);
    const facts = { ...clip, file: "old/mug.mp4", poster: "old/mug.jpg" };
    expect(moved).toEqual([facts, facts]);
    expect(await store().health(facts, { deep: true })).toBe("whole");
  });

  test("the clip has both names while the new one is recorded, and the next try finishes", async () => {
    await expect(rename(dies)).rejects.toThrow("killed here");
    expect([await names("mug"), await names("old")]).toEqual([OLD_FILES, FILES]);
    expect(await rename()).toEqual({ kind: "placed" });
    expect([await names("mug"), await names("old")]).toEqual([[], FILES]);
  });

  test.each([
    ["the sidecar was gone", ["take-1.mp4.json"]],
    ["the poster was gone too", ["take-1.mp4.json", "take-1.jpg"]],
  ])("is finished after a crash when of the old names %s", async (_, gone) => {
    await expect(rename(dies)).rejects.toThrow();
    for (const name of gone) await rm(join(dir, "mug", name));
    expect(await rename()).toEqual({ kind: "placed" });
    expect(moved.at(-1)).toMatchObject({ file: "old/mug.mp4", poster: "old/mug.jpg" });
    expect([await names("mug"), await names("old")]).toEqual([[], FILES]);
  });

  test("a copy, where there are no hard links, is finished by its sidecar; a person's copy stays", async () => {
    await rename();
    await writeFile(join(dir, "mug/take-1.mp4"), CLIP);
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await names("mug")).toEqual(["take-1.mp4"]);
    await writeFile(join(dir, "mug/take-1.mp4.json"), await readFile(join(dir, "old/mug.mp4.json")));
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await names("mug")).toEqual([]);
  });

  test("the old name may be another clip's by now: that one stays", async () => {
    await rename();
    server.serve = (request, response) =>
      request.url === "/poster" ? response.end(PNG) : file(OTHER)(request, response);
    const next = checked(await fetchClip({ generationId: "gen-2", posterUrl: `${server.url}/poster` }));
    const order = { generationId: "gen-2", clip: next, sidecar: { ...SIDECAR, sha256: next.sha256 } };
    await store().place(order);
    const before = await names("mug");
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await names("mug")).toEqual(before);
    // With its clip gone from the new name as well, nothing may be taken from the other one.
    await rm(join(dir, "old"), { recursive: true });
    expect(await rename()).toEqual({ kind: "lost" });
    expect(await names("mug")).toEqual(before);
  });

  test("an edited clip moves along as it is", async () => {
    await writeFile(join(dir, clip.file), "a shorter cut");
    expect(await rename()).toEqual({ kind: "placed" });
    expect(await readFile(join(dir, "old/mug.mp4"), "utf8")).toBe("a shorter cut");
    expect(await store().health(moved[0] as ClipFacts, { deep: false })).toBe("edited");
  });

  test("replaces nothing, and moves nothing then", async () => {
    await mkdir(join(dir, "old"));
    for (const name of ["mug.mp4", "mug.mp4.json"]) {
      await writeFile(join(dir, "old", name), "mine");
      expect(await rename()).toMatchObject({ kind: "occupied" });
      expect(await readFile(join(dir, "old", name), "utf8")).toBe("mine");
      await rm(join(dir, "old", name));
      expect(await names("mug")).toEqual(OLD_FILES);
    }
    expect(moved).toEqual([]);
  });

  test("a poster whose new name is taken keeps its old one", async () => {
    await mkdir(join(dir, "old"));
    await writeFile(join(dir, "old/mug.jpg"), "mine");
    expect(await rename()).toEqual({ kind: "placed" });
    expect(moved).toMatchObject([{ file: "old/mug.mp4", poster: "mug/take-1.jpg" }]);
    expect(await names("mug")).toEqual(["take-1.jpg"]);
    expect(await readFile(join(dir, "old/mug.jpg"), "utf8")).toBe("mine");
  });

  test("a clip that is nowhere is lost, also when a stranger has one of its names", async () => {
    await rm(join(dir, "mug"), { recursive: true });
    expect(await rename()).toEqual({ kind: "lost" });
    await mkdir(join(dir, "old"));
    await writeFile(join(dir, "old/mug.mp4"), "mine");
    expect(await rename()).toEqual({ kind: "lost" });
    await mkdir(join(dir, "mug/take-1.mp4"), { recursive: true });
    expect(await rename()).toEqual({ kind: "lost" });
    expect(moved).toEqual([]);
  });
});
