import type { Account } from "../account.ts";
import type { SimulatedGeneration } from "../book/generation.ts";
import type { FaultHit } from "../faults/fault-dice.ts";
import { type Answer, json, webPage } from "../http/answer.ts";
import type { CreateEndpoint } from "./create-rules.ts";

/** The answer to a create that was accepted, as a fault leaves it. */
export function spoilCreated(options: {
  readonly account: Account;
  readonly endpoint: CreateEndpoint;
  readonly generation: SimulatedGeneration;
  readonly fault: FaultHit;
}): Answer {
  const { account, endpoint, generation, fault } = options;
  const { status } = endpoint;
  const body = endpoint.show(generation);
  const whole = json(status, body, endpoint.headers());
  switch (fault.name) {
    case "lost-after":
      return { kind: "destroy" };
    case "hang-after":
      return { kind: "hang" };
    case "truncated-201":
      return { kind: "cut", status, body };
    case "garbled-201": {
      const text = JSON.stringify(body);
      const broken = text.slice(0, text.indexOf('"state"'));
      return { kind: "text", status, body: broken, contentType: "application/json" };
    }
    case "huge-201":
      return { kind: "huge", status, body, paddingBytes: Number(fault.value) * 1e6 };
    case "no-id-201":
      return json(status, { ...body, id: null });
    case "old-id-201":
      return json(status, { ...body, id: olderId(account, generation) });
    case "page-after":
      return webPage(status, "One moment");
    case "redirect-after":
      return { kind: "redirect", status: Number(fault.value), location: account.elsewhere() };
    case "slow-answer":
      return { kind: "delayed", delayMs: account.clock.durationMs(Number(fault.value)), answer: whole };
    case "slow-body":
      return { kind: "drip", status, body, overMs: account.clock.durationMs(Number(fault.value)) };
    case "status-after":
      return endpoint.refusals.serverFault(Number(fault.value));
    default:
      return endpoint.refusals.serverFault(Number(fault.name.replace("-after", "")));
  }
}

/** The id of the generation of the same API that was accepted before; null for the first. */
function olderId(account: Account, generation: SimulatedGeneration): string | null {
  const older = account.book
    .all()
    .findLast(({ index, dialect }) => index < generation.index && dialect === generation.dialect);
  return older?.id ?? null;
}
