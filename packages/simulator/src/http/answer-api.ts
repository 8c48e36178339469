import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../account.ts";
import { AGENTS_BASE, AGENTS_HEADERS, answerAgents } from "../agents/agents.ts";
import { answerControl, CONTROL_BASE, type Controllable } from "../control.ts";
import { answerCrazyrouter, CRAZYROUTER_BASE } from "../crazyrouter/crazyrouter.ts";
import type { Dialect } from "../dialect.ts";
import { answerDreamMachine, DREAM_MACHINE_BASE } from "../dream-machine/dream-machine.ts";
import type { Json } from "../json.ts";
import { fetchLocalMedia } from "../media/local-media.ts";
import { type Answer, type ApiRequest, refusal } from "./answer.ts";
import { readFilePart } from "./file-part.ts";
import { readBody, send, setCommonHeaders } from "./serve.ts";

/** How a request to a dialect was answered, and by which endpoint, for counting. */
interface DialectAnswer {
  readonly endpoint: string;
  readonly answer: Answer;
}

/** What is different from dialect to dialect on the wire. */
interface DialectServer {
  readonly base: string;
  /** Largest body; the Agents API takes media as base64, 200 MB of video at most. */
  readonly maxBodyBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: (account: Account, request: ApiRequest) => DialectAnswer;
}

const SERVERS: Readonly<Record<Dialect, DialectServer>> = {
  "dream-machine": {
    base: DREAM_MACHINE_BASE,
    maxBodyBytes: 1_000_000,
    headers: {},
    answer: answerDreamMachine,
  },
  agents: { base: AGENTS_BASE, maxBodyBytes: 280_000_000, headers: AGENTS_HEADERS, answer: answerAgents },
  crazyrouter: {
    base: CRAZYROUTER_BASE,
    maxBodyBytes: 1_000_000,
    headers: {},
    answer: answerCrazyrouter,
  },
};

/** Answers a request on the API's port: a dialect by its path, or the control API. */
export async function answerApi(
  account: Account,
  control: Controllable,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://api.invalid");
  const method = request.method ?? "GET";
  const dialect = dialectOf(url.pathname);
  const server = SERVERS[dialect];
  setCommonHeaders(request, response, account.clock);
  for (const [name, value] of Object.entries(server.headers)) response.setHeader(name, value);
  const answered = ({ endpoint, answer }: DialectAnswer): void => {
    account.stats.of(dialect).noteAnswer(endpoint, outcomeOf(answer));
    send(response, answer, account.clock);
  };
  const bytes = await readBody(request, server.maxBodyBytes);
  if (bytes === undefined)
    return answered({
      endpoint: `${method} ${url.pathname}`,
      answer: refusal(413, "Request body is too large"),
    });
  const part = await readFilePart(request.headers["content-type"], bytes);
  const below = (base: string): ApiRequest => ({
    method,
    path: url.pathname.slice(base.length).replace(/(?<=.)\/$/, ""),
    query: url.searchParams,
    headers: request.headers,
    body: part === undefined ? bytes.toString("utf8") : "",
    ...(part === undefined ? {} : { part }),
  });
  if (url.pathname.startsWith(`${CONTROL_BASE}/`)) {
    return send(response, answerControl(control, below(CONTROL_BASE)), account.clock);
  }
  if (!url.pathname.startsWith(`${server.base}/`)) {
    return answered({ endpoint: `${method} elsewhere`, answer: refusal(404, "Not Found") });
  }
  const asked = below(server.base);
  if (method === "POST" && account.localOrigins.size > 0) await fetchLocalMedia(account, parsed(asked.body));
  answered(server.answer(account, asked));
}

function dialectOf(path: string): Dialect {
  const names = Object.keys(SERVERS) as Dialect[];
  return names.find((name) => path.startsWith(`${SERVERS[name].base}/`)) ?? "dream-machine";
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function outcomeOf(answer: Answer): string {
  if (answer.kind === "destroy") return "lost";
  if (answer.kind === "hang") return "hung";
  return answer.kind === "delayed" ? outcomeOf(answer.answer) : String(answer.status);
}
