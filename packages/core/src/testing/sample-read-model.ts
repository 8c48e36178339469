import type { ProductRef } from "@shotlist/manifest";
import type { ActionKind } from "../plan/plan.ts";
import { failureWords } from "../read-model/failure-words.ts";
import { sumTotals } from "../read-model/sum-totals.ts";
import type { ClipView, ReadModel, ShotState, ShotView, TakeView } from "../read-model.ts";
import type { Failure } from "../take/take.ts";
import { FRAGILE_TEXTS, MOTIONS, PRODUCTS, STYLES } from "./sample-texts.ts";

/**
 * A believable read-model for developing and testing pages: every state, several takes, verdicts,
 * failures, unknown prices, and texts that break careless pages. The same input gives the same value.
 *
 * @param options.shots - how many shots; every state is among them from 20 on.
 * @param options.seed - any whole number.
 */
export function sampleReadModel(options: { readonly shots: number; readonly seed: number }): ReadModel {
  const dice = new Dice(options.seed);
  const shots = Array.from({ length: options.shots }, (_, index) => sampleShot(index, dice));
  const waiting = shots.filter((shot) => BUYING.has(shot.action));
  const toBuyUsdE4 = waiting.some((shot) => shot.priceUsdE4 === null)
    ? null
    : waiting.reduce((sum, shot) => sum + (shot.priceUsdE4 ?? 0), 0);
  const ordered = [
    ...shots.filter((shot) => shot.state !== "removed"),
    ...shots.filter((shot) => shot.state === "removed"),
  ];
  return {
    version: 1,
    name: "spring-apparel",
    simulated: true,
    madeAt: iso(START_MS + 3 * 3_600_000),
    profile: "final",
    clipsBase: "../renders-simulated",
    shots: ordered,
    totals: sumTotals(ordered, toBuyUsdE4),
  };
}

const START_MS = Date.UTC(2026, 8, 14, 9, 30);
/** USD × 10⁴ a clip; near enough to the price lists for a sample. */
const PRICES_720P: Readonly<Record<string, number>> = {
  "ray-2/5s": 7_078,
  "ray-2/9s": 12_740,
  "ray-flash-2/5s": 2_433,
  "ray-flash-2/9s": 4_379,
};
const BUYING: ReadonlySet<ActionKind> = new Set(["new", "changed", "retry", "retake", "more-takes"]);

/** What each of the first shots is; later ones are drawn from the same list, mostly done. */
const SCENES = [
  "done",
  "done-approved",
  "two-takes",
  "rejected",
  "retake",
  "changed",
  "waiting",
  "queued",
  "running",
  "downloading",
  "failed",
  "moderated",
  "unconfirmed",
  "blocked",
  "overdue",
  "removed",
  "paid-twice",
  "unknown-price",
  "refused",
  "long-history",
] as const;
type Scene = (typeof SCENES)[number];

const FAILURES: readonly Failure[] = [
  fail("transient", "job-failed", "Job failed"),
  fail("permanent", "frame-moderation-failed", "Frame moderation failed"),
  fail("permanent", "failed-to-read-user-input-frames", "Failed to read user input frames"),
  { ...fail("permanent", "mystery", '<b>E42</b> & "unheard of"'), refund: "unknown" },
];

function fail(category: Failure["category"], code: string, message: string): Failure {
  return { category, code, message, refund: "refunded" };
}

