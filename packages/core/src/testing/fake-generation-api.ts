import type { JsonObject, Shot } from "@shotlist/manifest";
import type { Clock, Random } from "../ports/clock.ts";
import type {
  CreateConnection,
  CreateOutcome,
  Generation,
  GenerationApi,
  ListOutcome,
  LookOutcome,
  Match,
  OpenOutcome,
  Throttle,
  Upstream,
} from "../ports/generation-api.ts";
import type { Hints } from "../ports/hints.ts";
import type { Account, Failure, WireRequest } from "../take/take.ts";
import type { CreateFaults, FakeApiOptions, FakeCounts, FakeGeneration } from "./fake-api-options.ts";
import { FakeGenerationBook } from "./fake-generation-book.ts";

type CreateFault = keyof CreateFaults | "none";

const MINUTE_MS = 60_000;

const failure = (category: Failure["category"], code: string, status?: number): Failure => ({
  category,
  code,
  message: code.replaceAll("-", " "),
  refund: "refunded",
  ...(status === undefined ? {} : { status }),
});

/**
 * An API in memory with real limits and seeded faults. It keeps its own book of what was made, apart from any
 * engine, so that a test can compare what was wanted with what was paid for.
 */
export class FakeGenerationApi implements GenerationApi {
  readonly account: Account;
  readonly list?: NonNullable<GenerationApi["list"]>;
  readonly withCallback?: NonNullable<GenerationApi["withCallback"]>;
  /** The other end of its callbacks. */
  readonly hints: Hints;
  readonly counts: FakeCounts = {
    opens: 0,
    creates: 0,
    accepted: 0,
    rateThrottles: 0,
    concurrencyThrottles: 0,
    looks: 0,
    lists: 0,
    mostInFlight: 0,
    mostCreatesInMinute: 0,
  };
  /** May be changed while a run goes on. */
  slots: number;
  createsPerMinute: number;
  faults: CreateFaults;
  /** While set, nothing can be reached. */
  offline = false;
  /** While set, every create is refused with it. */
  refuseAll: Failure | undefined;
  /** While set, every new generation fails with it. */
  failAll: Failure | undefined;
  readonly #book: FakeGenerationBook;
  readonly #arrivals: number[] = [];
  readonly #options: FakeApiOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #listeners = new Set<(requestId: string) => void>();

