import type { Account } from "../account.ts";
import { answerCreate } from "../api/create.ts";
import { answerLook, NOT_FOUND } from "../api/look.ts";
import { isImage, stateAt } from "../book/generation.ts";
import { type Answer, type ApiRequest, json, refusal } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";
import { type DreamMachineCreate, dreamMachineEndpoint } from "./create-endpoint.ts";
import { parseAudioRequest, parseUpscaleRequest } from "./derived-requests.ts";
import { parseImageReframeRequest, parseImageRequest } from "./image-requests.ts";
import { answerList } from "./list.ts";
import { parseModifyRequest, parseReframeRequest } from "./source-requests.ts";
import { parseVideoRequest } from "./video-request.ts";
import { CONCEPTS } from "./vocabulary.ts";
import { wireGeneration } from "./wire-generation.ts";

/** The path below which the dialect lives. */
export const DREAM_MACHINE_BASE = "/dream-machine/v1";

/** How a request to the dialect was answered, and by which endpoint, for counting. */
export interface DialectAnswer {
  readonly endpoint: string;
  readonly answer: Answer;
}

const CREATES: Readonly<Record<string, DreamMachineCreate>> = {
  "/generations": { lane: "ray", status: 201, parse: parseVideoRequest },
  "/generations/video": { lane: "ray", status: 201, parse: parseVideoRequest },
  "/generations/video/modify": { lane: "ray", status: 201, parse: parseModifyRequest },
  "/generations/video/reframe": { lane: "ray", status: 201, parse: parseReframeRequest },
  "/generations/image": { lane: "photon", status: 201, parse: parseImageRequest },
  "/generations/image/reframe": { lane: "photon", status: 201, parse: parseImageReframeRequest },
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
  if (create !== undefined)
    return { endpoint, answer: answerCreate(account, dreamMachineEndpoint(account, create), request) };
  return { endpoint, answer: answerOther(account, request, endpoint) };
}

function answerOther(account: Account, request: ApiRequest, endpoint: string): Answer {
  const id = request.path.split("/")[2] ?? "";
  switch (endpoint) {
    case "GET /ping":
      return json(200, { message: "pong" });
    case "GET /credits":
      return json(200, { credit_balance: account.book.money("dream-machine").balanceUsdE4 / 100 });
    case "GET /generations":
      return answerList(account, request.query);
    case "GET /generations/concepts/list":
    case "GET /generations/camera_motion/list":
      return json(200, CONCEPTS);
    case "GET /generations/{id}":
      return answerLook(account, account.book.find(id, "dream-machine"), {
        show: (generation, state) => wireGeneration(account, generation, state),
        notFound: NOT_FOUND,
        refuse: refusal,
      });
    case "DELETE /generations/{id}":
      return answerDelete(account, id);
    case "POST /generations/{id}/upscale":
    case "POST /generations/{id}/audio":
      return answerDerived(account, request, id);
    default:
      return isKnownPath(request.path) ? refusal(405, "Method Not Allowed") : refusal(404, "Not Found");
  }
}

/** What deleting does to running work is not documented: here, nothing. */
function answerDelete(account: Account, id: string): Answer {
  const isOurs = account.book.find(id, "dream-machine") !== undefined;
  return isOurs && account.book.remove(id) ? { kind: "empty", status: 204 } : NOT_FOUND;
}

/** Upscale and audio: a new generation made from a completed one. That it gets a new id is assumed. */
function answerDerived(account: Account, request: ApiRequest, id: string): Answer {
  const source = account.book.find(id, "dream-machine");
  if (source === undefined || isImage(source.kind)) return NOT_FOUND;
  if (stateAt(source, account.clock.nowMs()) !== "completed")
    return refusal(400, `Generation ${id} is not completed`);
  const parse = request.path.endsWith("/audio") ? parseAudioRequest : parseUpscaleRequest;
  const create = { lane: "ray", status: 200, parse: (body: JsonObject) => parse(body, source) } as const;
  return answerCreate(account, dreamMachineEndpoint(account, create), request);
}

function isAuthorised(account: Account, request: ApiRequest): boolean {
  const header = request.headers["authorization"];
  const key = typeof header === "string" ? /^Bearer (\S+)$/i.exec(header)?.[1] : undefined;
  return key !== undefined && account.keyProblem("dream-machine", key) === undefined;
}

/** The path with its id left out. */
function nameOf(path: string): string {
  if (path in CREATES || path.endsWith("/list")) return path;
  return path.replace(/^\/generations\/[^/]+/, "/generations/{id}");
}

function isKnownPath(path: string): boolean {
  return path in CREATES || /^\/(ping|credits|generations\/[^/]+(\/(upscale|audio|list))?)$/.test(path);
}
