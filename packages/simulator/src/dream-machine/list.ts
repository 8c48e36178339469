import type { Account } from "../account.ts";
import { isMissing } from "../api/look.ts";
import type { SimulatedGeneration } from "../book/generation.ts";
import type { FaultHit, FaultSubject } from "../faults/fault-dice.ts";
import type { FaultName } from "../faults/fault-spec.ts";
import { addForeign } from "../foreign.ts";
import { type Answer, json, refusal, webPage } from "../http/answer.ts";
import type { Json, JsonObject } from "../json.ts";
import { chance } from "../random.ts";
import { wireGeneration } from "./wire-generation.ts";

/** Most generations that a list answers at once. Dream Machine documents no maximum; 100 is its default. */
const MAX_LIST_LIMIT = 100;

/** Faults that leave nothing of the answer, or of its form. */
const BROKEN_ANSWERS: readonly FaultName[] = [
  "list-lost",
  "list-hang",
  "list-slow",
  "list-huge",
  "list-page",
  "list-garbled",
  "list-redirect",
];

/** Answers `GET /generations`: newest first, which is assumed, not documented. */
export function answerList(account: Account, query: URLSearchParams): Answer {
  const limit = readInteger(query, "limit", MAX_LIST_LIMIT, 1);
  const offset = readInteger(query, "offset", 0, 0);
  const problems = [limit, offset].flatMap((read) => ("problem" in read ? [read.problem] : []));
  if ("problem" in limit || "problem" in offset) return refusal(422, problems);

  const key = `list-${account.nextReadOrdinal()}`;
  const subject: FaultSubject = { key, target: "list" };
  const limited = account.dice.roll("list-500", subject);
  if (limited !== undefined && limit.value >= Number(limited.value))
    return refusal(500, "Internal Server Error");
  const fault = account.dice.rollFirst(BROKEN_ANSWERS, subject);
  if (fault?.name === "list-lost") return { kind: "destroy" };
  if (fault?.name === "list-hang") return { kind: "hang" };
  disturb(account, subject);
  const body = page(account, subject, { limit: limit.value, offset: offset.value });
  return fault === undefined ? json(200, body) : spoilList(account, body, fault);
}

function page(
  account: Account,
  subject: FaultSubject,
  asked: { readonly limit: number; readonly offset: number },
): JsonObject {
  const { dice, book } = account;
  const clamp = Number(dice.roll("list-clamp", subject)?.value ?? MAX_LIST_LIMIT);
  const limit = Math.min(asked.limit, clamp, MAX_LIST_LIMIT);
  const listed = book.listed().filter((generation) => !isMissing(account, generation));
  let shown = listed.slice(asked.offset, asked.offset + limit);
  if (dice.roll("list-partial", subject) !== undefined) {
    shown = shown.filter(({ id }) => chance(book.seed, subject.key, id) < 0.5);
  }
  if (dice.roll("list-unsorted", subject) !== undefined) {
    const place = ({ id }: SimulatedGeneration): number => chance(book.seed, subject.key, id);
    shown = [...shown].sort((a, b) => place(a) - place(b));
  }
  if (dice.roll("list-repeated", subject) !== undefined) shown = [...shown, ...shown];
  const generations: Json[] = shown.map((generation) => wireGeneration(account, generation));
  if (dice.roll("list-odd-items", subject) !== undefined) {
    generations.unshift(null, {}, "generation", { id: 7, state: [], request: "none" });
  }
  const isEndless = dice.roll("list-endless", subject) !== undefined;
  return {
    generations,
    count: generations.length,
    limit,
    offset: asked.offset,
    has_more: isEndless || asked.offset + limit < listed.length,
  };
}

/** A list that does not come as it should, whatever is on it. */
function spoilList(account: Account, body: JsonObject, fault: FaultHit): Answer {
  switch (fault.name) {
    case "list-slow":
      return { kind: "drip", status: 200, body, overMs: account.clock.durationMs(Number(fault.value)) };
    case "list-huge":
      return { kind: "huge", status: 200, body, paddingBytes: Number(fault.value) * 1e6 };
    case "list-page":
      return webPage(200, "One moment");
    case "list-garbled": {
      const text = JSON.stringify(body);
      return { kind: "text", status: 200, body: text.slice(0, -9), contentType: "application/json" };
    }
    default:
      return { kind: "redirect", status: Number(fault.value), location: account.elsewhere() };
  }
}

/** What other programs on the account do between two pages. */
function disturb(account: Account, subject: FaultSubject): void {
  const { dice, book } = account;
  const arrival = dice.roll("list-arrival", subject);
  if (arrival !== undefined) {
    const newest = book.all().findLast(({ foreign, dialect }) => !foreign && dialect === "dream-machine");
    addForeign(
      account,
      arrival.value === "same" && newest !== undefined ? { request: { ...newest.request } } : {},
    );
  }
  if (dice.roll("list-departure", subject) === undefined) return;
  const leaving = book.listed().find((generation) => generation.foreign);
  if (leaving !== undefined) book.remove(leaving.id);
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
