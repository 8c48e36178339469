import type { JsonObject } from "../json.ts";
import type { Simulator, SimulatorOptions } from "../options.ts";
import { startSimulator } from "../start-simulator.ts";

/** An answer of the API, its body read; JSON where it is JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject & { readonly id?: string; readonly state?: string; readonly detail?: unknown };
}

/** A simulator in virtual time with a client that speaks real HTTP to it; `closeSimulators` ends it. */
export interface OpenSimulator {
  readonly simulator: Simulator;
  /** Sends a request to the API, with a key unless `headers` says otherwise. Rejects when the answer is lost. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Asks for a video. */
  create(body?: Record<string, unknown>): Promise<ApiAnswer>;
  /** Sends a request to the Agents API, in the manner of `api`. */
  agents(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  /** Asks the Agents API for a video; `video` holds the fields of that object. */
  createAgents(body?: Record<string, unknown>, video?: Record<string, unknown>): Promise<ApiAnswer>;
  /** Sends a request to the gateway, in the manner of `api`. */
  crazyrouter(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiAnswer>;
  /** Asks the gateway for a video. */
  createTask(body?: Record<string, unknown>): Promise<ApiAnswer>;
  /** Lets virtual time pass, in seconds. */
  pass(seconds: number): void;
}

/** Latency without chance: a generation queues for exactly 0 s and works for 10 s. */
export const TEN_SECONDS = { queuedS: 0, meanS: 10, spreadS: 0 } as const;

/** Where virtual time begins. */
export const BEGIN_MS: number = Date.UTC(2026, 0, 2, 3, 4, 5);

const opened: Simulator[] = [];

/** Closes every simulator that was opened here; for `afterEach`. */
export async function closeSimulators(): Promise<void> {
  await Promise.all(opened.splice(0).map((simulator) => simulator.close()));
}

/** Opens a simulator at speed 1 whose clock moves only by `pass`. */
export async function openSimulator(options: SimulatorOptions = {}): Promise<OpenSimulator> {
  let nowMs = BEGIN_MS;
  const simulator = await startSimulator({
    seed: 1,
    latency: TEN_SECONDS,
    limits: { concurrency: 1000, createsPerMinute: 1000 },
    agents: { limits: { concurrency: 1000, createsPerMinute: 1000 } },
    crazyrouter: { limits: { concurrency: 1000, createsPerMinute: 1000 } },
    now: () => nowMs,
    ...options,
  });
  opened.push(simulator);
  const client =
    (base: string, key: string): OpenSimulator["api"] =>
    async (method, path, body, headers) => {
      const response = await fetch(`${base}${path}`, {
        method,
        // A client that follows would hide where it was sent.
        redirect: "manual",
        // Another simulator may soon listen on this port: no connection may be left over from this one.
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          connection: "close",
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: parse(text) };
    };
  const api = client(simulator.baseUrl, "luma-test");
  const agents = client(simulator.agentsBaseUrl, "luma-api-test");
  const crazyrouter = client(simulator.crazyrouterBaseUrl, "sk-test");
  return {
    simulator,
    api,
    create: (body) =>
      api("POST", "/generations/video", { model: "ray-2", prompt: "a lighthouse in fog", ...body }),
    agents,
    createAgents: (body, video) =>
      agents("POST", "/generations", {
        model: "ray-3.2",
        type: "video",
        prompt: "a lighthouse in fog",
        ...(video === undefined ? {} : { video }),
        ...body,
      }),
    crazyrouter,
    createTask: (body) =>
      crazyrouter("POST", "/luma/generations", { user_prompt: "a lighthouse in fog", ...body }),
    pass: (seconds) => {
      nowMs += seconds * 1000;
    },
  };
}

function parse(text: string): ApiAnswer["body"] {
  try {
    return JSON.parse(text) as ApiAnswer["body"];
  } catch {
    return {};
  }
}

/** The link to what was made, in an answer of any dialect; undefined where there is none. */
export function linkIn({ body }: ApiAnswer): string | undefined {
  const [output] = (body["output"] ?? []) as readonly { readonly url?: string }[];
  const assets = (body["assets"] ?? {}) as Partial<Record<"video" | "image", string | null>>;
  const video = (body["video"] ?? {}) as { readonly url?: string };
  return output?.url ?? assets.video ?? assets.image ?? video.url ?? undefined;
}
