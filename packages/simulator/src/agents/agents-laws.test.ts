import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../account.ts";
import { memoryJournal } from "../book/book-journal.ts";
import { stateAt } from "../book/generation.ts";
import type { Answer } from "../http/answer.ts";
import { openAccount } from "../open-account.ts";
import type { SimulatorOptions } from "../options.ts";
import { answerAgents } from "./agents.ts";
import { readGenerationRequest } from "./generation-request.ts";

/** An account without a network, in virtual time. */
function openTestAccount(options: SimulatorOptions = {}): {
  readonly account: Account;
  readonly pass: (ms: number) => void;
  readonly create: (body: unknown) => Extract<Answer, { readonly kind: "json" }>;
} {
  let nowMs = 1_000_000;
  const account = openAccount({ seed: 5, now: () => nowMs, ...options }, memoryJournal(), {
    speed: 1,
    origins: { api: "http://api.test", cdn: "http://cdn.test" },
  });
  return {
    account,
    pass: (ms) => {
      nowMs += ms;
    },
    create: (body) => {
      const { answer } = answerAgents(account, {
        method: "POST",
        path: "/generations",
        query: new URLSearchParams(),
        headers: { authorization: "Bearer luma-api-test" },
        body: JSON.stringify(body),
      });
      if (answer.kind !== "json") throw new Error(`answered with ${answer.kind}`);
      return answer;
    },
  };
}

const video = { model: "ray-3.2", type: "video", prompt: "a lighthouse in fog" };
const gaps = fc.oneof(
  fc.array(fc.constantFrom(0, 5_000, 10_000, 30_000), { maxLength: 100 }),
  fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 100 }),
);

