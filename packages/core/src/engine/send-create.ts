import { formatUsd } from "../money.ts";
import type { CreateConnection, CreateOutcome } from "../ports/generation-api.ts";
import type { IntentOutcome } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Take } from "../take/take.ts";
import type { Lane } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { settleCreate } from "./settle-create.ts";
import { withTimeout } from "./with-timeout.ts";
import type { Order } from "./work.ts";

/** What a port that never answers is given beyond its own time-out, before its answer is no longer waited for. */
const GRACE = 1.25;

/**
 * One create, from an open connection to the recorded answer. The caller has taken a slot and a place in the
 * rate; both are given back here if nothing leaves.
 *
 * The order is the law: connection, intent on disk, bytes, answer on disk. Nothing is ever sent twice here.
 */
export async function sendCreate(run: RunContext, lane: Lane, order: Order): Promise<void> {
  const connection = await openConnection(run, lane);
  try {
    await sendOver(run, lane, order, connection);
  } finally {
    // Whatever happened: a connection that stays open would keep the process alive.
    connection?.close();
  }
}

async function sendOver(
  run: RunContext,
  lane: Lane,
  order: Order,
  connection: CreateConnection | undefined,
): Promise<void> {
  const { demand, options, shutdown } = run;
  if (connection === undefined || !shutdown.submitting) {
    lane.pace.giveBack();
    lane.slots.release();
    demand.putBack(order);
    return;
  }
  const take = intentOf(run, lane, order);
  const intent = await run.book.intend(take, options.walls);
  if (intent.kind !== "committed") {
    lane.pace.giveBack();
    lane.slots.release();
    onUncommitted(run, order, intent);
    return;
  }
  demand.left(order);
  // Left between intent and sending: the next run finds an intent without an answer, and looks for it.
  if (shutdown.left.aborted) return;
  const { outcome, late } = await sendOnce(run, take, connection);
  lane.pace.answered(options.clock.nowMs());
  connection.close();
  if (shutdown.left.aborted) return;
  await settleCreate(run, lane, take, outcome);
  // Only now, so that an answer that comes in this very moment finds the take unconfirmed.
  if (late !== undefined) shutdown.guard(late.then((answer) => settleLate(run, lane, take, answer)));
}

async function openConnection(run: RunContext, lane: Lane): Promise<CreateConnection | undefined> {
  const { clock, limits } = run.options;
  const open = await withTimeout(
    { clock, timeoutMs: limits.requestTimeoutMs * GRACE, signal: run.shutdown.left },
    (signal) => lane.spares.take(signal),
    (reason) => ({ kind: "unreachable", reason }) as const,
  );
  if (open.kind === "open") {
    lane.gate.reached();
    return open.connection;
  }
  const waitMs = lane.gate.failed(clock.nowMs());
  if (waitMs !== undefined) {
    const words = `nothing is sent for now: ${open.reason}`;
    run.tell({ type: "network", atMs: clock.nowMs(), words, waitMs });
  }
  return undefined;
}

function intentOf(run: RunContext, lane: Lane, order: Order): Take {
  const { options } = run;
  const { shot } = order.work;
  const requestId = options.newId();
  const callbackUrl = options.hints?.callbackUrl(requestId);
  return {
    shotId: shot.id,
    number: run.book.nextNumber(shot.id),
    state: "sending",
    fingerprint: shot.fingerprint,
    wanted: shot.wanted,
    model: shot.model,
    resolution: shot.resolution,
    duration: shot.duration,
    account: lane.api.account,
    // The callback is a part of this one create: equal requests keep equal hashes.
    request:
      callbackUrl === undefined
        ? order.request
        : (lane.api.withCallback?.(order.request, callbackUrl) ?? order.request),
    requestHash: order.requestHash,
    requestId,
    upstream: order.upstream,
    epoch: run.epoch,
    intentAtMs: options.clock.nowMs(),
    clockOffsetMs: lane.clockOffsetMs,
    priceUsdE4: options.priceOf(shot),
  };
}

function onUncommitted(
  run: RunContext,
  order: Order,
  intent: Exclude<IntentOutcome, { kind: "committed" }>,
): void {
  const { demand, shutdown } = run;
  switch (intent.kind) {
    case "superseded":
      shutdown.fail(
        new ShotlistError("state-superseded", "A newer run owns the state; this one sends no more."),
      );
      demand.putBack(order);
      return;
    case "over-budget": {
      const whose = intent.wall === "run" ? "this run's spending" : "spending";
      shutdown.stop(
        "budget",
        `${whose} would pass ${formatUsd(intent.wallUsdE4)}: ${formatUsd(intent.committedUsdE4)} are committed already`,
      );
      demand.putBack(order);
      return;
    }
    case "unknown-price":
      demand.block(order, "its price is unknown, and there is a spending limit: set one under `prices:`");
      return;
    case "twin-unanswered":
      demand.park(order);
  }
}

/** Sends; a port that does not answer in time is given up, and `late` is what it may still say. */
async function sendOnce(
  run: RunContext,
  take: Take,
  connection: CreateConnection,
): Promise<{ readonly outcome: CreateOutcome; readonly late?: Promise<CreateOutcome> }> {
  const { clock, limits } = run.options;
  run.requests.creates++;
  const answer = connection.send(take.request, { requestId: take.requestId });
  return withTimeout<{ readonly outcome: CreateOutcome; readonly late?: Promise<CreateOutcome> }>(
    { clock, timeoutMs: limits.requestTimeoutMs * GRACE, signal: run.shutdown.left },
    async () => ({ outcome: await answer }),
    (reason) => ({ outcome: { kind: "unanswered", reason }, late: answer }),
  );
}

/** An answer that comes after all still settles the take, unless it has been settled in another way. */
async function settleLate(run: RunContext, lane: Lane, take: Take, answer: CreateOutcome): Promise<void> {
  if (run.shutdown.left.aborted || run.book.get(take)?.state !== "unconfirmed") return;
  if (answer.kind === "accepted" || answer.kind === "refused") await settleCreate(run, lane, take, answer);
}
