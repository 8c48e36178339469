import { leaveOutSettled } from "../plan/leave-out-settled.ts";
import type {
  BegunPlan,
  ForgottenTake,
  IntentOutcome,
  IsSettled,
  KnownShot,
  RetakeWish,
  ServiceTime,
  ShotMove,
  StateInfo,
  StateSnapshot,
  StateStore,
  StoredUpload,
  TakeChange,
  TakeReview,
  Verdict,
  Walls,
} from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Account, Take, TakeKey } from "../take/take.ts";
import { committedUsdE4, isUnanswered } from "../take/take-facts.ts";

const keyOf = (take: { readonly shotId: string; readonly number: number }): string =>
  `${take.number}@${take.shotId}`;

/** The last service times that are kept for each kind of generation. */
const KEPT_TIMES = 500;

/**
 * The whole `StateStore` contract in memory: walls, twins, epochs, owners of ids, moves. It outlives an
 * engine, so that a test can throw the engine away and begin another one on what "the disk" holds.
 */
export class MemoryStateStore implements StateStore {
  readonly #name: string;
  readonly #lineage: string;
  readonly #takes = new Map<string, Take>();
  readonly #owners = new Map<string, string>();
  readonly #unanswered = new Map<string, Take>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #retakes = new Map<string, RetakeWish>();
  readonly #uploads = new Map<string, StoredUpload>();
  readonly #times: ServiceTime[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #forgotten: ForgottenTake[] = [];
  readonly #plans = new Map<string, BegunPlan>();
  #knownShots: readonly KnownShot[] = [];
  #serial = 0;
  #epoch = 0;
  #committedUsdE4 = 0;
  #runUsdE4 = 0;
  /** Every change that was stored, oldest first: what tests read to see what happened. */
  readonly history: TakeChange[] = [];

  constructor(options: { readonly name?: string; readonly lineage?: string } = {}) {
    this.#name = options.name ?? "memory";
    this.#lineage = options.lineage ?? "00000000-0000-4000-8000-000000000000";
  }

