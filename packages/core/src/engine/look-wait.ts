import type { Take } from "../take/take.ts";
import type { Lane, Watched } from "./lane.ts";
import { lazyLookMs, lookAfterHintMs } from "./lazy-look.ts";
import { nextLookMs } from "./poll-schedule.ts";
import type { RunContext } from "./run-context.ts";
import { serviceKey } from "./service-history.ts";

/** How long until a watched generation that still runs is looked at again, in milliseconds. */
export function lookWaitMs(run: RunContext, lane: Lane, watched: Watched, nowMs: number): number {
  if (watched.slow) return run.times.slowLookMs;
  const { pollMinMs, pollMaxMs } = run.options.limits;
  const bounds = { minMs: pollMinMs, maxMs: pollMaxMs };
  const { take, hintedAtMs } = watched;
  if (hintedAtMs !== undefined) return lookAfterHintMs(nowMs - hintedAtMs, bounds);
  const history = run.history.of(serviceKey(take));
  const ageMs = nowMs - (take.acceptedAtMs ?? nowMs);
  return sendsWord(run, lane, take) ? lazyLookMs(ageMs, history, bounds) : nextLookMs(ageMs, history, bounds);
}

/** How long until a generation that was accepted just now is looked at first, in milliseconds. */
export function firstLookWaitMs(run: RunContext, lane: Lane, take: Take): number {
  const { pollMinMs, pollMaxMs } = run.options.limits;
  if (!sendsWord(run, lane, take) || lane.hintedEarly.delete(take.requestId)) return pollMinMs;
  return lazyLookMs(0, run.history.of(serviceKey(take)), { minMs: pollMinMs, maxMs: pollMaxMs });
}

/** Whether the API was asked to call this run back when the generation ends. */
function sendsWord({ options, epoch }: RunContext, lane: Lane, take: Take): boolean {
  return options.hints !== undefined && lane.api.withCallback !== undefined && take.epoch === epoch;
}