  constructor(options: FakeApiOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#random = options.random;
    this.slots = options.slots ?? 10;
    this.createsPerMinute = options.createsPerMinute ?? 20;
    this.faults = options.faults ?? {};
    const lists = options.list ?? true;
    this.#book = new FakeGenerationBook({
      nowMs: () => this.#clock.nowMs(),
      idPrefix: options.idPrefix ?? "gen",
      linkLifeMs: options.linkLifeMs ?? 60 * MINUTE_MS,
      echoes: !lists ? "nothing" : (options.readableEcho ?? true) ? "whole" : "prompt",
    });
    this.account = {
      dialect: lists ? "dream-machine" : "agents",
      origin: "https://api.test",
      keyHash: "00",
    };
    if (lists) this.list = (page, signal) => this.#list(page, signal);
    if (options.callbacks !== undefined) {
      this.withCallback = ({ path, body }, url) => ({ path, body: { ...body, callback_url: url } });
    }
    this.hints = {
      callbackUrl: (requestId) => `https://us.test/${requestId}`,
      onHint: (heard) => {
        this.#listeners.add(heard);
        return () => void this.#listeners.delete(heard);
      },
    };
  }

  /** Everything that was made, oldest first. */
  get book(): readonly FakeGeneration[] {
    return this.#book.generations;
  }

  buildRequest(shot: Shot, upstream: Upstream): WireRequest {
    const frame = (name: "frame0" | "frame1"): JsonObject => {
      const keyframe = shot.keyframes[name];
      if (keyframe === undefined) return {};
      if (keyframe.type === "image") return { [name]: { type: "image", url: keyframe.url } };
      const id = keyframe.type === "generation" ? keyframe.id : (upstream[name] ?? "unknown");
      return { [name]: { type: "generation", id } };
    };
    const keyframes = { ...frame("frame0"), ...frame("frame1") };
    return {
      path: "/generations/video",
      body: {
        model: shot.model,
        prompt: shot.prompt,
        aspect_ratio: shot.aspectRatio,
        resolution: shot.resolution,
        duration: shot.duration,
        ...(shot.loop ? { loop: true } : {}),
        ...(Object.keys(keyframes).length > 0 ? { keyframes } : {}),
      },
    };
  }

  match(request: WireRequest, generation: Generation): Match {
    const { echo } = generation;
    if (echo?.["prompt"] !== request.body["prompt"]) return "no";
    if (echo?.["unreadable"] === true) return "maybe";
    return Object.entries(request.body).every(
      ([field, value]) => JSON.stringify(echo?.[field]) === JSON.stringify(value),
    )
      ? "yes"
      : "no";
  }

  async openCreate(signal: AbortSignal): Promise<OpenOutcome> {
    this.counts.opens++;
    await this.#travel(signal);
    const fault = this.#draw();
    if (this.offline || fault === "unreachable" || signal.aborted) {
      return { kind: "unreachable", reason: "connection refused" };
    }
    let sent = false;
    const connection: CreateConnection = {
      send: (request) => {
        if (sent) throw new Error("A connection sends exactly one create.");
        sent = true;
        return this.#send(request, fault);
      },
      close: () => {},
    };
    return { kind: "open", connection };
  }

  async look(generationId: string, signal: AbortSignal): Promise<LookOutcome> {
    this.counts.looks++;
    await this.#travel(signal);
    if (this.#readFails(signal)) return { kind: "unreachable", reason: "connection reset" };
    const shown = this.#book.find(generationId);
    await this.#travel(signal);
    if (shown === undefined) return { kind: "not-found" };
    return { kind: "found", generation: shown, serverTimeMs: this.#clock.nowMs() };
  }

  /** Whether a link to a clip still works. */
  serve(url: string): "ok" | "expired" | "unreachable" {
    if (this.offline) return "unreachable";
    const expiresAtMs = Number(new URL(url).searchParams.get("expires"));
    return this.#clock.nowMs() < expiresAtMs ? "ok" : "expired";
  }

  /** Somebody else with the same account makes a generation: it takes a slot and stands in the list. */
  addForeign(request: WireRequest, serviceMs: number = this.#drawServiceMs()): string {
    return this.#make(request, { foreign: true, serviceMs }).id;
  }

  /** A generation is deleted from the account by somebody. */
  delete(generationId: string): void {
    this.#book.delete(generationId);
  }

  /** Our generations that completed or will, by canonical request body: what was paid for. */
  paidByRequest(): ReadonlyMap<string, number> {
    const paid = new Map<string, number>();
    for (const { request, failure: failed, foreign } of this.book) {
      if (foreign || failed !== undefined) continue;
      const { callback_url: _callback, ...wanted } = request.body;
      const key = JSON.stringify(wanted);
      paid.set(key, (paid.get(key) ?? 0) + 1);
    }
    return paid;
  }

  /** Generations at work now. */
  inFlight(): number {
    return this.#book.inFlight();
  }

  async #send(request: WireRequest, fault: CreateFault): Promise<CreateOutcome> {
    const timeoutMs = this.#options.timeoutMs ?? MINUTE_MS;
    if (fault === "unsent" || this.offline)
      return { kind: "unsent", reason: "the connection broke before a byte left" };
    if (fault === "late") void this.#arriveLate(request);
    if (fault === "late" || fault === "lostBefore") {
      await this.#clock.sleep(timeoutMs);
      return { kind: "unanswered", reason: `no answer within ${timeoutMs} ms` };
    }
    await this.#travel();
    const outcome = this.#arrive(request, fault);
    if (fault === "lostAfter" && outcome.kind === "accepted") {
      await this.#clock.sleep(timeoutMs);
      return { kind: "unanswered", reason: `no answer within ${timeoutMs} ms` };
    }
    await this.#travel();
    if (fault === "acceptedUnknown" && outcome.kind === "accepted") {
      return { kind: "accepted-unknown", reason: "the answer cannot be read" };
    }
    return outcome;
  }

  async #arriveLate(request: WireRequest): Promise<void> {
    await this.#clock.sleep(this.#options.lateMs ?? 90_000);
    this.#arrive(request, "none");
  }

  #arrive(request: WireRequest, fault: CreateFault): CreateOutcome {
    const nowMs = this.#clock.nowMs();
    this.counts.creates++;
    while (this.#arrivals[0] !== undefined && this.#arrivals[0] <= nowMs - MINUTE_MS) this.#arrivals.shift();
    const serverTimeMs = nowMs;
    if (this.#arrivals.length >= this.createsPerMinute) {
      this.counts.rateThrottles++;
      const retryAfterMs = Math.max(1000, (this.#arrivals[0] as number) + MINUTE_MS - nowMs);
      return { kind: "throttled", throttle: this.#throttle("rate", retryAfterMs), serverTimeMs };
    }
    this.#arrivals.push(nowMs);
    this.counts.mostCreatesInMinute = Math.max(this.counts.mostCreatesInMinute, this.#arrivals.length);
    if (this.inFlight() >= this.slots) {
      this.counts.concurrencyThrottles++;
      return { kind: "throttled", throttle: this.#throttle("concurrency", MINUTE_MS), serverTimeMs };
    }
    if (this.refuseAll !== undefined) return { kind: "refused", failure: this.refuseAll, serverTimeMs };
    if (fault === "refusedTransient")
      return { kind: "refused", failure: failure("transient", "busy", 503), serverTimeMs };
    if (fault === "refusedPermanent") {
      return { kind: "refused", failure: failure("permanent", "invalid-input", 400), serverTimeMs };
    }
    this.counts.accepted++;
    const ends = this.failAll ?? endOf(fault);
    const generation = this.#make(request, {
      foreign: false,
      serviceMs: this.#drawServiceMs(),
      ...(ends === undefined ? {} : { failure: ends }),
    });
    return { kind: "accepted", generation: this.#book.show(generation), serverTimeMs };
  }

  #throttle(kind: "rate" | "concurrency", retryAfterMs: number): Throttle {
    const told = (this.#options.classifiedThrottles ?? true) ? kind : "unclassified";
    return {
      kind: told,
      retryAfterMs,
      message: kind === "rate" ? "Rate limit exceeded" : "Too many concurrent jobs",
    };
  }

  #make(
    request: WireRequest,
    how: { readonly foreign: boolean; readonly serviceMs: number; readonly failure?: Failure },
  ): FakeGeneration {
    const generation = this.#book.make(request, how);
    this.counts.mostInFlight = this.#book.mostInFlight;
    const { callback_url: callback } = request.body;
    if (typeof callback === "string") void this.#callBack(callback.split("/").at(-1) ?? "", how.serviceMs);
    return generation;
  }

  async #callBack(requestId: string, serviceMs: number): Promise<void> {
    const isLost = this.#random() < (this.#options.callbacks?.lost ?? 0);
    await this.#clock.sleep(serviceMs);
    if (!isLost) for (const heard of this.#listeners) heard(requestId);
  }

  async #list(
    page: { readonly limit: number; readonly offset: number },
    signal: AbortSignal,
  ): Promise<ListOutcome> {
    this.counts.lists++;
    await this.#travel(signal);
    if (this.#readFails(signal)) return { kind: "unreachable", reason: "connection reset" };
    if (page.limit > (this.#options.brokenAboveLimit ?? Number.POSITIVE_INFINITY)) {
      return { kind: "unreachable", reason: "Internal Server Error", status: 500 };
    }
    const shownUntilMs = this.#clock.nowMs() - (this.#options.listLagMs ?? 0);
    const { generations, hasMore } = this.#book.page(
      { ...page, limit: Math.min(page.limit, 100) },
      shownUntilMs,
    );
    await this.#travel(signal);
    const isPartial = this.#random() < (this.#options.partialLists ?? 0);
    const shown = isPartial ? generations.filter(() => this.#random() < 0.5) : generations;
    return { kind: "page", generations: shown, hasMore, serverTimeMs: this.#clock.nowMs() };
  }

  #readFails(signal: AbortSignal): boolean {
    return this.offline || signal.aborted || this.#random() < (this.#options.unreachableReads ?? 0);
  }

  #draw(): CreateFault {
    let point = this.#random();
    for (const [fault, probability] of Object.entries(this.faults)) {
      point -= probability ?? 0;
      if (point < 0) return fault as keyof CreateFaults;
    }
    return "none";
  }

  #drawServiceMs(): number {
    const { drawServiceMs, serviceMs = [30_000, 90_000] } = this.#options;
    return drawServiceMs === undefined
      ? this.#between(serviceMs)
      : Math.round(drawServiceMs(this.#random, this.book.length));
  }

  #travel(signal?: AbortSignal): Promise<void> {
    return this.#clock.sleep(this.#between(this.#options.latencyMs ?? [20, 200]), signal);
  }

  #between([least, most]: readonly [number, number]): number {
    return Math.round(least + this.#random() * (most - least));
  }
}

function endOf(fault: CreateFault): Failure | undefined {
  if (fault === "failsTransient") return failure("transient", "job-failed");
  return fault === "failsPermanent" ? failure("permanent", "frame-moderation-failed") : undefined;
}