function sampleShot(index: number, dice: Dice): ShotView {
  const scene = index < SCENES.length ? SCENES[index]! : dice.chance(0.6) ? "done" : dice.pick(SCENES);
  const product = PRODUCTS[index % PRODUCTS.length]!;
  const motion = dice.pick(MOTIONS);
  const aspectRatio = ["16:9", "9:16", "1:1", "21:9"][index % 4]!;
  const fragile = index % 7 === 3 ? FRAGILE_TEXTS[Math.floor(index / 7) % FRAGILE_TEXTS.length]! : "";
  const id = `${product.handle}-${motion.slug}-${index + 1}@${aspectRatio.replace(":", "x")}`;
  const prompt = `${motion.words} ${product.title}, ${dice.pick(STYLES)}${fragile === "" ? "" : `. ${fragile}`}`;
  const model = index % 5 === 4 ? "ray-flash-2" : "ray-2";
  const duration = index % 6 === 5 ? "9s" : "5s";
  const price = scene === "unknown-price" ? null : PRICES_720P[`${model}/${duration}`]!;
  const acted = act(scene, { id, prompt, price, aspectRatio, dice, startMs: START_MS + index * 45_000 });
  const spent = acted.takes.filter((take) => take.money === "spent");
  const ref: ProductRef = {
    ...product,
    title: index % 7 === 5 ? FRAGILE_TEXTS[Math.floor(index / 7) % FRAGILE_TEXTS.length]! : product.title,
  };
  return {
    id,
    state: acted.state,
    words: acted.words,
    action: acted.action,
    prompt,
    model,
    aspectRatio,
    resolution: "720p",
    duration,
    loop: index % 3 === 0,
    tags: index % 2 === 0 ? ["hero"] : index % 7 === 3 ? ["a tag, with comma", "<i>"] : [],
    matrix: { aspect_ratio: aspectRatio },
    ...(index % 9 === 8 ? {} : { product: ref, startFrame: ref.image }),
    ...(scene === "two-takes" ? { takesWanted: 2 } : {}),
    shownTake: shownTake(acted.takes),
    takes: acted.takes,
    priceUsdE4: price,
    spentUsdE4: spent.reduce((sum, take) => sum + (take.priceUsdE4 ?? 0), 0),
  };
}

function shownTake(takes: readonly TakeView[]): number {
  const withClip = takes.filter((take) => take.clip !== undefined);
  const approved = withClip.findLast((take) => take.verdict?.verdict === "approved");
  return (approved ?? withClip.at(-1))?.number ?? 0;
}

interface Acted {
  readonly state: ShotState;
  readonly action: ActionKind;
  readonly words: string;
  readonly takes: readonly TakeView[];
}

interface SceneInput {
  readonly id: string;
  readonly prompt: string;
  readonly price: number | null;
  readonly aspectRatio: string;
  readonly dice: Dice;
  readonly startMs: number;
}

