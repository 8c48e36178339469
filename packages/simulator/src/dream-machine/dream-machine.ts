import type { Account } from "../account.ts";
import { laneOf, stateAt } from "../book/generation.ts";
import { type Answer, type ApiRequest, json, refusal } from "../http/answer.ts";
import { answerCreate, type CreateEndpoint } from "./create.ts";
import {
  parseAudioRequest,
  parseImageRequest,
  parseModifyRequest,
  parseReframeRequest,
  parseUpscaleRequest,
} from "./other-requests.ts";
import { answerDelete, answerGet, answerList } from "./read.ts";
import { parseVideoRequest } from "./video-request.ts";
import { CONCEPTS } from "./vocabulary.ts";

/** The path below which the dialect lives. */
export const DREAM_MACHINE_BASE = "/dream-machine/v1";

/** How a request to the dialect was answered, and by which endpoint, for counting. */
export interface DialectAnswer {
  readonly endpoint: string;
  readonly answer: Answer;
}

const CREATES: Readonly<Record<string, CreateEndpoint>> = {
  "/generations": { lane: "ray", status: 201, parse: parseVideoRequest },
  "/generations/video": { lane: "ray", status: 201, parse: parseVideoRequest },
  "/generations/video/modify": { lane: "ray", status: 201, parse: parseModifyRequest },
  "/generations/video/reframe": { lane: "ray", status: 201, parse: parseReframeRequest },
  "/generations/image": { lane: "photon", status: 201, parse: (body) => parseImageRequest(body, "image") },
  "/generations/image/reframe": {
    lane: "photon",
    status: 201,
    parse: (body) => parseImageRequest(body, "reframe_image"),
  },
};

/**
 * Answers any request to the Dream Machine API: Luma's OpenAPI 1.1.0, plus the two old paths that its guide
 * still shows (`POST /generations`, `GET /generations/camera_motion/list`).
 */
export function answerDreamMachine(account: Account, request: ApiRequest): DialectAnswer {
  const { method, path } = request;
  if (!isAuthorised(account, request)) {
    return { endpoint: `${method} ${nameOf(path)}`, answer: refusal(401, "Invalid API key is provided") };
  }
  const endpoint = `${method} ${nameOf(path)}`;
  const create = method === "POST" ? CREATES[path] : undefined;
  if (create !== undefined) return { endpoint, answer: answerCreate(account, create, request) };
  return { endpoint, answer: answerOther(account, request, endpoint) };
}

function answerOther(account: Account, request: ApiRequest, endpoint: string): Answer {
  const id = request.path.split("/")[2] ?? "";
  switch (endpoint) {
    case "GET /ping":
      return json(200, { message: "pong" });
    case "GET /credits":
      return json(200, { credit_balance: account.book.money().balanceUsdE4 / 100 });
    case "GET /generations":
      return answerList(account, request.query);
    case "GET /generations/concepts/list":
    case "GET /generations/camera_motion/list":
      return json(200, CONCEPTS);
    case "GET /generations/{id}":
      return answerGet(account, id);
    case "DELETE /generations/{id}":
      return answerDelete(account, id);
    case "POST /generations/{id}/upscale":
    case "POST /generations/{id}/audio":
      return answerDerived(account, request, id);
    default:
      return isKnownPath(request.path) ? refusal(405, "Method Not Allowed") : refusal(404, "Not Found");
  }
}

/** Upscale and audio: a new generation made from a completed one. That it gets a new id is assumed. */
function answerDerived(account: Account, request: ApiRequest, id: string): Answer {
  const source = account.book.find(id);
  if (source === undefined || laneOf(source.kind) !== "ray") return refusal(404, "Generation not found");
  if (stateAt(source, account.clock.nowMs()) !== "completed")
    return refusal(400, `Generation ${id} is not completed`);
  const parse = request.path.endsWith("/audio") ? parseAudioRequest : parseUpscaleRequest;
  return answerCreate(account, { lane: "ray", status: 200, parse: (body) => parse(body, source) }, request);
}

function isAuthorised(account: Account, request: ApiRequest): boolean {
  const header = request.headers["authorization"];
  const key = typeof header === "string" ? /^Bearer (\S+)$/i.exec(header)?.[1] : undefined;
  return key !== undefined && account.isKeyAccepted(key);
}

/** The path with its id left out. */
function nameOf(path: string): string {
  if (path in CREATES || path.endsWith("/list")) return path;
  return path.replace(/^\/generations\/[^/]+/, "/generations/{id}");
}

function isKnownPath(path: string): boolean {
  return path in CREATES || /^\/(ping|credits|generations\/[^/]+(\/(upscale|audio|list))?)$/.test(path);
}
