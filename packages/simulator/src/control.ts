import { DIALECTS, type Dialect } from "./dialect.ts";
import { type FaultSpec, faultSpecProblem } from "./faults/fault-spec.ts";
import type { ForeignOptions } from "./foreign.ts";
import { type Answer, type ApiRequest, json, refusal } from "./http/answer.ts";
import { isJsonObject, type Json, type JsonObject } from "./json.ts";
import type { Simulator, SimulatorSettings } from "./options.ts";
import { settingsProblem } from "./settings.ts";

/** The path below which the control API lives. */
export const CONTROL_BASE = "/_sim";

/** What the control API can do, besides what a `Simulator` can. */
export type Controllable = Pick<
  Simulator,
  "stats" | "generations" | "files" | "setFaults" | "setSettings" | "advance"
> & {
  addForeign(options: ForeignOptions): string;
};

/**
 * Answers the control API, for tests that run the simulator as a process of its own. It needs no key.
 *
 * `GET /stats`, `GET /generations`, `GET /files`, `PUT /faults` (a FaultSpec), `PUT /settings` (SimulatorSettings),
 * `POST /advance` `{seconds}`, `POST /add-foreign` `{count?, dialect?, ageS?, request?}`.
 */
export function answerControl(simulator: Controllable, request: ApiRequest): Answer {
  const body = parseObject(request.body);
  if (body === undefined) return refusal(400, "the body is not a JSON object");
  switch (`${request.method} ${request.path}`) {
    case "GET /stats":
      return json(200, simulator.stats() as unknown as Json);
    case "GET /generations":
      return json(200, simulator.generations() as unknown as Json);
    case "GET /files":
      return json(200, simulator.files() as unknown as Json);
    case "PUT /faults": {
      const problem = faultSpecProblem(body);
      if (problem !== undefined) return refusal(400, problem);
      simulator.setFaults(body as unknown as FaultSpec);
      return { kind: "empty", status: 204 };
    }
    case "PUT /settings": {
      const problem = settingsProblem(body);
      if (problem !== undefined) return refusal(400, problem);
      simulator.setSettings(body as SimulatorSettings);
      return { kind: "empty", status: 204 };
    }
    case "POST /advance": {
      const { seconds } = body;
      if (typeof seconds !== "number" || !(seconds >= 0))
        return refusal(400, "seconds must be a number from 0");
      simulator.advance(seconds);
      return { kind: "empty", status: 204 };
    }
    case "POST /add-foreign":
      return addForeign(simulator, body);
    default:
      return refusal(404, "Not Found");
  }
}

function addForeign(simulator: Controllable, body: JsonObject): Answer {
  const { count = 1, ageS, request, dialect = "dream-machine" } = body;
  if (!DIALECTS.includes(dialect as Dialect)) return refusal(400, `dialect must be ${DIALECTS.join(" or ")}`);
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > 10_000) {
    return refusal(400, "count must be an integer from 1 to 10,000");
  }
  const options: ForeignOptions = {
    dialect: dialect as Dialect,
    ...(typeof ageS === "number" ? { ageS } : {}),
    ...(isJsonObject(request) ? { request: { ...request } } : {}),
  };
  return json(201, { ids: Array.from({ length: count }, () => simulator.addForeign(options)) });
}

function parseObject(text: string): JsonObject | undefined {
  if (text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