function act(scene: Scene, input: SceneInput): Acted {
  const take = (number: number, more: Partial<TakeView>): TakeView => openTake(number, input, more);
  const done = (number: number, more: Partial<TakeView> = {}): TakeView => doneTake(number, input, more);
  const judge = (verdict: "approved" | "rejected", note: string): Partial<TakeView> => ({
    verdict: { verdict, note, at: iso(input.startMs + 1_800_000) },
  });
  const failed = (failure: Failure, number = 1): TakeView =>
    take(number, {
      state: "failed",
      money: failure.refund === "refunded" ? "refunded" : "spent",
      failure: viewFailure(failure, false),
    });
  const is = (state: ShotState, action: ActionKind, words: string, takes: readonly TakeView[]): Acted => ({
    state,
    action,
    words,
    takes,
  });
  const rejected = done(1, judge("rejected", 'The strap passes through the hand at 0:03 — "again, slower"'));
  switch (scene) {
    case "done":
      return is("done", "done", "all there", [done(1)]);
    case "done-approved":
      return is("done", "done", "take 1 approved", [done(1, judge("approved", ""))]);
    case "two-takes":
      return is("done", "done", "2 takes to choose from", [done(1), done(2)]);
    case "rejected":
      return is("waiting", "retake", "take 1 was rejected: ask for a retake with --only rejected", [
        rejected,
      ]);
    case "retake":
      return is("done", "done", "take 2 approved", [rejected, done(2, judge("approved", "Better"))]);
    case "changed":
      return is("waiting", "changed", "prompt changed", [
        done(1, { current: false, prompt: "An older prompt for this shot" }),
      ]);
    case "waiting":
      return is("waiting", "new", "never made", []);
    case "unknown-price":
      return is("waiting", "new", "never made; its price is unknown", []);
    case "queued":
      return is("running", "resume", "take 1 is queued at Luma", [take(1, { state: "running" })]);
    case "running":
      return is("running", "resume", "take 1 is being made", [take(1, { state: "running" })]);
    case "overdue":
      return is("running", "resume", "take 1 is overdue", [take(1, { state: "overdue" })]);
    case "downloading":
      return is("downloading", "download", "take 1 is finished, its clip is being fetched", [
        take(1, { state: "completed", money: "spent", endedAt: iso(input.startMs + 61_000) }),
      ]);
    case "failed":
      return is("failed", "retry", "take 1 failed: Job failed", [failed(FAILURES[0]!)]);
    case "moderated": {
      const failure = input.dice.pick(FAILURES.slice(1));
      return is("failed", "blocked", `take 1 failed: ${failure.message}`, [failed(failure)]);
    }
    case "refused": {
      const failure = fail("permanent", "prompt-is-required", "Prompt is required");
      return is("failed", "blocked", "take 1 was refused: Prompt is required", [
        take(1, { state: "refused", money: "none", failure: viewFailure(failure, true) }),
      ]);
    }
    case "unconfirmed":
      return is("unconfirmed", "resume", "the answer to take 1 was lost; Luma's list is being asked", [
        take(1, { state: "unconfirmed" }),
      ]);
    case "blocked":
      return is("blocked", "blocked", "waits for opener, which failed", []);
    case "removed":
      return is("removed", "removed", "no longer in the manifest; its clips stay", [done(1)]);
    case "paid-twice":
      return is("done", "done", "all there; take 1 was paid twice", [done(1), done(2, { paidTwiceOf: 1 })]);
    case "long-history":
      return is("done", "done", "take 5 approved", [
        failed(FAILURES[0]!),
        done(2, {
          current: false,
          prompt: "An older prompt for this shot",
          ...judge("rejected", "Too dark"),
        }),
        failed(FAILURES[3]!, 3),
        done(4, judge("rejected", "逆光がきつい 🙃")),
        done(5, judge("approved", "Final")),
      ]);
  }
}

function openTake(number: number, input: SceneInput, more: Partial<TakeView>): TakeView {
  const atMs = input.startMs + (number - 1) * 90_000;
  const state = more.state ?? "running";
  return {
    number,
    state,
    current: true,
    prompt: input.prompt,
    ...(state === "unconfirmed" || state === "refused"
      ? {}
      : { generationId: input.dice.uuid(), acceptedAt: iso(atMs + 800) }),
    intentAt: iso(atMs),
    priceUsdE4: input.price,
    money: "held",
    ...more,
  };
}

function doneTake(number: number, input: SceneInput, more: Partial<TakeView>): TakeView {
  const atMs = input.startMs + (number - 1) * 90_000;
  const tookMs = input.dice.between(28_000, 74_000);
  const [width, height] = { "16:9": [1280, 720], "9:16": [720, 1280], "21:9": [1680, 720] }[
    input.aspectRatio
  ] ?? [720, 720];
  const clip: ClipView = {
    file: `${input.id}/take-${number}.mp4`,
    poster: `${input.id}/take-${number}.jpg`,
    bytes: input.dice.between(900_000, 9_000_000),
    sha256: input.dice.hex(64),
    width: width!,
    height: height!,
    durationS: 5.042,
  };
  return openTake(number, input, {
    state: "done",
    money: "spent",
    endedAt: iso(atMs + tookMs),
    doneAt: iso(atMs + tookMs + 2_400),
    clip,
    ...more,
  });
}

function viewFailure(failure: Failure, refused: boolean): NonNullable<TakeView["failure"]> {
  return {
    code: failure.code,
    words: failureWords(failure, refused),
    apiMessage: failure.message,
    refund: failure.refund,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Seeded chance (mulberry32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length)]!;
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.between(0, 16).toString(16)).join("");
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}
