import type { Take } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import type { RunMemory } from "./assemble-run.ts";
import { THROTTLED } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";
import { takeWords } from "./take-words.ts";

/** Everything that follows from a change of a take, in the order in which it must be seen. */
export function followTakes(run: RunContext, memory: RunMemory, onChange: () => void): void {
  const { book, progress, options } = run;
  book.listen((after, before, event) => {
    const lane = run.lanes.get(after.account.dialect);
    progress.count(after, before);
    if (before === undefined) lane?.adoptSlot(after);
    if (lane !== undefined) {
      // A callback that came before the answer to its create.
      const isHinted = after.state === "running" && lane.hintedEarly.delete(after.requestId);
      const quickMs = isHinted ? options.limits.pollMinMs : Number.POSITIVE_INFINITY;
      const first = { quickMs, slowMs: run.times.slowLookMs, looked: true };
      lane.follow(after, options.clock.nowMs(), first);
    }
    if (event.type === "accepted" && event.paidTwiceOf !== undefined) memory.paidTwice.push(after);
    if (after.state !== before?.state) {
      tellTake(run, after, before, event);
      followEnds(run, after);
    }
    if (after.state === "completed") run.downloads.add(after);
    lane?.ringAfter(after);
    onChange();
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
