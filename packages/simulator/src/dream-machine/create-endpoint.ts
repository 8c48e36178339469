import type { Account } from "../account.ts";
import type { CreateEndpoint, CreateReading, Creation } from "../api/create-rules.ts";
import { isImage, type Lane, stateAt } from "../book/generation.ts";
import { refusal } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";
import { presentKeyframes } from "./keyframes.ts";
import type { ParsedRequest, ParseResult } from "./parsed-request.ts";
import { dreamMachineRefusals } from "./refusals.ts";
import { wireGeneration } from "./wire-generation.ts";

/** What tells one create endpoint of Dream Machine from another. */
export interface DreamMachineCreate {
  readonly lane: Lane;
  readonly status: number;
  readonly parse: (body: JsonObject) => ParseResult;
}

/** A create endpoint: types and closed sets are 422 with an array, broken rules and references 400. */
export function dreamMachineEndpoint(account: Account, create: DreamMachineCreate): CreateEndpoint {
  return {
    dialect: "dream-machine",
    lane: create.lane,
    status: create.status,
    refusals: dreamMachineRefusals(account.dice),
    read: (body) => read(account, create.parse(body)),
    show: (generation) => wireGeneration(account, generation),
    headers: () => ({}),
  };
}

function read(account: Account, parsed: ParseResult): CreateReading {
  if (parsed.kind === "fields") return { kind: "refused", answer: refusal(422, parsed.problems) };
  if (parsed.kind === "rule") return { kind: "refused", answer: refusal(400, parsed.message) };
  const broken = brokenReference(account, parsed.request);
  if (broken !== undefined) return { kind: "refused", answer: refusal(400, broken) };
  return { kind: "good", creation: toCreation(account, parsed.request) };
}

function brokenReference(account: Account, request: ParsedRequest): string | undefined {
  for (const frame of presentKeyframes(request.keyframes)) {
    if (frame.type !== "generation") continue;
    const generation = account.book.find(frame.id, "dream-machine");
    if (generation === undefined || isImage(generation.kind)) return `Generation ${frame.id} not found`;
    if (stateAt(generation, account.clock.nowMs()) !== "completed")
      return `Generation ${frame.id} is not completed`;
  }
  return undefined;
}

function toCreation(account: Account, request: ParsedRequest): Creation {
  const isUnreadable = request.mediaUrls.some((url) => !account.canFetch(url));
  return {
    kind: request.kind,
    model: request.model,
    request: request.echo,
    priceUsdE4: request.priceUsdE4,
    ...(isUnreadable ? { inputFailure: { code: null, reason: "Failed to read user input frames" } } : {}),
  };
}
