import type { Take } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import { awaitsClip } from "../take/take-facts.ts";
import { Bell } from "./bell.ts";
import { Breaker } from "./breaker.ts";
import { confirmLoop, isConfirming } from "./confirm.ts";
import { Demand } from "./demand.ts";
import { Downloads } from "./downloads.ts";
import type { EngineOptions } from "./engine-options.ts";
import { engineTimes } from "./engine-times.ts";
import { fetchClip } from "./fetch-clip.ts";
import { findAmongListed } from "./find-among-listed.ts";
import { LinkBook } from "./link-book.ts";
import { openLanes, openRun } from "./open-run.ts";
import { Progress } from "./progress.ts";
import { backoffMs, THROTTLED } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";
import type { RunSummary } from "./run-event.ts";
import { summaryOf } from "./run-summary.ts";
import { ServiceHistory } from "./service-history.ts";
import { Shutdown } from "./shutdown.ts";
import { submitLoop } from "./submit.ts";
import { TakeBook, takeName } from "./take-book.ts";
import { takeWords } from "./take-words.ts";
import { isWatching, watchLoop } from "./watch.ts";

/** What a run remembers for its summary. */
interface Memory {
  readonly paidTwice: Take[];
  readonly unfetched: Map<string, string>;
  /** What earlier runs left is picked up. */
  resumed: boolean;
}

/**
 * Executes a plan: submits what it buys, watches everything that is in flight, brings every finished clip home.
 *
 * Three loops never wait for each other: a slot is free when its generation ends, not when its clip is on disk.
 * Every change of a take is on disk before anything follows from it, so that this function may stop at any
 * point; the next call picks up all that is in flight, and pays for nothing twice.
 *
 * @returns when nothing more can be done in this run: all is there, failed, or waits for a person; or when it
 *   was stopped, with the reason in `stopped`.
 * @throws ShotlistError with the store's codes, `state-superseded` and full disks excepted: those are reasons
 *   to stop.
 */
export async function runEngine(options: EngineOptions): Promise<RunSummary> {
  const startedAtMs = options.clock.nowMs();
  const { epoch, snapshot } = await openRun(options);
  const bell = new Bell(options.clock);
  const memory: Memory = { paidTwice: [], unfetched: new Map(), resumed: false };
  const run = assemble(options, { epoch, snapshot, startedAtMs, bell, memory });
  followTakes(run, bell, memory);
  run.demand.start();
  const works = [...run.demand.works()];
  const toBuy = works.reduce((sum, { action }) => sum + action.buys, 0);
  run.tell({ type: "run-started", atMs: startedAtMs, shots: works.length, toBuy, epoch });
  run.shutdown.heed(options);
  run.shutdown.guard(resume(run, memory));
  const loops = [...run.lanes.values()].flatMap((lane) => [
    submitLoop(run, lane),
    watchLoop(run, lane),
    confirmLoop(run, lane),
  ]);
  for (const loop of loops) run.shutdown.guard(loop);
  await untilDone(run, bell, memory);
  run.shutdown.finish();
  run.book.close();
  run.shutdown.rethrow();
  run.demand.endWaiting();
  const summary = summaryOf(run, memory);
  run.tell({ type: "run-ended", atMs: options.clock.nowMs(), summary });
  return summary;
}

function assemble(
  options: EngineOptions,
  parts: {
    readonly epoch: number;
    readonly snapshot: Awaited<ReturnType<typeof openRun>>["snapshot"];
    readonly startedAtMs: number;
    readonly bell: Bell;
    readonly memory: Memory;
  },
): RunContext {
  const { clock, limits, random, apis } = options;
  const { epoch, snapshot, bell, memory } = parts;
  const times = engineTimes(limits.timeScale ?? 1);
  const lanes = openLanes(options, times, snapshot);
  const history = new ServiceHistory(snapshot.serviceTimes);
  const book = new TakeBook(options.store, epoch, snapshot.takes);
  const links = new LinkBook(times.linkLifeMs);
  const wallUsdE4 = options.walls.maxSpendUsdE4 ?? options.walls.maxRunSpendUsdE4;
  const progress = new Progress({
    startedAtMs: parts.startedAtMs,
    epoch,
    wallUsdE4,
    minuteMs: times.minuteMs,
    history,
  });
  for (const take of snapshot.takes) progress.count(take, undefined);
  const tell: RunContext["tell"] = (event) =>
    options.observer(event, progress.at(clock.nowMs(), lanes.values()));
  const ring = (): void => {
    bell.ring();
    for (const lane of lanes.values()) lane.ring();
  };
  const shutdown = new Shutdown({
    onChange: ring,
    onStop: (reason, words) => tell({ type: "stopping", atMs: clock.nowMs(), reason, words }),
  });
  const demand: Demand = new Demand({
    plan: options.plan,
    shots: options.shots,
    verdicts: snapshot.verdicts,
    book,
    retries: limits.retries,
    dialectOf: options.dialectOf,
    accountOf: (dialect) => apis.get(dialect)?.account,
    buildRequest: (shot, upstream, dialect) => {
      const api = apis.get(dialect);
      if (api === undefined) throw new Error(`There is no ${dialect} API.`);
      return api.buildRequest(shot, upstream);
    },
    onWork: (work) => progress.place(work, demand),
    onReady: (dialect) => lanes.get(dialect)?.submitBell.ring(),
    later: (attempt, then) => {
      const waitMs = backoffMs(attempt, { firstMs: times.backoffMs, mostMs: times.backoffMaxMs }, random);
      shutdown.guard(
        clock.sleep(waitMs, shutdown.left).then(() => {
          then();
          ring();
        }),
      );
    },
  });
  const downloads: Downloads = new Downloads({
    atOnce: limits.downloads,
    diesAtMs: (take) =>
      links.get(take.generationId ?? "")?.diesAtMs ?? (take.endedAtMs ?? take.intentAtMs) + times.linkLifeMs,
    fetch: async (take) => {
      const reason = await fetchClip(run, lanes.get(take.account.dialect), take);
      if (reason !== undefined) memory.unfetched.set(takeName(take), reason);
    },
    guard: (work) => shutdown.guard(work),
    onIdle: ring,
  });
  const requests = { creates: 0, looks: 0, lists: 0, downloads: 0 };
  const breaker = new Breaker();
  const run: RunContext = {
    options,
    epoch,
    times,
    book,
    demand,
    lanes,
    downloads,
    links,
    history,
    breaker,
    progress,
    shutdown,
    requests,
    tell,
  };
  return run;
}

