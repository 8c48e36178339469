import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../account.ts";
import { AGENTS_BASE, AGENTS_HEADERS, answerAgents } from "../agents/agents.ts";
import { answerControl, CONTROL_BASE, type Controllable } from "../control.ts";
import type { Dialect } from "../dialect.ts";
import { answerDreamMachine, DREAM_MACHINE_BASE } from "../dream-machine/dream-machine.ts";
import { type Answer, type ApiRequest, refusal } from "./answer.ts";
import { readBody, send, setCommonHeaders } from "./serve.ts";

/** Largest bodies; the Agents API takes media as base64, 200 MB of video at most. */
const MAX_BODY_BYTES: Readonly<Record<Dialect, number>> = { "dream-machine": 1_000_000, agents: 280_000_000 };

/** Answers a request on the API's port: either dialect by its path, or the control API. */
export async function answerApi(
  account: Account,
  control: Controllable,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://api.invalid");
  const method = request.method ?? "GET";
  const dialect: Dialect = url.pathname.startsWith(`${AGENTS_BASE}/`) ? "agents" : "dream-machine";
  setCommonHeaders(request, response, account.clock);
  if (dialect === "agents") {
    for (const [name, value] of Object.entries(AGENTS_HEADERS)) response.setHeader(name, value);
  }
  const body = await readBody(request, MAX_BODY_BYTES[dialect]);
  const below = (base: string): ApiRequest => ({
    method,
    path: url.pathname.slice(base.length).replace(/(?<=.)\/$/, ""),
    query: url.searchParams,
    headers: request.headers,
    body: body ?? "",
  });
  const answered = (endpoint: string, answer: Answer): void => {
    account.stats.of(dialect).noteAnswer(endpoint, outcomeOf(answer));
    send(response, answer, account.clock);
  };
  if (body === undefined)
    return answered(`${method} ${url.pathname}`, refusal(413, "Request body is too large"));
  if (url.pathname.startsWith(`${CONTROL_BASE}/`)) {
    return send(response, answerControl(control, below(CONTROL_BASE)), account.clock);
  }
  if (dialect === "agents") {
    const { endpoint, answer } = answerAgents(account, below(AGENTS_BASE));
    return answered(endpoint, answer);
  }
  if (!url.pathname.startsWith(`${DREAM_MACHINE_BASE}/`)) {
    return answered(`${method} elsewhere`, refusal(404, "Not Found"));
  }
  const { endpoint, answer } = answerDreamMachine(account, below(DREAM_MACHINE_BASE));
  return answered(endpoint, answer);
}

function outcomeOf(answer: Answer): string {
  if (answer.kind === "destroy") return "lost";
  if (answer.kind === "hang") return "hung";
  return answer.kind === "delayed" ? outcomeOf(answer.answer) : String(answer.status);
}