describe("the Agents account", () => {
  it("lets through exactly what a sliding minute and the slots allow, and says when to come again", () => {
    const sizes = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(gaps, sizes, sizes, (gapsMs, createsPerMinute, concurrency) => {
        const { create, pass } = openTestAccount({
          agents: { limits: { concurrency, createsPerMinute } },
          latency: { queuedS: 0, meanS: 20, spreadS: 0 },
        });
        let passedAt: number[] = [];
        let endings: number[] = [];
        let atMs = 1_000_000;
        for (const gapMs of gapsMs) {
          pass(gapMs);
          atMs += gapMs;
          passedAt = passedAt.filter((time) => time > atMs - 60_000);
          endings = endings.filter((time) => time > atMs);
          const { status, body, headers } = create(video);
          const reset = String(Math.ceil((atMs + 60_000) / 1000));
          if (passedAt.length >= createsPerMinute) {
            const waitS = Math.max(1, Math.ceil(((passedAt[0] ?? 0) + 60_000 - atMs) / 1000));
            expect([status, body]).toEqual([429, { detail: "Rate limit exceeded" }]);
            expect(headers).toEqual({
              "Retry-After": String(waitS),
              "X-RateLimit-Limit": String(createsPerMinute),
              "X-RateLimit-Remaining": "0",
              "X-RateLimit-Reset": reset,
            });
            continue;
          }
          passedAt.push(atMs);
          if (endings.length >= concurrency) {
            expect([status, body]).toEqual([429, { detail: "Too many concurrent jobs" }]);
            expect(headers).toEqual({ "Retry-After": "60" });
            continue;
          }
          endings.push(atMs + 20_000);
          expect(status).toBe(201);
          expect(headers).toEqual({
            "X-RateLimit-Limit": String(createsPerMinute),
            "X-RateLimit-Remaining": String(createsPerMinute - passedAt.length),
            "X-RateLimit-Reset": reset,
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps its money, part of it where a budget ran out, and leaves Dream Machine's alone", () => {
    const endings = fc.array(fc.constantFrom("", "[[sim:fail]]", "[[sim:fail=budget_exhausted]]"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(endings, fc.integer({ min: 0, max: 600 }), (markers, balanceUsdCents) => {
        const { account, create, pass } = openTestAccount({ agents: { balanceUsdCents } });
        for (const marker of markers) {
          pass(9_000);
          create({ ...video, prompt: `a pier ${marker}` });
          const money = account.book.money("agents");
          const failed = account.book
            .all()
            .filter((generation) => stateAt(generation, account.clock.nowMs()) === "failed");
          const refundedUsdE4 = failed
            .map(({ failureCode }) => (failureCode === "budget_exhausted" ? 1_500 : 3_000))
            .reduce((sum, refund) => sum + refund, 0);
          expect(money).toEqual({
            startUsdE4: balanceUsdCents * 100,
            chargedUsdE4: account.book.all().length * 3_000,
            refundedUsdE4,
            balanceUsdE4: balanceUsdCents * 100 - account.book.all().length * 3_000 + refundedUsdE4,
          });
          expect(money.balanceUsdE4).toBeGreaterThanOrEqual(0);
        }
        expect(account.book.money("dream-machine").chargedUsdE4).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses an image of more than 50 MB with 413, and none of less", () => {
    const { account } = openTestAccount();
    const reading = (bytes: number): unknown => {
      const data = "iVBORw0KGgo".padEnd(Math.ceil(bytes / 3) * 4, "A");
      return readGenerationRequest(account, {
        ...video,
        video: { start_frame: { data, media_type: "image/png" } },
      });
    };
    const answer = { status: 413, body: { detail: "Image exceeds 50 MB size limit" } };
    expect(reading(50_000_001)).toMatchObject({ kind: "refused", answer });
    expect(reading(49_999_998)).toMatchObject({ kind: "good" });
  });

  it("answers any body with 201 or one documented kind of refusal, and charges only for 201", () => {
    const reference = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.record(
        {
          url: fc.oneof(
            fc.constantFrom("https://img.example/a.jpg", "http://img.example/a.jpg", "https://10.0.0.1/"),
            fc.string(),
          ),
          data: fc.oneof(fc.base64String(), fc.string()),
          generation_id: fc.oneof(fc.uuid(), fc.string()),
          file_id: fc.string(),
          media_type: fc.constantFrom("image/png", "video/mp4", "text/plain"),
        },
        { requiredKeys: [] },
      ),
    );
    const indexes = fc.array(fc.oneof(fc.integer({ min: -1, max: 300 }), fc.double()), { maxLength: 4 });
    const details = fc.record(
      {
        resolution: fc.constantFrom("360p", "540p", "720p", "1080p", "4k", 720, null),
        duration: fc.constantFrom("5s", "10s", "9s", 5, null),
        loop: fc.constantFrom(true, false, null, "yes"),
        hdr: fc.constantFrom(true, false, null),
        exr_export: fc.boolean(),
        start_frame: reference,
        end_frame: reference,
        keyframes: fc.oneof(fc.array(reference, { maxLength: 3 }), fc.jsonValue({ maxDepth: 1 })),
        keyframe_indexes: fc.oneof(indexes, fc.jsonValue({ maxDepth: 1 })),
        source_position: fc.jsonValue({ maxDepth: 1 }),
        edit: fc.oneof(
          fc.jsonValue({ maxDepth: 1 }),
          fc.record({ keyframes: fc.array(reference, { maxLength: 2 }), keyframe_indexes: indexes }),
        ),
      },
      { requiredKeys: [] },
    );
    const request = fc.record(
      {
        model: fc.constantFrom("ray-3.2", "uni-1", "ray-2", 7, null),
        type: fc.constantFrom("video", "video_edit", "video_reframe", "image", "image_edit", "x", null),
        prompt: fc.oneof(fc.string(), fc.constant("a pier"), fc.jsonValue({ maxDepth: 0 })),
        aspect_ratio: fc.constantFrom("16:9", "9:21", 1, null),
        source: reference,
        image_ref: fc.oneof(fc.array(reference, { maxLength: 2 }), fc.jsonValue({ maxDepth: 1 })),
        video: fc.oneof(details, fc.jsonValue({ maxDepth: 1 })),
        user_id: fc.jsonValue({ maxDepth: 0 }),
      },
      { requiredKeys: [] },
    );
    const frame = fc.constant({ url: "https://img.example/a.jpg" });
    const good = fc.record(
      {
        resolution: fc.constantFrom("360p", "540p", "720p", "1080p"),
        duration: fc.constantFrom("5s", "10s"),
        loop: fc.boolean(),
        hdr: fc.boolean(),
        start_frame: frame,
        end_frame: frame,
        keyframes: fc.array(frame, { minLength: 1, maxLength: 2 }),
        keyframe_indexes: fc.uniqueArray(fc.nat(240), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const plain = fc.record({
      resolution: fc.constantFrom("360p", "540p", "720p", "1080p"),
      start_frame: fc.option(frame),
    });
    const plausible = fc.oneof(good, plain).map((asked) => ({ ...video, video: asked }));
    const limits = { concurrency: 1e6, createsPerMinute: 1e6 };
    const { account, create } = openTestAccount({ balanceUsdCents: 1e9, agents: { limits } });
    fc.assert(
      fc.property(fc.oneof(request, plausible, fc.jsonValue()), (body) => {
        const before = account.book.money("agents").chargedUsdE4;
        const answer = create(body);
        expect([201, 400, 413, 422]).toContain(answer.status);
        const charged = account.book.money("agents").chargedUsdE4 - before;
        if (answer.status === 201) expect(charged).toBeGreaterThan(0);
        else {
          expect(charged).toBe(0);
          expect(answer.body).toEqual({ detail: expect.stringMatching(/./) });
        }
      }),
      { numRuns: 300 },
    );
    expect(account.book.all().length).toBeGreaterThan(20);
  });
});
