import type { Account } from "../account.ts";
import { subjectFor } from "../book/fault-subject.ts";
import { type GenerationState, isTerminalAt, type SimulatedGeneration } from "../book/generation.ts";
import { type FaultHit, faultsOf } from "../faults/fault-dice.ts";
import { type Answer, json, refusal, webPage } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";
import { seededUuid } from "../random.ts";

/** Strike only what has ended, and are not used up before. */
const AT_THE_END: ReadonlySet<string> = new Set(["state-back", "get-contradictory"]);
const LOOK_FAULTS = faultsOf("get").filter((name) => !AT_THE_END.has(name));

/** The same for an unknown id, another account's, and what is no id at all, at both of Luma's APIs. */
export const NOT_FOUND: Answer = refusal(404, "Generation not found");

/** How a dialect shows a generation, and how it refuses to. */
export interface LookWords {
  /** In another state than the present one where one is given. */
  show(generation: SimulatedGeneration, state?: GenerationState): JsonObject;
  readonly notFound: Answer;
  refuse(status: number, text: string, headers?: Readonly<Record<string, string>>): Answer;
}

/** True while a generation is answered with 404 and left out of lists, by fault. */
export function isMissing(account: Account, generation: SimulatedGeneration): boolean {
  const { missingUntilMs: until, missingFromMs: from } = generation.oddities;
  const nowMs = account.clock.nowMs();
  if (from !== undefined && nowMs >= from) return true;
  return until === null || (until !== undefined && nowMs < until);
}

/** Answers a look at one generation in any dialect, `generation` being what was found. */
export function answerLook(
  account: Account,
  generation: SimulatedGeneration | undefined,
  words: LookWords,
): Answer {
  const { show } = words;
  if (generation === undefined || isMissing(account, generation)) return words.notFound;
  const { dice, clock } = account;
  const subject = subjectFor(generation, `get-${account.nextReadOrdinal()}`);
  const fault = dice.rollFirst(LOOK_FAULTS, subject);
  if (fault !== undefined) return spoilLook({ account, generation, words, fault });
  if (!isTerminalAt(generation, clock.nowMs())) return json(200, show(generation));
  const back = dice.roll("state-back", subject);
  if (back !== undefined) return json(200, show(generation, back.value as GenerationState));
  const isContradictory =
    generation.outcome === "completed" && dice.roll("get-contradictory", subject) !== undefined;
  const lie = isContradictory ? { failure_reason: "Job failed", created_at: "never" } : {};
  return json(200, { ...show(generation), ...lie });
}

function spoilLook(options: {
  readonly account: Account;
  readonly generation: SimulatedGeneration;
  readonly words: LookWords;
  readonly fault: FaultHit;
}): Answer {
  const { account, generation, fault, words } = options;
  const body = words.show(generation);
  switch (fault.name) {
    case "get-404":
      return words.notFound;
    case "get-429":
      return words.refuse(429, "Rate limit exceeded", { "Retry-After": fault.value });
    case "get-lost":
      return { kind: "destroy" };
    case "get-hang":
      return { kind: "hang" };
    case "get-slow":
      return {
        kind: "drip",
        status: 200,
        body,
        overMs: account.clock.durationMs(Number(fault.value)),
      };
    case "get-huge":
      return { kind: "huge", status: 200, body, paddingBytes: Number(fault.value) * 1e6 };
    case "get-page":
      return webPage(200, "One moment");
    case "get-redirect":
      return { kind: "redirect", status: Number(fault.value), location: account.elsewhere() };
    case "get-garbled":
      return { kind: "text", status: 200, body: '{"id":"', contentType: "application/json" };
    case "get-other-id":
      return json(200, { ...body, id: seededUuid(account.book.seed, "other", generation.index) });
    case "get-unknown-state":
      return json(200, { ...body, state: fault.value });
    default:
      return words.refuse(Number(fault.value), "Internal Server Error");
  }
}
