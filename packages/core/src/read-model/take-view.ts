import type { Shot } from "@shotlist/manifest";
import type { RetakeWish, Verdict } from "../ports/state-store.ts";
import type { TakeView } from "../read-model.ts";
import type { Take } from "../take/take.ts";
import { moneyOf } from "../take/take-facts.ts";
import { failureWords } from "./failure-words.ts";

/**
 * A take as people see it.
 *
 * @param shot - the shot as the manifest stands; undefined when it was removed.
 */
export function takeView(
  take: Take,
  shot: Shot | undefined,
  { verdict, retake }: { readonly verdict: Verdict | undefined; readonly retake: RetakeWish | undefined },
): TakeView {
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
    // A checked clip is recorded before it has its name, under which no page finds it yet.
    ...(clip === undefined || take.state !== "done" ? {} : { clip }),
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
    ...(retake === undefined ? {} : { retake: wishView(retake) }),
    ...(paidTwiceOf === undefined ? {} : { paidTwiceOf }),
  };
}

function wishView({ atMs, prompt }: RetakeWish): NonNullable<TakeView["retake"]> {
  return { ...(prompt === undefined ? {} : { prompt }), at: isoTime(atMs) };
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
