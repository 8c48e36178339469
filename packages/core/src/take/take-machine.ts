import { ShotlistError } from "../shotlist-error.ts";
import type { Take, TakeState } from "./take.ts";
import type { TakeEvent } from "./take-event.ts";

/** Looks in a row that must say "not found", and the time they must span, before an id counts as gone. */
export const MISSING_AFTER: { readonly looks: number; readonly spanMs: number } = {
  looks: 3,
  spanMs: 600_000,
};

type EventOf<Type extends TakeEvent["type"]> = Extract<TakeEvent, { type: Type }>;

/** What a state does with an event: a step to the next take, or `ignored` because it comes too late to matter. */
type Step<Type extends TakeEvent["type"]> = ((take: Take, event: EventOf<Type>) => Take) | "ignored";

type Row = { readonly [Type in Exclude<TakeEvent["type"], "intended">]?: Step<Type> };

const accept: Step<"accepted"> = (take, event) => ({
  ...take,
  state: "running",
  generationId: event.generationId,
  idSource: event.idSource,
  acceptedAtMs: event.atMs,
  ...(event.paidTwiceOf === undefined ? {} : { paidTwiceOf: event.paidTwiceOf }),
});

const refuse: Step<"refused"> = (take, event) => ({ ...take, state: "refused", failure: event.failure });

const unanswered: Step<"unanswered"> = (take, event) => ({
  ...take,
  state: "unconfirmed",
  unansweredAtMs: event.atMs,
  ...(event.neverResend ? { neverResend: true } : {}),
});

const complete: Step<"completed"> = (take, event) => ({
  ...found(take),
  state: "completed",
  endedAtMs: take.endedAtMs ?? event.atMs,
});

const fail: Step<"failed"> = (take, event) =>
  take.endedAtMs === undefined
    ? { ...found(take), state: "failed", failure: event.failure, endedAtMs: event.atMs }
    : take;

const seenIn =
  (state: TakeState): Step<"seen"> =>
  (take, event) => ({
    ...found(take),
    state,
    apiState: take.apiState === "running" ? "running" : event.apiState,
  });

const end =
  (state: TakeState): ((take: Take) => Take) =>
  (take) => ({ ...take, state });

const notFound: Step<"not-found"> = (take, event) => {
  const looks = (take.notFoundLooks ?? 0) + 1;
  const sinceMs = take.notFoundSinceMs ?? event.atMs;
  const gone = looks >= MISSING_AFTER.looks && event.atMs - sinceMs >= (event.spanMs ?? MISSING_AFTER.spanMs);
  if (gone && take.idSource === "listing") return disown(take);
  return {
    ...take,
    state: gone ? "missing" : take.state,
    notFoundLooks: looks,
    notFoundSinceMs: sinceMs,
  };
};

const excuse: Step<"excused"> = (take) =>
  take.failure === undefined ? take : { ...take, failure: { ...take.failure, category: "transient" } };

const loseClip: Step<"clip-lost"> = (take) => {
  const { clip: _clip, doneAtMs: _doneAtMs, ...rest } = take;
  return { ...rest, state: "completed" };
};

const reopen: Step<"accepted"> = (take, event) =>
  take.unansweredAtMs === undefined ? impossible(take, event) : accept(take, event);

const placeClip: Step<"clip-placed"> = (take, event) => {
  const placed: Take = { ...take, state: "done", doneAtMs: event.atMs };
  if (event.withoutPoster !== true || take.clip === undefined) return placed;
  const { poster: _poster, ...clip } = take.clip;
  return { ...placed, clip };
};

const moveClip: Step<"clip-moved"> = (take, event) => {
  if (take.clip?.sha256 !== event.clip.sha256) return impossible(take, event);
  const stays = take.clip.file === event.clip.file && take.clip.poster === event.clip.poster;
  return stays ? take : { ...take, clip: event.clip };
};

/** Answers of the API that come after the end of a take: the first terminal state has won. */
const LATE_WORDS = {
  seen: "ignored",
  completed: "ignored",
  failed: "ignored",
  "not-found": "ignored",
  "timed-out": "ignored",
} as const;

const AFTER_SENDING = { unanswered: "ignored" } as const;

/*
 * The life of a take. "←" is what enters a state, "→" what leaves it, "·" what is ignored in it; whatever is
 * not named is impossible and throws. An `accepted` with the id that the take already has is ignored everywhere.
 *
 * sending      ← intended
 *              → accepted: running · refused: refused · unsent: not-created · unanswered: unconfirmed
 * unconfirmed  ← unanswered; not-found (an id adopted from a listing is gone: the id is given back)
 *              → accepted: running · absent: not-created (not after `neverResend`, unless by hand)
 *                refused: refused, when the answer comes after all · abandoned: abandoned
 *              · unanswered
 * running      ← accepted (from sending, unconfirmed, not-created); seen (from missing)
 *              → completed: completed · failed: failed · timed-out: overdue · abandoned: abandoned
 *                not-found: missing, at the third look in a row over ten minutes
 *              · unanswered; seen changes the API's last word, never from running back to queued
 * overdue      ← timed-out (also a completed one that never got a link)
 *              → completed, failed, not-found, abandoned as in running; a failure after a completion is ignored
 *              · timed-out, unanswered; seen changes nothing but the API's last word
 * missing      ← not-found
 *              → seen: running · completed: completed · failed: failed · abandoned: abandoned
 *              · not-found, timed-out, unanswered
 * completed    ← completed; clip-lost
 *              → clip-checked: checked · not-found: missing · timed-out: overdue · abandoned: abandoned
 *              · seen, completed, failed, clip-lost, clip-moved, unanswered
 * checked      ← clip-checked
 *              → clip-placed: done · clip-lost: completed
 *              · clip-checked and every word of the API; clip-moved changes nothing but the clip's name
 * done         ← clip-placed
 *              → clip-lost: completed
 *              · clip-checked, clip-placed and every word of the API; clip-moved as in checked
 * failed       ← failed
 *              · excused makes the failure transient; every word of the API is ignored
 * refused      ← refused
 *              · excused makes the failure transient; refused again is ignored
 * not-created  ← unsent, absent
 *              → accepted: running, when it turns up after all (never after `unsent`: nothing had left)
 *              · absent, unanswered
 * abandoned    ← abandoned
 *              · every word of the API, abandoned
 */
