import type { Dialect } from "@shotlist/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWireFile, readWireUpload } from "./agents/read-file.ts";
import { createRedact } from "./http/redact.ts";
import type { Json } from "./json.ts";
import { givenAnswers } from "./testing/given-answers.ts";
import { readStorageAnswer } from "./uploads/storage-answer.ts";

const TEXTS = [
  "",
  "__proto__",
  "../../etc",
  "https://x.example/a",
  "javascript:alert(1)",
  "\u001b[2J\u202e",
  "null",
];

/** JSON that a broken or hostile server could send in the place of `shape`: parts gone, swapped or made up. */
function hostile(shape: Json): fc.Arbitrary<Json> {
  const made = fc.oneof(
    fc.constantFrom(...TEXTS),
    fc.jsonValue().map((value) => value as Json),
  );
  if (typeof shape !== "object" || shape === null) {
    return fc.oneof({ weight: 3, arbitrary: fc.constant(shape) }, { weight: 1, arbitrary: made });
  }
  if (Array.isArray(shape)) {
    const items: readonly Json[] = shape;
    return fc.oneof(
      { weight: 4, arbitrary: fc.tuple(...items.map(hostile)) },
      { weight: 1, arbitrary: made },
    );
  }
  const fields = Object.fromEntries(Object.entries(shape).map(([name, value]) => [name, hostile(value)]));
  const record = fc.record(fields, { requiredKeys: [] }).map((value) => value as Json);
  return fc.oneof({ weight: 4, arbitrary: record }, { weight: 1, arbitrary: made });
}

const KEY = "sk-7Q9fXw2LmZ0aBcDeFgHiJkLmNoPqRsTuVwXyZ123";
const ID = "luma_gen_1";
const LINK = `https://cdn.example/out.mp4?key=${KEY}`;

/** Every field that any of the readers looks at, with the key where a careless server might put it. */
const SHAPES: readonly Json[] = [
  {
    id: ID,
    type: "video",
    generation_type: "image",
    state: "failed",
    created_at: "2026-05-01T10:00:00Z",
    output: [
      { type: "exr", url: LINK },
      { type: KEY, url: "https://cdn.example/a.zip" },
    ],
    assets: { video: LINK, image: "https://cdn.example/a.jpg" },
    video: { url: LINK, download_url: "https://cdn.example/a.mp4" },
    failure_reason: `No credits for ${KEY}`,
    failure_code: "budget_exhausted",
    error: { message: `Bad key ${KEY}`, type: "insufficient_quota", code: KEY },
    request: { prompt: "a", media: { url: LINK } },
  },
  { code: KEY, message: `task of ${KEY} not found`, data: null },
  { error: { message: KEY, type: KEY, code: "model_not_found" } },
  { id: KEY, state: "completed" },
];
const body = fc.oneof(...SHAPES.map(hostile));
const status = fc.oneof(
  fc.constantFrom(200, 201, 400, 401, 403, 404, 422, 429, 500, 503),
  fc.integer({ min: 100, max: 599 }),
);

describe.each(["dream-machine", "agents", "crazyrouter"] satisfies Dialect[])(
  "%s: hostile answers",
  (dialect) => {
    const api = givenAnswers(dialect, KEY);
    const given = (code: number, value: Json) => ({
      status: code,
      headers: { "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(value)),
    });

    it("to a create become outcomes that keep the key, and are refusals only where nothing was made", () => {
      fc.assert(
        fc.property(status, body, (code, value) => {
          const outcome = api.create(given(code, value));
          expect(withoutEcho(outcome)).not.toContain(KEY);
          const isGood = code >= 200 && code < 300;
          expect(outcome.kind === "accepted" || outcome.kind === "accepted-unknown").toBe(isGood);
          const mayRefuse = (code >= 400 && code < 500) || code === 503;
          if (!mayRefuse) expect(["refused", "throttled"]).not.toContain(outcome.kind);
        }),
        { numRuns: 400 },
      );
    });

    it("to a look become outcomes, and never another generation's or an unsafe link", async () => {
      await fc.assert(
        fc.asyncProperty(status, body, async (code, value) => {
          const outcome = await api.look(ID, given(code, value));
          expect(withoutEcho(outcome)).not.toContain(KEY);
          if (outcome.kind !== "found") return;
          const { generation } = outcome;
          expect(generation.id).toBe(ID);
          const links = [generation.clipUrl, ...(generation.attachments ?? []).map(({ url }) => url)];
          for (const link of links) expect(link ?? "https:").toMatch(/^https?:/);
          for (const { type } of generation.attachments ?? []) expect(type).toMatch(/^[\w-]{1,40}$/);
        }),
        { numRuns: 400 },
      );
    });
  },
);

describe("hostile records of files", () => {
  const shape = {
    id: "f-1",
    state: "pending",
    file: { id: "f-1", state: "ready", expires_at: "2026-10-01T13:00:00Z", failure_reason: "x" },
    upload: { url: "https://storage.example/put", headers: { "content-type": "image/png" } },
  };

  it("are read as records or as nothing", () => {
    fc.assert(
      fc.property(hostile(shape), (value) => {
        const file = readWireFile(value);
        if (file !== undefined) expect(file.id).toMatch(/^[\w.:-]{1,128}$/);
        const upload = readWireUpload(value);
        for (const header of Object.values(upload?.headers ?? {})) expect(typeof header).toBe("string");
      }),
    );
  });
});

describe("hostile answers of storage", () => {
  it("never make an upload succeed, and none of their words come through but a code", () => {
    const redact = createRedact(KEY);
    fc.assert(
      fc.property(status, fc.string(), fc.string(), (code, before, after) => {
        const text = `${before}<Code>Access${after.replace(/[^a-z]/gi, "")}</Code><Message>${KEY}</Message>`;
        const bodyOf = { kind: "unreadable", reason: "the answer is not JSON", text } as const;
        const answer = { status: code, headers: new Map(), body: bodyOf };
        const outcome = readStorageAnswer({ kind: "answered", answer }, redact);
        expect(["refused", "throttled", "unreachable"]).toContain(outcome.kind);
        expect(JSON.stringify(outcome)).not.toContain(KEY);
      }),
    );
  });
});

/** The echo is compared with the request and goes no further. */
function withoutEcho(outcome: object): string {
  return JSON.stringify(outcome, (name, value) => (name === "echo" ? undefined : value));
}
