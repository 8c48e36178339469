import type { Take } from "../take/take.ts";
import { awaitsClip } from "../take/take-facts.ts";
import { assembleRun, type RunMemory } from "./assemble-run.ts";
import { Bell } from "./bell.ts";
import { confirmLoop, isConfirming } from "./confirm.ts";
import type { EngineOptions } from "./engine-options.ts";
import { findAmongListed, sentAgain } from "./find-among-listed.ts";
import { followTakes } from "./follow-takes.ts";
import { heedHints } from "./heed-hints.ts";
import { openRun } from "./open-run.ts";
import { settleNames } from "./place-clip.ts";
import type { RunContext } from "./run-context.ts";
import type { RunSummary } from "./run-event.ts";
import { summaryOf } from "./run-summary.ts";
import { steadyClock } from "./steady-clock.ts";
import { submitLoop } from "./submit.ts";
import { isWatching, watchLoop } from "./watch.ts";

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
export async function runEngine(given: EngineOptions): Promise<RunSummary> {
  const options = { ...given, clock: steadyClock(given.clock) };
  const startedAtMs = options.clock.nowMs();
  const { epoch, snapshot } = await openRun(options);
  const bell = new Bell(options.clock);
  const memory: RunMemory = { paidTwice: [], unfetched: new Map(), resumed: false };
  const run = assembleRun(options, { epoch, snapshot, startedAtMs, bell, memory });
  followTakes(run, memory, () => {
    if (isIdle(run)) bell.ring();
  });
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
  const deafen = heedHints(run);
  await untilDone(run, bell, memory).catch((error: unknown) => run.shutdown.fail(error));
  deafen();
  if (!run.shutdown.over) await run.serviceNotes.store().catch((error: unknown) => run.shutdown.fail(error));
  run.shutdown.finish();
  run.book.close();
  run.shutdown.rethrow();
  if (run.shutdown.reason === undefined) run.demand.endWaiting();
  const summary = summaryOf(run, memory);
  run.tell({ type: "run-ended", atMs: options.clock.nowMs(), summary });
  return summary;
}

/** Picks up what earlier runs left. */
async function resume(run: RunContext, memory: RunMemory): Promise<void> {
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
  for (const { shot } of run.demand.works()) {
    // A verdict or a crash may have left a shot's clips under other names than they should have.
    if (book.of(shot.id).length > 1) await settleNames(run, shot.id);
  }
  for (const take of takes) if (awaitsClip(take)) downloads.add(take);
  memory.resumed = true;
  run.shutdown.changed();
}

function wantsDownload(run: RunContext, take: Take): boolean {
  return run.demand.work(take.shotId)?.action.kind === "download";
}

/** Resolves when there is nothing left to do, or the run is left. */
async function untilDone(run: RunContext, bell: Bell, memory: RunMemory): Promise<void> {
  for (;;) {
    while (!run.shutdown.over && !(memory.resumed && isIdle(run))) await bell.wait(Number.POSITIVE_INFINITY);
    if (run.shutdown.over || !(await lastLook(run))) return;
  }
}

function isIdle(run: RunContext): boolean {
  const { demand, downloads, media, shutdown } = run;
  if (downloads.busy || (shutdown.submitting && (demand.busy || media.busy))) return false;
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
    if (outcome.kind !== "found") continue;
    found += outcome.adopted;
    for (const [take, generation] of outcome.open) tellPossibleTwin(run, take, generation.id);
  }
  return found > 0;
}

/** A generation that may be an attempt that was given up, and sent again: only a person can tell. */
function tellPossibleTwin(run: RunContext, take: Take, generationId: string): void {
  const again = sentAgain(run, take);
  if (take.state !== "not-created" || again === undefined) return;
  run.tell({
    type: "warning",
    atMs: run.options.clock.nowMs(),
    code: "maybe-paid-twice",
    words: `Generation ${generationId} may be take ${take.number} of "${take.shotId}", which counted as not made and was sent again as take ${again.number}.`,
    hint: `The API does not show enough of its request to tell. If it is: shotlist resolve MANIFEST ${take.shotId} --take ${take.number} --created ${generationId}`,
    shotId: take.shotId,
  });
}
