import type { TakeChange } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Take, TakeState } from "./take.ts";
import type { TakeEvent } from "./take-event.ts";
import { holdsMoney, isEmptyHanded, isUnanswered } from "./take-facts.ts";
import { nextTake } from "./take-machine.ts";

/** What a person knows of a take: its generation, that there is none, or that it is not worth waiting for. */
export type HandAnswer =
  | { readonly kind: "created"; readonly generationId: string }
  | { readonly kind: "not-created" }
  | { readonly kind: "abandoned" };

/** States from which a take can be given up. */
const ABANDONABLE: readonly TakeState[] = [
  "sending",
  "unconfirmed",
  "running",
  "overdue",
  "missing",
  "completed",
];

/** Whether an answer can be given to a take as it is. */
export function fitsByHand(take: Take, answer: HandAnswer["kind"]): boolean {
  if (answer === "abandoned") return ABANDONABLE.includes(take.state);
  if (isUnanswered(take)) return true;
  // A create that was called absent can turn up after all; one that never left cannot.
  return answer === "created" && take.state === "not-created" && take.unansweredAtMs !== undefined;
}

/** Whether a take waits for a person: nothing that is certain to come will settle it. */
export function waitsForPerson(take: Take): boolean {
  return isUnanswered(take) || take.state === "missing" || take.state === "overdue";
}

/**
 * Settles a take by a person's word: the changes to record, in order. Only to be used while no run is at work,
 * so that a take in `sending` is known to be one whose run has ended.
 *
 * @param siblings - all takes of its shot, to tell whether it was sent again in the meantime.
 * @throws ShotlistError `take-settled` when the answer does not fit the take.
 */
export function settleByHand(
  take: Take,
  answer: HandAnswer,
  { atMs, siblings }: { readonly atMs: number; readonly siblings: readonly Take[] },
): readonly TakeChange[] {
  if (!fitsByHand(take, answer.kind)) throw settled(take, answer);
  const events: TakeEvent[] = [];
  if (take.state === "sending") {
    const reason = "the run that sent it ended before the answer came";
    events.push({ type: "unanswered", atMs, reason, neverResend: false });
  }
  if (answer.kind === "not-created") events.push({ type: "absent", atMs, by: "hand" });
  else if (answer.kind === "abandoned") events.push({ type: "abandoned", atMs });
  else {
    const resent = siblings.find(
      (other) => other.number > take.number && other.requestHash === take.requestHash && holdsMoney(other),
    );
    events.push({
      type: "accepted",
      atMs,
      generationId: answer.generationId,
      idSource: "hand",
      ...(isEmptyHanded(take) && resent !== undefined ? { paidTwiceOf: resent.number } : {}),
    });
  }
  const changes: TakeChange[] = [];
  let now = take;
  for (const event of events) {
    now = nextTake(now, event);
    changes.push({ take: now, event });
  }
  return changes;
}

function settled(take: Take, answer: HandAnswer): ShotlistError {
  const words = answer.kind === "created" ? "given a generation" : `settled as ${answer.kind}`;
  return new ShotlistError(
    "take-settled",
    `Take ${take.number} of shot ${take.shotId} is ${take.state} and cannot be ${words}.`,
    {
      hint: `shotlist state show MANIFEST ${take.shotId} tells what happened to it.`,
      standing: "Nothing was changed.",
    },
  );
}