const TABLE: { readonly [State in TakeState]: Row } = {
  sending: {
    accepted: accept,
    refused: refuse,
    unsent: end("not-created"),
    unanswered,
  },
  unconfirmed: {
    ...AFTER_SENDING,
    accepted: accept,
    refused: refuse,
    absent: (take, event) =>
      take.neverResend === true && event.by === "listing"
        ? impossible(take, event)
        : { ...take, state: "not-created" },
    abandoned: end("abandoned"),
  },
  running: {
    ...AFTER_SENDING,
    seen: seenIn("running"),
    completed: complete,
    failed: fail,
    "not-found": notFound,
    "timed-out": end("overdue"),
    abandoned: end("abandoned"),
  },
  overdue: {
    ...AFTER_SENDING,
    seen: seenIn("overdue"),
    completed: complete,
    failed: fail,
    "not-found": notFound,
    "timed-out": "ignored",
    abandoned: end("abandoned"),
  },
  missing: {
    ...AFTER_SENDING,
    seen: seenIn("running"),
    completed: complete,
    failed: fail,
    "not-found": "ignored",
    "timed-out": "ignored",
    abandoned: end("abandoned"),
  },
  completed: {
    ...AFTER_SENDING,
    ...LATE_WORDS,
    "not-found": notFound,
    "timed-out": end("overdue"),
    "clip-checked": (take, event) => ({ ...found(take), state: "checked", clip: event.clip }),
    "clip-lost": "ignored",
    "clip-moved": "ignored",
    abandoned: end("abandoned"),
  },
  checked: {
    ...AFTER_SENDING,
    ...LATE_WORDS,
    "clip-checked": "ignored",
    "clip-placed": placeClip,
    "clip-lost": loseClip,
    "clip-moved": moveClip,
  },
  done: {
    ...AFTER_SENDING,
    ...LATE_WORDS,
    "clip-checked": "ignored",
    "clip-placed": "ignored",
    "clip-lost": loseClip,
    "clip-moved": moveClip,
  },
  failed: { ...AFTER_SENDING, ...LATE_WORDS, excused: excuse },
  refused: { refused: "ignored", excused: excuse },
  "not-created": { ...AFTER_SENDING, accepted: reopen, absent: "ignored" },
  abandoned: { ...AFTER_SENDING, ...LATE_WORDS, abandoned: "ignored" },
};

/**
 * The take after an event: pure, and the only place where a take changes its state.
 *
 * @param take - the take as it is, or undefined before its intent.
 * @param event - what happened; `intended` only begins a take.
 * @returns the next take; the very same object when the event is ignored.
 * @throws ShotlistError `impossible-event` when the event cannot happen in that state, which means a fault in
 *   the program: a second id for a take, an answer to a create that never left, a clip without a generation.
 */
export function nextTake(take: Take | undefined, event: TakeEvent): Take {
  if (event.type === "intended") return begin(take, event);
  if (take === undefined) return impossible(take, event);
  if (event.type === "accepted" && take.generationId === event.generationId) return take;
  const step = TABLE[take.state][event.type] as Step<TakeEvent["type"]> | undefined;
  if (step === undefined) return impossible(take, event);
  return step === "ignored" ? take : step(take, event);
}

function begin(take: Take | undefined, event: EventOf<"intended">): Take {
  if (take !== undefined || event.take.state !== "sending" || event.take.generationId !== undefined) {
    return impossible(take, event);
  }
  return event.take;
}

function found(take: Take): Take {
  if (take.notFoundLooks === undefined && take.notFoundSinceMs === undefined) return take;
  const { notFoundLooks: _looks, notFoundSinceMs: _since, ...rest } = take;
  return rest;
}

function disown(take: Take): Take {
  const { generationId: _id, idSource: _source, acceptedAtMs: _accepted, ...withoutId } = found(take);
  const { apiState: _state, endedAtMs: _ended, paidTwiceOf: _twice, ...rest } = withoutId;
  return { ...rest, state: "unconfirmed" };
}

function impossible(take: Take | undefined, event: TakeEvent): never {
  const where = take === undefined ? "before its intent" : `in state "${take.state}"`;
  const whose = take === undefined ? "a take" : `take ${take.number} of shot "${take.shotId}"`;
  throw new ShotlistError(
    "impossible-event",
    `The event "${event.type}" cannot happen to ${whose} ${where}.`,
    {
      hint: "This is a fault in shotlist; please report it with the output of `shotlist state show`.",
      standing: "Nothing was written; the state is as it was before.",
    },
  );
}
