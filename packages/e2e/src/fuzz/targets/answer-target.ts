import { type GivenAnswer, type GivenAnswers, givenAnswers } from "@shotlist/luma/testing";
import type { Dice } from "../dice.ts";
import { bytesOf, type FuzzInput, type FuzzTarget, fileOf, promise } from "../fuzz-target.ts";
import { HOSTILE_TEXTS } from "../hostile-texts.ts";
import { changedBytes, changedText, changedValue, type Value } from "../mutate.ts";

/** A key that no answer may bring into an outcome, not even in part. */
const KEY = "luma-7Q9fXw2LmZ0aBcDeFgHiJkLmNoPqRsTuVwXyZ123";
const ID = "1a2b3c4d-0000-4000-8000-00000000000a";
const LINK = "https://cdn.example/out.mp4?X-Amz-Date=20260501T100000Z&X-Amz-Expires=3600";

const GENERATION: Value = {
  id: ID,
  state: "completed",
  failure_reason: null,
  failure_code: null,
  created_at: "2026-05-01T10:00:00.388Z",
  assets: { video: LINK, image: "https://cdn.example/out.jpg", progress_video: null },
  output: [{ type: "video", url: LINK }],
  model: "ray-2",
  request: { model: "ray-2", prompt: "a lighthouse", keyframes: { frame0: { type: "image", url: LINK } } },
};

const BODIES: readonly Value[] = [
  GENERATION,
  {
    ...GENERATION,
    state: "failed",
    failure_reason: "Frame moderation failed",
    failure_code: "content_moderated",
  },
  { ...GENERATION, state: "dreaming", assets: null, output: [] },
  { generations: [GENERATION, { ...GENERATION, id: "b", state: "queued" }], has_more: true, count: 2 },
  { detail: "Insufficient credits" },
  { detail: [{ loc: ["body", "keyframes", "frame0", "url"], msg: "field required", type: "missing" }] },
  { detail: { message: "Too many concurrent generations" }, error: "x" },
  { message: `Bad key ${KEY}`, detail: `Authorization: Bearer ${KEY}` },
  { detail: `Invalid image ${LINK}`, id: KEY },
  null,
  [],
  "Rate limit exceeded",
];

const STATUSES = [
  200, 201, 201, 202, 204, 301, 302, 307, 400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 500, 503, 504,
];

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  "content-type": [
    "application/json",
    "text/html",
    "application/problem+json; charset=x",
    `x/${KEY}`,
    "\u009b2J",
  ],
  date: ["Tue, 24 Nov 2026 12:00:00 GMT", "soon", "Sat, 01 Jan 275760 00:00:00 GMT"],
  "retry-after": ["1", "0", "-5", "1e9", "99999999999999999999", "Tue, 24 Nov 2026 12:00:30 GMT", "now"],
  "retry-after-ms": ["250", "1.5", "Infinity"],
  "x-ratelimit-reset": ["1795521600", "99999999999", "x"],
  location: ["https://evil.example/", "file:///etc/passwd"],
};

const KINDS: ReadonlySet<string> = new Set([
  ...["accepted", "accepted-unknown", "refused", "throttled", "unanswered", "unsent"],
  ...["found", "not-found", "unreachable", "page"],
]);

const dialects: Readonly<Record<string, GivenAnswers>> = {
  "dream-machine": givenAnswers("dream-machine", KEY),
  agents: givenAnswers("agents", KEY),
};

/** Answers of both APIs to creates, looks and lists: changed in value, text, bytes, status and headers. */
export const answerTarget: FuzzTarget = {
  name: "answer",
  share: 900,
  make(dice: Dice): FuzzInput {
    const value = dice.pick(BODIES);
    const text = JSON.stringify(dice.chance(0.7) ? changedValue(value, dice, 1 + dice.below(4)) : value);
    const echoing = dice.chance(0.2)
      ? text.replaceAll(dice.pick(["failed", "image", "detail", "ray-2", "out.mp4"]), KEY)
      : text;
    const changed = dice.chance(0.3) ? changedText(echoing, dice, 1 + dice.below(2)) : echoing;
    const headers = Object.entries(HEADERS)
      .filter(() => dice.chance(0.4))
      .map(([name, values]) => [name, dice.pick(dice.chance(0.1) ? HOSTILE_TEXTS : values)]);
    return {
      files: { body: dice.chance(0.1) ? changedBytes(bytesOf(changed), dice) : bytesOf(changed) },
      words: {
        status: String(dice.chance(0.95) ? dice.pick(STATUSES) : dice.below(1000)),
        headers: JSON.stringify(Object.fromEntries(headers)),
        dialect: dice.pick(["dream-machine", "agents"]),
        to: dice.pick(["create", "create", "look", "list"]),
      },
    };
  },
  async check(input) {
    const { status = "200", headers = "{}", dialect = "agents", to = "create" } = input.words ?? {};
    const answer = { status: Number(status), headers: JSON.parse(headers), body: fileOf(input, "body") };
    const reader = dialects[dialect] as GivenAnswers;
    const outcome =
      to === "create"
        ? reader.create(answer)
        : await (to === "look" ? reader.look(ID, answer) : reader.list(answer));
    promise(KINDS.has(outcome.kind), () => `there is no outcome ${outcome.kind}`);
    checkCertainty(to, answer, outcome);
    walk(outcome, "outcome");
  },
};

/** "Nothing was made" may only be said where it is certain, and a generation only found where it was asked for. */
function checkCertainty(to: string, { status }: GivenAnswer, outcome: { readonly kind: string }): void {
  const { kind } = outcome;
  const isGood = status >= 200 && status < 300;
  if (to !== "create") return;
  promise(
    (kind === "accepted" || kind === "accepted-unknown") === isGood,
    () => `${status} to a create is ${kind}`,
  );
  const mayRefuse = (status >= 400 && status < 500) || status === 503;
  promise(mayRefuse || !["refused", "throttled"].includes(kind), () => `${status} to a create is ${kind}`);
}

/** Every text of an outcome is fit to be stored and shown, every number to be calculated with. */
function walk(value: unknown, path: string): void {
  if (typeof value === "number") {
    promise(Number.isFinite(value), () => `${path} is ${value}`);
    if (path.endsWith("Ms"))
      promise(Math.abs(value) <= 8.64e15, () => `${path} is beyond all dates: ${value}`);
    if (path.endsWith("retryAfterMs"))
      promise(value >= 0 && value <= 3_600_000, () => `${path} asks for ${value} ms`);
  } else if (typeof value === "string") {
    const isUsedAsItIs = /(?:Url|\.id)$/.test(path);
    promise(
      !(isUsedAsItIs ? value.includes(KEY) : hasPiece(value)),
      () => `${path} has a piece of the key: ${value}`,
    );
    promise(
      !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(value),
      () => `${path} has control characters`,
    );
    if (!/Url$/.test(path)) promise(value.length <= 600, () => `${path} is ${value.length} long`);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      // The echo is compared with the request and goes no further.
      if (key !== "echo") walk(inner, `${path}.${key}`);
    }
  }
}

function hasPiece(text: string): boolean {
  for (let at = 0; at + 12 <= KEY.length; at += 1) if (text.includes(KEY.slice(at, at + 12))) return true;
  return false;
}
