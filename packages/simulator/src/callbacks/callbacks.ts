import type { Account } from "../account.ts";
import { subjectFor } from "../book/fault-subject.ts";
import type { GenerationState, SimulatedGeneration } from "../book/generation.ts";
import type { JsonObject } from "../json.ts";

/** Retries after an answer other than 200, their distance, and the limit of one try: Luma's guide. */
const RETRIES = 3;
const RETRY_AFTER_S = 0.1;
const TIMEOUT_MS = 5_000;

interface Notice {
  readonly generation: SimulatedGeneration;
  readonly state: GenerationState;
  readonly dueAtMs: number;
}

/** Tells callback URLs of every change of state. */
export interface Callbacks {
  /** Sends what is due. Called by itself when its time comes; call it after time was skipped. */
  pump(): void;
  /** Stops sending. */
  stop(): void;
}

/**
 * Sends callbacks for the generations of a book, those that it holds already included if they still run.
 *
 * @param show - a generation as the API shows it in a given state.
 */
export function startCallbacks(
  account: Account,
  show: (generation: SimulatedGeneration, state: GenerationState) => JsonObject,
): Callbacks {
  const { clock, book } = account;
  const stopped = new AbortController();
  let waiting: Notice[] = [];
  let cancelTimer = (): void => {};

  const schedule = (): void => {
    cancelTimer();
    const next = Math.min(...waiting.map((notice) => notice.dueAtMs));
    if (Number.isFinite(next)) cancelTimer = clock.later(pump, next - clock.nowMs());
  };

  const pump = (): void => {
    const nowMs = clock.nowMs();
    const due = waiting.filter((notice) => notice.dueAtMs <= nowMs).sort((a, b) => a.dueAtMs - b.dueAtMs);
    waiting = waiting.filter((notice) => notice.dueAtMs > nowMs);
    for (const notice of due) deliver(account, notice, show(notice.generation, notice.state), stopped.signal);
    schedule();
  };

  const expect = (generation: SimulatedGeneration): void => {
    const { dialect, request } = generation;
    // The other APIs have no callbacks, though the gateway passes over a field of that name.
    if (dialect !== "dream-machine" || typeof request["callback_url"] !== "string") return;
    const { dreamingAtMs, endsAtMs, outcome } = generation;
    const nowMs = clock.nowMs();
    if (dreamingAtMs !== null && dreamingAtMs >= nowMs) {
      waiting.push({ generation, state: "dreaming", dueAtMs: dreamingAtMs });
    }
    if (endsAtMs !== null && endsAtMs >= nowMs)
      waiting.push({ generation, state: outcome, dueAtMs: endsAtMs });
    schedule();
  };

  for (const generation of book.all()) expect(generation);
  book.onAccepted(expect);
  return {
    pump,
    stop: () => {
      cancelTimer();
      stopped.abort();
    },
  };
}

function deliver(account: Account, notice: Notice, body: JsonObject, signal: AbortSignal): void {
  const { dice, stats } = account;
  const { generation, state } = notice;
  const { callback_url: url } = generation.request;
  const subject = subjectFor(generation, `callback-${generation.id}-${state}`);
  if (dice.roll("callback-lost", subject) !== undefined) {
    stats.now.callbacksLost += 1;
    return;
  }
  const copies = dice.roll("callback-duplicated", subject) === undefined ? 1 : 2;
  for (let copy = 0; copy < copies; copy += 1) post(account, String(url), body, signal, RETRIES);
}

function post(
  account: Account,
  url: string,
  body: JsonObject,
  signal: AbortSignal,
  retriesLeft: number,
): void {
  const { stats, clock } = account;
  stats.now.callbacksSent += 1;
  fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
    .then(async (response) => {
      await response.body?.cancel();
      return response.status === 200;
    })
    .catch(() => false)
    .then((isDelivered) => {
      if (isDelivered) stats.now.callbacksDelivered += 1;
      else if (retriesLeft > 0 && !signal.aborted) {
        clock.later(() => post(account, url, body, signal, retriesLeft - 1), clock.durationMs(RETRY_AFTER_S));
      }
    });
}
