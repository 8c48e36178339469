import type { CreateOutcome, Dialect, ListOutcome, LookOutcome } from "@shotlist/core";
import { answerReader as agentsReader } from "../agents/answer-reader.ts";
import { answerReader as crazyrouterReader } from "../crazyrouter/answer-reader.ts";
import type { AnswerReader } from "../dialect/answer-reader.ts";
import { createOutcome } from "../dialect/create-outcome.ts";
import { look } from "../dialect/look.ts";
import { answerReader as dreamMachineReader } from "../dream-machine/answer-reader.ts";
import { list } from "../dream-machine/dream-machine-api.ts";
import { type Answer, toAnswerHeaders } from "../http/answer.ts";
import { BodyCollector } from "../http/body-collector.ts";
import type { Channel } from "../http/channel.ts";
import { createRedact, type Redact } from "../http/redact.ts";

/** An answer as it came over the wire. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a dialect makes of answers that are given to it, without a network. */
export interface GivenAnswers {
  create(answer: GivenAnswer): CreateOutcome;
  look(id: string, answer: GivenAnswer): Promise<LookOutcome>;
  /** Dream Machine only. */
  list(answer: GivenAnswer): Promise<ListOutcome>;
}

const READERS: Readonly<Record<Dialect, (redact: Redact) => AnswerReader>> = {
  "dream-machine": dreamMachineReader,
  agents: agentsReader,
  crazyrouter: crazyrouterReader,
};

/** A dialect's readers as its API puts them together, with this key to keep to themselves. */
export function givenAnswers(dialect: Dialect, apiKey: string): GivenAnswers {
  const redact = createRedact(apiKey);
  const reader = READERS[dialect](redact);
  const { signal } = new AbortController();
  return {
    create: (given) => createOutcome({ kind: "answered", answer: answerOf(given) }, reader),
    look: (id, given) => look(channelWith(given, redact), reader, id, signal),
    list: (given) => list(channelWith(given, redact), reader, { limit: 100, offset: 0 }, signal),
  };
}

function answerOf({ status, headers, body }: GivenAnswer): Answer {
  const answerHeaders = toAnswerHeaders(headers);
  const collector = new BodyCollector(8 * 1024 * 1024);
  collector.add(body);
  return { status, headers: answerHeaders, body: collector.read(answerHeaders) };
}

function channelWith(given: GivenAnswer, redact: Channel["redact"]): Channel {
  return {
    origin: "https://api.example",
    redact,
    openCreate: () => Promise.resolve({ kind: "unreachable", reason: "there is no network here" }),
    request: () => Promise.resolve({ kind: "answered", answer: answerOf(given) }),
    close: () => Promise.resolve(),
  };
}
