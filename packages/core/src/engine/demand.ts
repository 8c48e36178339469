import type { Shot } from "@shotlist/manifest";
import type { Plan, PlanAction } from "../plan/plan.ts";
import type { PreparedMedia, Upstream } from "../ports/generation-api.ts";
import type { Verdict } from "../ports/state-store.ts";
import { requestHash } from "../take/request-hash.ts";
import type { Account, Dialect, Take, WireRequest } from "../take/take.ts";
import { isEmptyHanded, isMade, isUnanswered } from "../take/take-facts.ts";
import { chainHeights } from "./chain-heights.ts";
import { CountingTakes } from "./counting-takes.ts";
import type { MediaState } from "./media-desk.ts";
import { MinHeap } from "./min-heap.ts";
import { decideRetry } from "./retry-policy.ts";
import type { TakeBook } from "./take-book.ts";
import { TwinRegister } from "./twin-register.ts";
import { resolveUpstream, type UpstreamShot } from "./upstream.ts";
import { byTurn, type Order, type Work } from "./work.ts";

/** What a demand is made from. */
export interface DemandOptions {
  readonly plan: Plan;
  readonly shots: readonly Shot[];
  readonly verdicts: readonly Verdict[];
  readonly book: TakeBook;
  readonly retries: number;
  readonly dialectOf: (shot: Shot) => Dialect;
  readonly accountOf: (dialect: Dialect) => Account | undefined;
  readonly buildRequest: (
    shot: Shot,
    upstream: Upstream,
    dialect: Dialect,
    media: PreparedMedia | undefined,
  ) => WireRequest;
  /** What a request names beside generations; asking begins to make it ready. */
  readonly mediaOf: (shot: Shot, upstream: Upstream, dialect: Dialect) => MediaState;
  /** Called when a shot's standing may have changed. */
  readonly onWork: (work: Work) => void;
  /** Called when a create may be sent. */
  readonly onReady: (dialect: Dialect) => void;
  /** Runs `then` after a backoff that grows with `attempt` (from 0). */
  readonly later: (attempt: number, then: () => void) => void;
}

type InputState =
  | { readonly kind: "ready"; readonly upstream: Upstream; readonly media?: PreparedMedia }
  | { readonly kind: "wait" }
  | { readonly kind: "blocked"; readonly reason: string };

/**
 * What a run still has to buy, and in which order.
 *
 * Each take that is wanted and not alive is one create that waits. A take that ends without a clip puts one
 * back, if its failure allows it; one that turns up after all takes one away. So a shot never has more takes
 * alive than its plan asks for, whatever order things happen in.
 */
export class Demand {
  readonly #options: DemandOptions;
  readonly #works = new Map<string, Work>();
  readonly #shots = new Map<string, Shot>();
  readonly #dependents = new Map<string, string[]>();
  readonly #ready = new Map<Dialect, MinHeap<Work>>();
  readonly #takes: CountingTakes;
  readonly #twins: TwinRegister<Work>;
  #delayed = 0;

