import type { JsonObject, Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import type { LocalMedia, PreparedMedia, UploadOutcome, Upstream } from "../ports/generation-api.ts";
import { testShots } from "../testing/engine-bench.ts";
import { TestWorld, type TestWorldOptions } from "../testing/test-world.ts";

const PICTURE = { type: "file", path: "mug.png", sha256: "aa" } as const;

/** Shots that begin with the same local picture. */
function withPicture(count: number): Shot[] {
  return testShots(count).map((shot) => ({ ...shot, keyframes: { frame0: PICTURE } }));
}

/** A world whose API takes sources by link and files by id. */
class MediaWorld extends TestWorld {
  /** Paths of files that were read, and what was given with each upload. */
  readonly read: string[] = [];
  readonly given: { readonly sha256: string; readonly known: unknown }[] = [];
  readonly outcomes: UploadOutcome[] = [];

  constructor(options: TestWorldOptions = {}) {
    super(options);
    const plain = this.api.buildRequest.bind(this.api);
    Object.assign(this.api, {
      mediaNeeds: ({ source, keyframes }: Shot) => ({
        links: source?.type === "shot" || source?.type === "generation" ? ["source"] : [],
        files: keyframes.frame0?.type === "file" ? [keyframes.frame0] : [],
      }),
      buildRequest: (shot: Shot, upstream: Upstream, media?: PreparedMedia) => {
        const { path, body } = plain({ ...shot, keyframes: {} }, upstream);
        const named = (media ?? {}) as unknown as JsonObject;
        return { path, body: media === undefined ? body : { ...body, media: named } };
      },
      upload: async (file: LocalMedia, _signal: AbortSignal, known: unknown): Promise<UploadOutcome> => {
        this.given.push({ sha256: file.sha256, known });
        const ready = { kind: "ready", ref: known ?? { kind: "id", id: `f-${this.given.length}` } };
        return this.outcomes.shift() ?? (ready as UploadOutcome);
      },
    });
  }

  runShots(shots: readonly Shot[]) {
    const readMedia = async (file: { readonly path: string; readonly sha256: string }) => {
      this.read.push(file.path);
      if (file.path === "gone.png") throw new Error('"gone.png" is not there any more');
      return { ...file, content: new Uint8Array(4) };
    };
    return this.run(shots, { options: { readMedia } });
  }

  sent(): readonly unknown[] {
    return this.api.book.map(({ request }) => request.body["media"]);
  }
}

test("a file is given once for all shots that use it, and not again in a later run", async () => {
  const world = new MediaWorld();
  const summary = await world.runShots(withPicture(20));
  expect(summary).toMatchObject({ progress: { done: 20 }, requests: { uploads: 1 } });
  expect(world.given).toEqual([{ sha256: "aa", known: undefined }]);
  expect(world.sent()).toEqual(Array(20).fill({ links: {}, files: { aa: { kind: "id", id: "f-1" } } }));

  const more = withPicture(21);
  expect(await world.runShots(more)).toMatchObject({ progress: { done: 21 }, requests: { creates: 1 } });
  expect(world.given.slice(1)).toEqual([{ sha256: "aa", known: { kind: "id", id: "f-1" } }]);
});

test("an upload is tried again while it can be, and refused for good only by the API", async () => {
  const world = new MediaWorld();
  world.outcomes.push(
    { kind: "unreachable", reason: "reset" },
    { kind: "throttled", throttle: { kind: "rate", retryAfterMs: 5_000, message: "slow" } },
  );
  expect(await world.runShots(withPicture(1))).toMatchObject({
    progress: { done: 1 },
    requests: { uploads: 3 },
  });
  const told = world.told("network");
  expect(told).toMatchObject([
    { words: '"mug.png" cannot be uploaded: reset', waitMs: expect.any(Number) },
    { words: '"mug.png" cannot be uploaded: slow' },
  ]);

  const other = new MediaWorld();
  const failure = { category: "permanent", code: "too-large", message: "exceeds 50 MB", refund: "refunded" };
  other.outcomes.push({ kind: "refused", failure } as UploadOutcome);
  const summary = await other.runShots(withPicture(2));
  expect(summary).toMatchObject({ requests: { uploads: 1, creates: 0 } });
  expect(summary.heldUp.map(({ reason }) => reason)).toEqual(
    Array(2).fill('"mug.png" was refused: exceeds 50 MB'),
  );
});

test("a file that cannot be read holds up its shot alone", async () => {
  const world = new MediaWorld();
  const [first, second] = withPicture(2) as [Shot, Shot];
  const gone = { ...first, keyframes: { frame0: { ...PICTURE, path: "gone.png", sha256: "bb" } } };
  const summary = await world.runShots([gone, second]);
  expect(summary).toMatchObject({ progress: { done: 1 }, requests: { creates: 1 } });
  expect(summary.heldUp).toMatchObject([{ shotId: first.id, reason: '"gone.png" is not there any more' }]);
});

test("a shot that is made from another one's clip is sent a link that was got for it", async () => {
  const world = new MediaWorld();
  const [opener, edit] = testShots(2) as [Shot, Shot];
  const source = { type: "shot", shot: opener.id } as const;
  const chain = [opener, { ...edit, needs: [opener.id], source }];
  expect(await world.runShots(chain)).toMatchObject({ progress: { done: 2 }, requests: { creates: 2 } });
  const [made] = world.api.book;
  const link = (world.sent()[1] as PreparedMedia).links.source ?? "";
  expect(link).toContain(made?.id);
  expect(world.api.serve(link)).toBe("ok");
  const takes = await world.takes(edit.id);
  expect(takes).toMatchObject([{ state: "done", upstream: { source: made?.id } }]);
});

test("a generation that is named by its id is sent as a link, too", async () => {
  const world = new MediaWorld();
  const [opener, edit] = testShots(2) as [Shot, Shot];
  await world.runShots([opener]);
  const id = world.api.book[0]?.id as string;
  const summary = await world.runShots([opener, { ...edit, source: { type: "generation", id } }]);
  expect(summary).toMatchObject({ progress: { done: 2 }, requests: { creates: 1 } });
  expect((world.sent()[1] as PreparedMedia).links.source).toContain(id);
});

test("a link that has grown old while the shot stood in line is got anew", async () => {
  const world = new MediaWorld({ api: { slots: 1, serviceMs: [40 * 60_000, 40 * 60_000] } });
  const [opener, ...edits] = testShots(4) as [Shot, ...Shot[]];
  const source = { type: "shot", shot: opener.id } as const;
  const chain = [opener, ...edits.map((edit) => ({ ...edit, needs: [opener.id], source }))];
  const summary = await world.runShots(chain);
  expect(summary).toMatchObject({ progress: { done: 4 } });
  const links = world.sent().map((media) => (media as PreparedMedia | undefined)?.links.source);
  const sentAtMs = world.api.book.map(({ createdAtMs }) => createdAtMs);
  for (const [index, link] of links.entries()) {
    if (link === undefined) continue;
    const diesAtMs = Number(new URL(link).searchParams.get("expires"));
    expect(diesAtMs - (sentAtMs[index] as number)).toBeGreaterThan(40 * 60_000);
  }
  expect(new Set(links).size).toBe(4);
});

test("a generation that is gone holds up what is made from it, with the reason", async () => {
  const world = new MediaWorld();
  const [opener, edit] = testShots(2) as [Shot, Shot];
  await world.runShots([opener]);
  world.api.delete(world.api.book[0]?.id as string);
  const source = { type: "shot", shot: opener.id } as const;
  const summary = await world.runShots([opener, { ...edit, needs: [opener.id], source }]);
  expect(summary.requests.creates).toBe(0);
  expect(summary.heldUp).toMatchObject([{ shotId: edit.id }]);
  expect(summary.heldUp[0]?.reason).toMatch(/is gone from the account/);
});
