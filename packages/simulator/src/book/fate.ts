import type { Dialect } from "../dialect.ts";
import type { FaultDice, FaultHit, FaultSubject } from "../faults/fault-dice.ts";
import { chance } from "../random.ts";
import type { SimClock } from "../sim-clock.ts";
import { type Failure, failureFor, refundUsdE4 } from "./failure.ts";
import type { EchoChange, Oddities, SimulatedGeneration } from "./generation.ts";

/** How long generations take, in seconds of real Luma. */
export interface Latency {
  /** Mean time in the queue; each generation waits half to one and a half times as long. Default 6. */
  readonly queuedS: number;
  /** Mean time at work. Default 45. */
  readonly meanS: number;
  /** How far the time at work strays from the mean at most. Default 20. */
  readonly spreadS: number;
}

const ECHO_CHANGES: readonly EchoChange[] = ["normalised", "enums", "urls", "bare", "unreadable"];

/** The parts of a generation that are decided by chance and faults. */
export type Fate = Pick<
  SimulatedGeneration,
  "dreamingAtMs" | "endsAtMs" | "outcome" | "failureReason" | "failureCode" | "refundUsdE4" | "oddities"
>;

/**
 * Decides what becomes of a generation, when it is accepted.
 *
 * @param options.index - the generation's index; with the seed it fixes the latency.
 * @param options.inputFailure - why its inputs cannot be used, if so; it then fails early in its work.
 */
export function decideFate(options: {
  readonly seed: number;
  readonly index: number;
  readonly acceptedAtMs: number;
  readonly latency: Latency;
  readonly clock: SimClock;
  readonly dice: FaultDice;
  readonly subject: FaultSubject;
  readonly inputFailure: Failure | undefined;
  readonly dialect: Dialect;
  readonly priceUsdE4: number;
}): Fate {
  const { dice, subject, clock, acceptedAtMs } = options;
  const times = latencyS(options.seed, options.index, options.latency);
  const failure = options.inputFailure ?? rolledFailure(dice, subject, options.dialect);
  const workS = options.inputFailure === undefined ? times.workS : times.workS / 10;
  const dreamingAtMs = laterBy(
    acceptedAtMs + clock.durationMs(times.queuedS),
    stuckMs(dice.roll("stuck-queued", subject), clock),
  );
  const endsAtMs = laterBy(
    dreamingAtMs === null ? null : dreamingAtMs + clock.durationMs(workS),
    stuckMs(dice.roll("stuck-dreaming", subject), clock),
  );
  return {
    dreamingAtMs,
    endsAtMs,
    outcome: failure === undefined ? "completed" : "failed",
    failureReason: failure?.reason ?? null,
    failureCode: failure?.code ?? null,
    refundUsdE4: refundUsdE4(failure, options.priceUsdE4),
    oddities: decideOddities(dice, subject, clock, acceptedAtMs),
  };
}

/** How long a fault holds a generation up; null for ever. */
function stuckMs(fault: FaultHit | undefined, clock: SimClock): number | null {
  if (fault === undefined) return 0;
  return fault.value === "always" ? null : clock.durationMs(Number(fault.value));
}

function laterBy(atMs: number | null, delayMs: number | null): number | null {
  return atMs === null || delayMs === null ? null : atMs + delayMs;
}

function rolledFailure(dice: FaultDice, subject: FaultSubject, dialect: Dialect): Failure | undefined {
  const isAgents = dialect === "agents";
  const fail = dice.roll("fail", subject);
  if (fail !== undefined)
    return failureFor(dialect, isAgents ? "generation_failed" : "Job failed", fail.given);
  const moderated = dice.roll("moderated", subject);
  if (moderated === undefined) return undefined;
  return failureFor(dialect, isAgents ? "content_moderated" : "Frame moderation failed", moderated.given);
}

function latencyS(seed: number, index: number, latency: Latency): { queuedS: number; workS: number } {
  const strays = chance(seed, "work-a", index) + chance(seed, "work-b", index) - 1;
  return {
    queuedS: latency.queuedS * (0.5 + chance(seed, "queue", index)),
    workS: Math.max(0, latency.meanS + latency.spreadS * strays),
  };
}

function decideOddities(
  dice: FaultDice,
  subject: FaultSubject,
  clock: SimClock,
  acceptedAtMs: number,
): Oddities {
  const until = (value: string): number | null =>
    value === "always" ? null : acceptedAtMs + clock.durationMs(Number(value));
  const noLink = dice.roll("no-link", subject);
  const missing = dice.roll("missing", subject);
  const vanishes = dice.roll("vanishes", subject);
  const lag = dice.roll("list-lag", subject);
  const link = dice.roll("odd-link", subject);
  const echo = ECHO_CHANGES.filter((change) => dice.roll(`echo-${change}`, subject) !== undefined);
  return {
    ...(noLink === undefined ? {} : { noLinkUntilMs: until(noLink.value) }),
    ...(missing === undefined ? {} : { missingUntilMs: until(missing.value) }),
    ...(vanishes === undefined
      ? {}
      : { missingFromMs: acceptedAtMs + clock.durationMs(Number(vanishes.value)) }),
    ...(lag === undefined ? {} : { unlistedUntilMs: acceptedAtMs + clock.durationMs(Number(lag.value)) }),
    ...(echo.length === 0 ? {} : { echo }),
    ...(link === undefined ? {} : { linkUrl: link.value }),
  };
}