  constructor(options: DemandOptions) {
    this.#options = options;
    const { plan, shots, verdicts, book } = options;
    this.#takes = new CountingTakes(book, verdicts);
    this.#twins = new TwinRegister(book.all());
    const actions = new Map(plan.actions.map((action) => [action.shotId, action]));
    const heights = chainHeights(shots);
    for (const [position, shot] of shots.entries()) {
      this.#shots.set(shot.id, shot);
      for (const need of shot.needs) {
        const dependents = this.#dependents.get(need);
        if (dependents === undefined) this.#dependents.set(need, [shot.id]);
        else dependents.push(shot.id);
      }
      const action = actions.get(shot.id);
      if (action?.selected !== true) continue;
      this.#works.set(shot.id, {
        shot,
        action,
        position,
        height: heights.get(shot.id) ?? 0,
        dialect: options.dialectOf(shot),
        target: this.#targetOf(shot, action),
        givenUp: 0,
        retriesUsed: 0,
        waiting: 0,
        waitingUpstream: 0,
        leaving: 0,
        ...(action.kind === "blocked" ? { blocked: action.reason } : {}),
      });
    }
    book.listen((take, before) => this.#onTake(take, before));
  }

  works(): Iterable<Work> {
    return this.#works.values();
  }

  work(shotId: string): Work | undefined {
    return this.#works.get(shotId);
  }

  shot(shotId: string): Shot | undefined {
    return this.#shots.get(shotId);
  }

  /** Whether a create of this dialect may be ready. */
  hasReady(dialect: Dialect): boolean {
    return (this.#ready.get(dialect)?.size ?? 0) > 0;
  }

  /** Whether creates wait for nothing but their turn or a backoff. */
  get busy(): boolean {
    if (this.#delayed > 0) return true;
    for (const ready of this.#ready.values()) if (ready.size > 0) return true;
    return false;
  }

  /** Puts in everything that the plan buys. */
  start(): void {
    // Upstream first, so that a shot that waits for another one finds that it is coming.
    const upstreamFirst = [...this.#works.values()].sort((a, b) => b.height - a.height);
    for (const work of upstreamFirst) {
      const missing = work.action.buys > 0 ? work.target - this.#alive(work) : 0;
      for (let index = 0; index < missing; index++) this.#want(work);
      if (missing <= 0) this.#options.onWork(work);
    }
  }

  /** Takes out the first create that may be sent now; undefined when there is none. */
  next(dialect: Dialect): Order | undefined {
    const ready = this.#ready.get(dialect);
    for (let work = ready?.pop(); work !== undefined; work = ready?.pop()) {
      work.waiting--;
      const order = this.#orderOf(work);
      if (order !== undefined) {
        work.leaving++;
        return order;
      }
      this.#options.onWork(work);
    }
    return undefined;
  }

  /** The order's intent is on disk: from here on its take stands for it. */
  left(order: Order): void {
    order.work.leaving--;
  }

  /** The order could not be sent: it waits for its turn again. */
  putBack(order: Order): void {
    order.work.leaving--;
    this.#release(order.requestHash);
    this.#want(order.work);
  }

  /** The order waits until an equal request has its answer. */
  park(order: Order): void {
    order.work.leaving--;
    this.#parkWork(order.work, order.requestHash);
  }

  /** The order cannot be sent in this run. */
  block(order: Order, reason: string): void {
    order.work.leaving--;
    this.#release(order.requestHash);
    this.#giveUp(order.work, reason);
  }

  /** Gives up what waits for something that will not happen any more. */
  endWaiting(): void {
    for (const work of this.#works.values()) {
      if (work.waitingUpstream === 0) continue;
      const count = work.waitingUpstream;
      work.waiting -= count;
      work.waitingUpstream = 0;
      const needs = work.shot.needs.map((need) => `"${need}"`).join(", ");
      for (let index = 0; index < count; index++) this.#giveUp(work, `it waits for ${needs}`);
    }
  }

  /** Shots with a create that waits for the answer to an equal request, and that request's hash. */
  *waitingForTwins(): Iterable<{ readonly work: Work; readonly requestHash: string }> {
    for (const [requestHash, works] of this.#twins.waiting()) {
      for (const work of new Set(works)) yield { work, requestHash };
    }
  }

  /** Something that a shot may wait for is there, or will not come. */
  inputSettled(shotId: string): void {
    const work = this.#works.get(shotId);
    if (work === undefined || work.waitingUpstream === 0) return;
    const state = this.#inputsOf(work, this.#options.accountOf(work.dialect) as Account);
    if (state.kind === "wait") return;
    const count = work.waitingUpstream;
    work.waitingUpstream = 0;
    if (state.kind === "ready") {
      for (let index = 0; index < count; index++) this.#queue(work);
      return;
    }
    work.waiting -= count;
    for (let index = 0; index < count; index++) this.#giveUp(work, state.reason);
  }

  /** Takes of a shot that are made or may still be, with its present fingerprint. */
  current(work: Work): Take[] {
    return this.#takes.of(work.shot).filter((take) => !isEmptyHanded(take));
  }

  #alive(work: Work): number {
    return this.current(work).length;
  }

  /** What there shall be when the run ends: the plan alone decides what is bought on top of what is there. */
  #targetOf(shot: Shot, action: PlanAction): number {
    const alive = this.#takes.of(shot).filter((take) => !isEmptyHanded(take));
    if (action.buys > 0) return alive.length + action.buys;
    const made = alive.filter(isMade).length;
    return Math.min(alive.length, Math.max(shot.takes, made));
  }

  #want(work: Work): void {
    const account = this.#options.accountOf(work.dialect);
    if (account === undefined) {
      this.#giveUp(work, `there is no key for the ${work.dialect} API`);
      return;
    }
    const state = this.#inputsOf(work, account);
    if (state.kind === "blocked") {
      this.#giveUp(work, state.reason);
      return;
    }
    work.waiting++;
    if (state.kind === "wait") work.waitingUpstream++;
    else this.#queue(work);
    this.#options.onWork(work);
  }

  #queue(work: Work): void {
    const ready = this.#ready.get(work.dialect) ?? new MinHeap<Work>(byTurn);
    this.#ready.set(work.dialect, ready);
    ready.push(work);
    this.#options.onReady(work.dialect);
  }

  #orderOf(work: Work): Order | undefined {
    if (this.#alive(work) + work.leaving + work.givenUp >= work.target) return undefined;
    const state = this.#inputsOf(work, this.#options.accountOf(work.dialect) as Account);
    if (state.kind !== "ready") {
      this.#want(work);
      return undefined;
    }
    const { upstream, media } = state;
    const request = this.#options.buildRequest(work.shot, upstream, work.dialect, media);
    const hash = requestHash(request);
    if (this.#twins.has(hash)) {
      this.#parkWork(work, hash);
      return undefined;
    }
    this.#twins.hold(hash);
    return { work, request, requestHash: hash, upstream };
  }

  #parkWork(work: Work, hash: string): void {
    work.waiting++;
    this.#twins.wait(hash, work);
    this.#options.onWork(work);
  }

  #giveUp(work: Work, reason?: string): void {
    work.givenUp++;
    if (reason !== undefined) work.blocked = reason;
    this.#options.onWork(work);
    this.#reconsider(work.shot.id);
  }

  /** Other shots' takes first, then what can only be made ready once they are known. */
  #inputsOf(work: Work, account: Account): InputState {
    const { shot, dialect } = work;
    const state = resolveUpstream(shot, account, (shotId) => this.#upstreamShot(shotId));
    if (state.kind !== "ready") return state;
    const media = this.#options.mediaOf(shot, state.upstream, dialect);
    return media.kind === "ready" ? { ...media, upstream: state.upstream } : media;
  }

  #upstreamShot(shotId: string): UpstreamShot | undefined {
    const shot = this.#shots.get(shotId);
    if (shot === undefined) return undefined;
    const work = this.#works.get(shotId);
    return this.#takes.asUpstream(shot, work !== undefined && work.waiting + work.leaving > 0);
  }

  /** Looks again at the shots that wait for this one. */
  #reconsider(shotId: string): void {
    for (const id of this.#dependents.get(shotId) ?? []) this.inputSettled(id);
  }

  #onTake(take: Take, before: Take | undefined): void {
    if (isUnanswered(take)) this.#twins.hold(take.requestHash);
    else if (before !== undefined && isUnanswered(before)) this.#release(take.requestHash);
    const work = this.#works.get(take.shotId);
    if (work !== undefined) {
      if (isEmptyHanded(take) && (before === undefined || !isEmptyHanded(before))) this.#onEnded(work, take);
      this.#options.onWork(work);
    }
    if (take.state !== before?.state) this.#reconsider(take.shotId);
  }

  /** A request has its answer, or was never sent: an equal one may be sent now. */
  #release(hash: string): void {
    for (const work of this.#twins.release(hash)) this.#queue(work);
  }

  #onEnded(work: Work, take: Take): void {
    if (take.fingerprint !== work.shot.fingerprint || take.state === "abandoned") return;
    if (this.#alive(work) + work.waiting + work.leaving + work.givenUp >= work.target) return;
    const { failure } = take;
    const decision =
      failure === undefined ? "again" : decideRetry(failure, work.retriesUsed, this.#options.retries);
    if (decision === "give-up") this.#giveUp(work);
    else if (decision === "later") this.#delay(work);
    else this.#want(work);
  }

  #delay(work: Work): void {
    work.waiting++;
    this.#delayed++;
    this.#options.later(work.retriesUsed++, () => {
      this.#delayed--;
      work.waiting--;
      this.#want(work);
    });
  }
}