/** Everything that follows from a change of a take, in the order in which it must be seen. */
function followTakes(run: RunContext, bell: Bell, memory: Memory): void {
  const { book, progress, options } = run;
  const firstLook = { quickMs: options.limits.pollMinMs, slowMs: run.times.slowLookMs, looked: true };
  book.listen((after, before, event) => {
    const lane = run.lanes.get(after.account.dialect);
    progress.count(after, before);
    if (before === undefined) lane?.adoptSlot(after);
    lane?.follow(after, options.clock.nowMs(), firstLook);
    if (event.type === "accepted" && event.paidTwiceOf !== undefined) memory.paidTwice.push(after);
    if (after.state !== before?.state) {
      tellTake(run, after, before, event);
      followEnds(run, after);
    }
    if (after.state === "completed") run.downloads.add(after);
    lane?.ringAfter(after);
    if (isIdle(run)) bell.ring();
  });
}

function tellTake(run: RunContext, after: Take, before: Take | undefined, event: TakeEvent): void {
  const { shotId, number, generationId, clip, priceUsdE4 } = after;
  run.tell({
    type: "take",
    atMs: event.atMs,
    shotId,
    take: number,
    from: before?.state ?? null,
    to: after.state,
    words: takeWords(event, after),
    priceUsdE4,
    ...(generationId === undefined ? {} : { generationId }),
    ...(clip === undefined ? {} : { file: clip.file }),
  });
}

/** Learns from how takes end whether the API or the account is at fault. */
function followEnds(run: RunContext, take: Take): void {
  const { breaker, shutdown, book } = run;
  const atMs = run.options.clock.nowMs();
  if (take.state === "completed") breaker.worked("generation");
  const { failure } = take;
  const failed = take.state === "refused" || take.state === "failed";
  if (!failed || failure === undefined || failure.code === THROTTLED) return;
  if (failure.category === "account") shutdown.stop("account", failure.message);
  const excused = breaker.failed(take.state === "refused" ? "create" : "generation", failure, take);
  if (excused.length === 0) return;
  const reason = `many shots in a row ended with "${failure.message}"`;
  shutdown.stop("breaker", `${reason}: the API or the account is at fault, not the shots`);
  for (const key of excused) shutdown.guard(book.happen(key, { type: "excused", atMs, reason }));
}

/** Picks up what earlier runs left. */
async function resume(run: RunContext, memory: Memory): Promise<void> {
  const { book, downloads, options } = run;
  const atMs = options.clock.nowMs();
  const takes = [...book.all()];
  const reason = "an earlier run ended before the answer came";
  await Promise.all(
    takes
      .filter(({ state }) => state === "sending")
      .map((take) => book.happen(take, { type: "unanswered", atMs, reason, neverResend: false })),
  );
  await Promise.all(
    takes
      .filter((take) => take.state === "done" && wantsDownload(run, take))
      .map(async (take) => {
        if (take.clip === undefined) return;
        const health = await options.clips.health(take.clip, { deep: false });
        if (health === "missing") await book.happen(take, { type: "clip-lost", atMs });
      }),
  );
  for (const take of takes) if (awaitsClip(take)) downloads.add(take);
  memory.resumed = true;
  run.shutdown.changed();
}

function wantsDownload(run: RunContext, take: Take): boolean {
  return run.demand.work(take.shotId)?.action.kind === "download";
}

/** Resolves when there is nothing left to do, or the run is left. */
async function untilDone(run: RunContext, bell: Bell, memory: Memory): Promise<void> {
  for (;;) {
    while (!run.shutdown.over && !(memory.resumed && isIdle(run))) await bell.wait(Number.POSITIVE_INFINITY);
    if (run.shutdown.over || !(await lastLook(run))) return;
  }
}

function isIdle(run: RunContext): boolean {
  const { demand, downloads, shutdown } = run;
  if (downloads.busy || (shutdown.submitting && demand.busy)) return false;
  for (const lane of run.lanes.values()) {
    if (lane.leaving > 0) return false;
    if (shutdown.watching && (isWatching(lane) || isConfirming(lane))) return false;
  }
  return true;
}

/** The last listing of a run, for attempts that appear late; whether one did, so that there is more to do. */
async function lastLook(run: RunContext): Promise<boolean> {
  let found = 0;
  for (const lane of run.lanes.values()) {
    if (lane.api.list === undefined || lane.blind || lane.unreadable > 0) continue;
    if (lane.doubts.size + lane.givenUp.size === 0) continue;
    const outcome = await findAmongListed(run, lane, "all");
    if (outcome.kind === "found") found += outcome.adopted;
  }
  return found > 0;
}
