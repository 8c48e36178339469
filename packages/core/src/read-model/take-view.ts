import type { Shot } from "@shotlist/manifest";
import type { Verdict } from "../ports/state-store.ts";
import type { TakeView } from "../read-model.ts";
import type { Take } from "../take/take.ts";
import { moneyOf } from "../take/take-facts.ts";
import { failureWords } from "./failure-words.ts";

/**
 * A take as people see it.
 *
 * @param shot - the shot as the manifest stands; undefined when it was removed.
 */
export function takeView(take: Take, shot: Shot | undefined, verdict: Verdict | undefined): TakeView {
  const { generationId, acceptedAtMs, endedAtMs, doneAtMs, failure, clip, paidTwiceOf } = take;
  return {
    number: take.number,
    state: take.state,
    current: take.fingerprint === shot?.fingerprint,
    prompt: promptOf(take),
    ...(generationId === undefined ? {} : { generationId }),
    intentAt: isoTime(take.intentAtMs),
    ...(acceptedAtMs === undefined ? {} : { acceptedAt: isoTime(acceptedAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAt: isoTime(endedAtMs) }),
    ...(doneAtMs === undefined ? {} : { doneAt: isoTime(doneAtMs) }),
    ...(clip === undefined ? {} : { clip }),
    ...(failure === undefined
      ? {}
      : {
          failure: {
            code: failure.code,
            words: failureWords(failure, take.state === "refused"),
            apiMessage: failure.message,
            refund: failure.refund,
          },
        }),
    priceUsdE4: take.priceUsdE4,
    money: moneyOf(take),
    ...(verdict === undefined
      ? {}
      : { verdict: { verdict: verdict.verdict, note: verdict.note, at: isoTime(verdict.atMs) } }),
    ...(paidTwiceOf === undefined ? {} : { paidTwiceOf }),
  };
}

/**
 * The take whose clip stands for a shot: one of the present text before one of an older text, an approved
 * one before one without a verdict before a rejected one, a newer one before an older one.
 *
 * @returns its number, or 0 while no take has a clip.
 */
export function shownTake(takes: readonly TakeView[]): number {
  const rank = ({ current, verdict }: TakeView): number =>
    (current ? 3 : 0) + (verdict === undefined ? 1 : verdict.verdict === "approved" ? 2 : 0);
  let shown: TakeView | undefined;
  for (const take of takes) {
    if (take.clip !== undefined && (shown === undefined || rank(take) >= rank(shown))) shown = take;
  }
  return shown?.number ?? 0;
}

/** ISO 8601 in UTC. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** What the take was made with: what was wanted then, or what went over the wire where that names no prompt. */
function promptOf({ wanted, request }: Take): string {
  const prompt = wanted["prompt"] ?? request.body["prompt"];
  return typeof prompt === "string" ? prompt : "";
}
