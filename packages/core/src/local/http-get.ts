import type { Agent, Dispatcher } from "undici";

/** An answer whose body has not been read. */
export interface HttpAnswer {
  readonly status: number;
  /** A header by its lower-case name; of a repeated one the first. */
  header(name: string): string | undefined;
  readonly body: Dispatcher.ResponseData["body"];
}

/** How asking ended without an answer. `bad-link`: the link itself, or where it leads, cannot be followed. */
export type NoAnswer =
  | { readonly kind: "bad-link"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string };

/** What a GET needs to know. */
interface GetOrder {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gets a link as anybody could: no key, no cookie ever goes with it. */
export type HttpGet = (order: GetOrder) => Promise<HttpAnswer | NoAnswer>;

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Makes a GET that follows at most three redirects, to http and https only, and gives up on a connection,
 * a header or a body that makes no progress for `requestTimeoutMs`. Connections are kept for the next clip.
 */
export function createHttpGet(options: { readonly requestTimeoutMs: number }): HttpGet {
  let loading: Promise<Agent> | undefined;
  return async (order) => {
    // undici takes longer to load than everything else here, and most commands fetch nothing.
    loading ??= import("undici").then((undici) => new undici.Agent(agentOptions(options.requestTimeoutMs)));
    const agent = await loading;
    let url = linkOf(order.url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      if (url === undefined) return { kind: "bad-link", reason: "the link is not an http or https address" };
      const answer = await getOnce(agent, url, order);
      if ("kind" in answer || !REDIRECTS.has(answer.status)) return answer;
      await drop(answer);
      url = linkOf(answer.header("location"), url);
    }
    return { kind: "bad-link", reason: `the link leads on more than ${MAX_REDIRECTS} times` };
  };
}

/** Throws away what is left of an answer. */
export async function drop(answer: HttpAnswer): Promise<void> {
  await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
}

/** One line about why a connection ended, without the link: links carry signatures. */
export function networkReason(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "the download was stopped";
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.message || error.name}${code}`;
}

function agentOptions(requestTimeoutMs: number): Agent.Options {
  return {
    connect: { timeout: requestTimeoutMs },
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    // Clips are few and large: a connection each is as fast, and one that stalls holds up no other.
    allowH2: false,
  };
}

async function getOnce(agent: Agent, url: URL, order: GetOrder): Promise<HttpAnswer | NoAnswer> {
  try {
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: "GET",
      headers: { ...order.headers, "accept-encoding": "identity", "user-agent": "shotlist" },
      signal: order.signal,
    });
    return {
      status: answer.statusCode,
      header: (name) => [answer.headers[name]].flat()[0],
      body: answer.body,
    };
  } catch (error) {
    return { kind: "unreachable", reason: networkReason(error, order.signal) };
  }
}

function linkOf(text: string | undefined, base?: URL): URL | undefined {
  const url = text === undefined ? null : URL.parse(text, base?.href);
  return url?.protocol === "https:" || url?.protocol === "http:" ? url : undefined;
}
