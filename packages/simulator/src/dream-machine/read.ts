import type { Account } from "../account.ts";
import { subjectFor } from "../book/fault-subject.ts";
import { type SimulatedGeneration, stateAt } from "../book/generation.ts";
import { videoPriceUsdE4 } from "../book/price.ts";
import type { FaultSubject } from "../faults/fault-dice.ts";
import { type Answer, json, refusal } from "../http/answer.ts";
import type { Json } from "../json.ts";
import { chance } from "../random.ts";
import { wireGeneration } from "./wire-generation.ts";

/** Most generations that a list answers at once. Dream Machine documents no maximum; 100 is its default. */
const MAX_LIST_LIMIT = 100;

const NOT_FOUND: Answer = refusal(404, "Generation not found");

/** Answers `GET /generations/{id}`. */
export function answerGet(account: Account, id: string): Answer {
  const generation = account.book.find(id);
  if (generation === undefined || isMissing(account, generation)) return NOT_FOUND;
  const subject = subjectFor(generation, `get-${account.nextReadOrdinal()}`);
  const broken = account.dice.roll("get-500", subject);
  if (broken !== undefined) return refusal(Number(broken.value), "Internal Server Error");
  if (account.dice.roll("get-lost", subject) !== undefined) return { kind: "destroy" };
  if (account.dice.roll("get-garbled", subject) !== undefined) {
    return { kind: "text", status: 200, body: '{"id":"', contentType: "application/json" };
  }
  const isOver = stateAt(generation, account.clock.nowMs()) === "completed";
  const goesBack = isOver && account.dice.roll("state-back", subject) !== undefined;
  return json(200, wireGeneration(account, generation, goesBack ? "dreaming" : undefined));
}

/** Answers `DELETE /generations/{id}`. What deleting does to running work is not documented: here, nothing. */
export function answerDelete(account: Account, id: string): Answer {
  return account.book.remove(id) ? { kind: "empty", status: 204 } : NOT_FOUND;
}

/** Answers `GET /generations`: newest first, which is assumed, not documented. */
export function answerList(account: Account, query: URLSearchParams): Answer {
  const limit = readInteger(query, "limit", MAX_LIST_LIMIT, 1);
  const offset = readInteger(query, "offset", 0, 0);
  const problems = [limit, offset].flatMap((read) => ("problem" in read ? [read.problem] : []));
  if ("problem" in limit || "problem" in offset) return refusal(422, problems);

  const key = `list-${account.nextReadOrdinal()}`;
  const subject: FaultSubject = { key, target: "list" };
  const { dice, book } = account;
  const broken = dice.roll("list-500", subject);
  if (broken !== undefined && limit.value >= Number(broken.value))
    return refusal(500, "Internal Server Error");
  if (dice.roll("list-lost", subject) !== undefined) return { kind: "destroy" };
  disturb(account, subject);

  const clamp = Number(dice.roll("list-clamp", subject)?.value ?? MAX_LIST_LIMIT);
  const asked = Math.min(limit.value, clamp, MAX_LIST_LIMIT);
  const listed = book.listed().filter((generation) => !isMissing(account, generation));
  let page = listed.slice(offset.value, offset.value + asked);
  if (dice.roll("list-partial", subject) !== undefined) {
    page = page.filter(({ id }) => chance(book.seed, key, id) < 0.5);
  }
  if (dice.roll("list-unsorted", subject) !== undefined) {
    page = [...page].sort((a, b) => chance(book.seed, key, a.id) - chance(book.seed, key, b.id));
  }
  return json(200, {
    generations: page.map((generation) => wireGeneration(account, generation)),
    count: page.length,
    limit: asked,
    offset: offset.value,
    has_more: offset.value + asked < listed.length,
  });
}

/** What other programs on the account do between two pages. */
function disturb(account: Account, subject: FaultSubject): void {
  const { dice, book } = account;
  const arrival = dice.roll("list-arrival", subject);
  if (arrival !== undefined) {
    const newest = book.all().findLast((generation) => !generation.foreign);
    addForeign(
      account,
      arrival.value === "same" && newest !== undefined ? { request: { ...newest.request } } : {},
    );
  }
  if (dice.roll("list-departure", subject) === undefined) return;
  const leaving = book.listed().find((generation) => generation.foreign);
  if (leaving !== undefined) book.remove(leaving.id);
}

/** Puts a generation on the account that our client did not ask for. */
export function addForeign(
  account: Account,
  options: { readonly request?: Record<string, Json>; readonly ageS?: number },
): SimulatedGeneration {
  const { ageS } = options;
  const request = {
    generation_type: "video",
    model: "ray-2",
    prompt: "someone else's lighthouse",
    aspect_ratio: "16:9",
    loop: false,
    keyframes: null,
    concepts: null,
    callback_url: null,
    resolution: "720p",
    duration: "5s",
    ...options.request,
  };
  return account.book.accept({
    kind: "video",
    model: String(request.model),
    request,
    createOrdinal: 0,
    foreign: true,
    priceUsdE4: videoPriceUsdE4({ model: String(request.model), resolution: "720p", seconds: 5 }),
    ...(ageS === undefined ? {} : { acceptedAtMs: account.clock.nowMs() - account.clock.durationMs(ageS) }),
  });
}

function isMissing(account: Account, generation: SimulatedGeneration): boolean {
  const until = generation.oddities.missingUntilMs;
  return until === null || (until !== undefined && account.clock.nowMs() < until);
}

function readInteger(
  query: URLSearchParams,
  name: string,
  fallback: number,
  min: number,
): { readonly value: number } | { readonly problem: Json } {
  const text = query.get(name);
  if (text === null) return { value: fallback };
  const loc = ["query", name];
  if (!/^-?\d+$/.test(text)) {
    const msg = "Input should be a valid integer, unable to parse string as an integer";
    return { problem: { type: "int_parsing", loc, msg, input: text } };
  }
  const value = Number(text);
  if (value >= min) return { value };
  const msg = `Input should be greater than or equal to ${min}`;
  return { problem: { type: "greater_than_equal", loc, msg, input: text, ctx: { ge: min } } };
}