  async read(): Promise<StateSnapshot> {
    return {
      info: {
        name: this.#name,
        lineage: this.#lineage,
        serial: this.#serial,
        schemaVersion: 1,
        accounts: [...this.#accounts.values()],
      },
      takes: [...this.#takes.values()],
      knownShots: this.#knownShots,
      verdicts: [...this.#verdicts.values()],
      serviceTimes: [...this.#times],
      forgotten: [...this.#forgotten],
      plans: [...this.#plans.values()],
      uploads: [...this.#uploads.values()],
      retakes: [...this.#retakes.values()],
    };
  }

  async info(): Promise<StateInfo> {
    return (await this.read()).info;
  }

  async readOpen(isSettled: IsSettled): Promise<StateSnapshot> {
    return leaveOutSettled(await this.read(), isSettled);
  }

  async serial(): Promise<number> {
    return this.#serial;
  }

  async beginRun(run: { readonly accounts: readonly Account[]; readonly atMs: number }): Promise<number> {
    for (const account of run.accounts) {
      const bound = this.#accounts.get(account.dialect);
      if (bound !== undefined && (bound.origin !== account.origin || bound.keyHash !== account.keyHash)) {
        throw new ShotlistError(
          "state-other-account",
          `The state belongs to another ${account.dialect} account.`,
        );
      }
    }
    for (const account of run.accounts) this.#accounts.set(account.dialect, account);
    this.#runUsdE4 = 0;
    this.#epoch++;
    return this.#epoch;
  }

  async commitIntent(take: Take, walls: Walls): Promise<IntentOutcome> {
    if (take.epoch !== this.#epoch) return { kind: "superseded" };
    const twin = this.#unanswered.get(twinKey(take));
    if (twin !== undefined) {
      return { kind: "twin-unanswered", twin: { shotId: twin.shotId, number: twin.number } };
    }
    const broken = this.#brokenWall(take, walls);
    if (broken !== undefined) return broken;
    if (this.#takes.has(keyOf(take))) throw new Error(`The take ${keyOf(take)} is there already.`);
    this.#store({ take, event: { type: "intended", atMs: take.intentAtMs, take } });
    this.#runUsdE4 += take.priceUsdE4 ?? 0;
    return { kind: "committed" };
  }

  async record(epoch: number, changes: readonly TakeChange[]): Promise<void> {
    this.#checkEpoch(epoch);
    const claimed = new Map<string, string>();
    for (const { take } of changes) {
      if (take.generationId === undefined) continue;
      const buried = this.#forgotten.some(({ generationId }) => generationId === take.generationId);
      if (buried && take.idSource === "listing") {
        throw new ShotlistError("generation-id-taken", `The generation ${take.generationId} was forgotten.`);
      }
      const owner = claimed.get(take.generationId) ?? this.#owners.get(take.generationId);
      if (owner !== undefined && owner !== keyOf(take)) {
        throw new ShotlistError(
          "generation-id-taken",
          `The generation ${take.generationId} belongs to ${owner}.`,
        );
      }
      claimed.set(take.generationId, keyOf(take));
    }
    for (const change of changes) this.#store(change);
  }

  async syncShots(epoch: number, moves: readonly ShotMove[], shots: readonly KnownShot[]): Promise<void> {
    this.#checkEpoch(epoch);
    const hadTakes = moves.filter(({ from }) =>
      [...this.#takes.values()].some((take) => take.shotId === from),
    );
    if (hadTakes.length > 0) {
      const shifts = numberShifts([...this.#takes.values(), ...this.#forgotten], hadTakes);
      moveAll(this.#takes, hadTakes, shifts);
      moveAll(this.#verdicts, hadTakes, shifts);
      moveAll(this.#retakes, hadTakes, shifts);
      this.#reindex();
    }
    const changed = JSON.stringify(inOrder(shots)) !== JSON.stringify(inOrder(this.#knownShots));
    if (hadTakes.length > 0 || changed) this.#serial++;
    this.#knownShots = inOrder(shots);
  }

  async forget(epoch: number, takes: readonly TakeKey[], atMs: number): Promise<void> {
    this.#checkEpoch(epoch);
    const found = takes.map((key) => this.#takes.get(keyOf(key)));
    for (const take of found) {
      if (take === undefined) throw new ShotlistError("take-not-found", "There is no such take.");
    }
    for (const take of found as Take[]) {
      const { shotId, number, generationId } = take;
      this.#takes.delete(keyOf(take));
      this.#verdicts.delete(keyOf(take));
      this.#retakes.delete(keyOf(take));
      this.#forgotten.push({
        shotId,
        number,
        ...(generationId === undefined ? {} : { generationId }),
        committedUsdE4: committedUsdE4(take),
        atMs,
      });
    }
    if (takes.length > 0) this.#serial++;
    this.#reindex();
  }

  async rebind(
    epoch: number,
    account: Account,
    { takes }: { readonly takes: boolean; readonly atMs: number },
  ): Promise<void> {
    this.#checkEpoch(epoch);
    const bound = this.#accounts.get(account.dialect);
    this.#accounts.set(account.dialect, account);
    for (const [key, take] of this.#takes) {
      const same = take.account.keyHash === bound?.keyHash && take.account.origin === bound.origin;
      if (takes && same && take.account.dialect === account.dialect)
        this.#takes.set(key, { ...take, account });
    }
    this.#serial++;
    this.#reindex();
  }

  async notePlan(epoch: number, plan: BegunPlan): Promise<void> {
    this.#checkEpoch(epoch);
    const begunAtMs = this.#plans.get(plan.id)?.begunAtMs ?? plan.begunAtMs;
    this.#plans.set(plan.id, { ...plan, begunAtMs });
  }

  async recordUpload(upload: StoredUpload): Promise<void> {
    const { dialect, origin, keyHash } = upload.account;
    this.#uploads.set(`${dialect} ${origin} ${keyHash} ${upload.sha256}`, upload);
  }

  async recordServiceTimes(times: readonly ServiceTime[]): Promise<void> {
    this.#times.push(...times);
    if (this.#times.length > 4 * KEPT_TIMES) this.#times.splice(0, this.#times.length - KEPT_TIMES);
  }

  async setVerdict(verdict: Verdict): Promise<void> {
    this.#verdicts.set(keyOf(verdict), verdict);
  }

  async review(reviews: readonly TakeReview[]): Promise<void> {
    for (const { verdict, note, retake, ...judged } of reviews) {
      const key = keyOf(judged);
      if (verdict === "none") this.#verdicts.delete(key);
      else this.#verdicts.set(key, { ...judged, verdict, note });
      const before = this.#retakes.get(key);
      if (retake === undefined) this.#retakes.delete(key);
      else if (before === undefined || before.prompt !== retake.prompt || before.sha256 !== judged.sha256) {
        this.#retakes.set(key, { ...judged, ...retake });
      }
    }
  }

  async close(): Promise<void> {}

  #brokenWall(take: Take, walls: Walls): IntentOutcome | undefined {
    const { maxSpendUsdE4, maxRunSpendUsdE4 } = walls;
    if (maxSpendUsdE4 === undefined && maxRunSpendUsdE4 === undefined) return undefined;
    if (take.priceUsdE4 === null) return { kind: "unknown-price" };
    if (maxSpendUsdE4 !== undefined && this.#committedUsdE4 + take.priceUsdE4 > maxSpendUsdE4) {
      const committedUsdE4 = this.#committedUsdE4;
      return { kind: "over-budget", wall: "state", committedUsdE4, wallUsdE4: maxSpendUsdE4 };
    }
    if (maxRunSpendUsdE4 !== undefined && this.#runUsdE4 + take.priceUsdE4 > maxRunSpendUsdE4) {
      return {
        kind: "over-budget",
        wall: "run",
        committedUsdE4: this.#runUsdE4,
        wallUsdE4: maxRunSpendUsdE4,
      };
    }
    return undefined;
  }

  #checkEpoch(epoch: number): void {
    if (epoch === this.#epoch) return;
    throw new ShotlistError("state-superseded", "A newer run owns this state.");
  }

  #store(change: TakeChange): void {
    const { take } = change;
    const key = keyOf(take);
    const before = this.#takes.get(key);
    const releasedUsdE4 = (before === undefined ? 0 : committedUsdE4(before)) - committedUsdE4(take);
    this.#committedUsdE4 -= releasedUsdE4;
    if (before !== undefined && take.epoch === this.#epoch) this.#runUsdE4 -= releasedUsdE4;
    if (before?.generationId !== undefined) this.#owners.delete(before.generationId);
    if (take.generationId !== undefined) this.#owners.set(take.generationId, key);
    if (before !== undefined && isUnanswered(before)) this.#unanswered.delete(twinKey(before));
    if (isUnanswered(take)) this.#unanswered.set(twinKey(take), take);
    this.#takes.set(key, take);
    this.history.push(change);
    this.#serial++;
  }

  #reindex(): void {
    this.#owners.clear();
    this.#unanswered.clear();
    for (const [key, take] of this.#takes) {
      if (take.generationId !== undefined) this.#owners.set(take.generationId, key);
      if (isUnanswered(take)) this.#unanswered.set(twinKey(take), take);
    }
  }
}

function twinKey(take: Take): string {
  const { dialect, origin, keyHash } = take.account;
  return `${dialect} ${origin} ${keyHash} ${take.requestHash}`;
}

function inOrder(shots: readonly KnownShot[]): readonly KnownShot[] {
  return shots.toSorted((one, other) => one.position - other.position);
}

/** Takes that come to a shot with takes of its own are numbered on after those, because no number is used twice. */
function numberShifts(takes: readonly TakeKey[], moves: readonly ShotMove[]): ReadonlyMap<string, number> {
  const leaving = new Set(moves.map((move) => move.from));
  return new Map(
    moves.map(({ from, to }) => {
      const staying = takes.filter((take) => take.shotId === to && !leaving.has(to));
      return [from, Math.max(0, ...staying.map((take) => take.number))];
    }),
  );
}

function moveAll<Item extends TakeKey & { readonly paidTwiceOf?: number }>(
  items: Map<string, Item>,
  moves: readonly ShotMove[],
  shifts: ReadonlyMap<string, number>,
): void {
  const to = new Map(moves.map((move) => [move.from, move.to]));
  const moved = [...items.values()].map((item) => {
    const shift = shifts.get(item.shotId) ?? 0;
    return {
      ...item,
      shotId: to.get(item.shotId) ?? item.shotId,
      number: item.number + shift,
      ...(item.paidTwiceOf === undefined ? {} : { paidTwiceOf: item.paidTwiceOf + shift }),
    };
  });
  items.clear();
  for (const item of moved) items.set(keyOf(item), item);
}
