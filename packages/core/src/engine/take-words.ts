import type { Take } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";

/** What happened to a take, in words for people; `take` is the take after the event. */
export function takeWords(event: TakeEvent, take: Take): string {
  switch (event.type) {
    case "intended":
      return "sending";
    case "accepted":
      if (event.paidTwiceOf !== undefined)
        return `turned up after all, also paid as take ${event.paidTwiceOf}`;
      return event.idSource === "answer" ? "accepted" : `found at the API (${event.idSource})`;
    case "refused":
      return `refused: ${event.failure.message}`;
    case "unsent":
      return `not sent: ${event.reason}`;
    case "unanswered":
      return event.neverResend
        ? `accepted, but the answer is unreadable: ${event.reason}`
        : `no usable answer: ${event.reason}`;
    case "absent":
      return event.by === "listing"
        ? "certainly not made: the API's list does not have it"
        : "not made, as you said";
    case "seen":
      return event.apiState === "queued" ? "queued at the API" : "being made";
    case "completed":
      return "made, to be fetched";
    case "failed":
      return `failed: ${event.failure.message}`;
    case "not-found":
      return take.state === "missing" || take.state === "unconfirmed"
        ? "the API does not know it any more"
        : "the API does not know it for now";
    case "timed-out":
      return take.endedAtMs === undefined
        ? "takes too long; its slot is free again"
        : "made, but it never got a link";
    case "clip-checked":
      return "fetched and checked";
    case "clip-placed":
      return `done: ${take.clip?.file ?? ""}`;
    case "clip-moved":
      return `its clip is called ${event.clip.file}`;
    case "clip-lost":
      return "its clip is gone, to be fetched again";
    case "excused":
      return `not the shot's fault: ${event.reason}`;
    case "abandoned":
      return "given up";
  }
}
