import type { Account } from "../account.ts";
import type { CreateEndpoint, CreateReading, Creation } from "../api/create-rules.ts";
import { isImage, type Lane, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import { refusal } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";
import { lookAtUrl } from "../media/url-look.ts";
import { presentKeyframes } from "./keyframes.ts";
import type { ParsedRequest, ParseResult } from "./parsed-request.ts";
import { dreamMachineRefusals } from "./refusals.ts";
import { wireGeneration } from "./wire-generation.ts";

/** What tells one create endpoint of Dream Machine from another. */
export interface DreamMachineCreate {
  readonly lane: Lane;
  readonly status: number;
  readonly parse: (body: JsonObject, account: Account) => ParseResult;
}

/** A create endpoint: types and closed sets are 422 with an array, broken rules and references 400. */
export function dreamMachineEndpoint(account: Account, create: DreamMachineCreate): CreateEndpoint {
  return {
    dialect: "dream-machine",
    lane: create.lane,
    status: create.status,
    refusals: dreamMachineRefusals(account.dice),
    promptField: "prompt",
    read: (body) => read(account, create.parse(body, account)),
    show: (generation, state) => wireGeneration(account, generation, state),
    waitMs: (generation) => syncWaitMs(account, generation),
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
    if (generation === undefined) return `Generation ${frame.id} not found`;
    if (isImage(generation.kind)) return `Generation ${frame.id} is not a video`;
    if (stateAt(generation, account.clock.nowMs()) !== "completed")
      return `Generation ${frame.id} is not completed`;
  }
  return undefined;
}

function toCreation(account: Account, request: ParsedRequest): Creation {
  const isUnreadable = request.media.some(({ url, medium }) => {
    const found = lookAtUrl(account, url, medium);
    return found.kind !== "found" || found.look.medium !== medium;
  });
  return {
    kind: request.kind,
    model: request.model,
    request: request.echo,
    wish: request.wish,
    priceUsdE4: request.priceUsdE4,
    ...(isUnreadable ? { inputFailure: { code: null, reason: "Failed to read user input frames" } } : {}),
  };
}

/** How long a synchronous image waits in seconds, unless its request says. Not published. */
const SYNC_TIMEOUT_S = 60;

/** The wait of an answer to a synchronous create; one that would take longer than it may is answered at once. */
function syncWaitMs(account: Account, { request, endsAtMs }: SimulatedGeneration): number | undefined {
  if (request["sync"] !== true || endsAtMs === null) return undefined;
  const waitMs = endsAtMs - account.clock.nowMs();
  const mostMs = account.clock.durationMs(Number(request["sync_timeout"] ?? SYNC_TIMEOUT_S));
  return waitMs <= mostMs ? waitMs : undefined;
}
