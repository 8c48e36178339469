import { createHash } from "node:crypto";
import { type FaultSpec, startSimulator } from "@shotlist/simulator";
import type { ChaosDialect } from "./screenplay.ts";

/** A generation as the books of the API have it. */
export interface BookedGeneration {
  readonly id: string;
  readonly prompt: string;
  /** Equal for equal requests. */
  readonly request: string;
  /** The `X-Request-Id` of its create, where that is known. */
  readonly requestId?: string;
  readonly state: "going" | "completed" | "failed";
  /** Made by another program on the account. */
  readonly foreign: boolean;
  /** The API denies it by now, and will for ever. */
  readonly gone: boolean;
  /** What is odd about it, in words. */
  readonly oddities: string;
  /** When a client could see it at the earliest, Unix milliseconds by this machine's clock. */
  readonly visibleAtMs: number;
}

/** A Luma that a batch is made with. */
export interface LumaServer {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Times as fast as life. */
  readonly speed: number;
  /** After that long without faults, nothing that happened before can still come to light; milliseconds. */
  readonly lateMs: number;
  setFaults(spec: FaultSpec): void;
  /** How often each fault struck. */
  faults(): Readonly<Record<string, number>>;
  /** Every generation on the account, as far as the API tells. */
  generations(): Promise<readonly BookedGeneration[]>;
  /** SHA-256 in hex of the clip as the API gives it now; undefined when it cannot be had. */
  clipHash(id: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Starts a simulator of our own, whose book is the truth. */
export async function startOwnLuma(options: {
  readonly dialect: ChaosDialect;
  readonly seed: number;
  readonly speed: number;
  readonly clockSkewS: number;
}): Promise<LumaServer> {
  const simulator = await startSimulator({
    seed: options.seed,
    speed: options.speed,
    clockSkewS: options.clockSkewS,
    balanceUsdCents: 100_000_000,
    limits: LIMITS,
    agents: { limits: LIMITS },
    crazyrouter: { limits: LIMITS },
    clip: { variety: "shared" },
  });
  const { apiKey, baseUrl } = {
    "dream-machine": { apiKey: "luma-chaos", baseUrl: simulator.baseUrl },
    agents: { apiKey: "luma-api-chaos", baseUrl: simulator.agentsBaseUrl },
    crazyrouter: { apiKey: "sk-chaos", baseUrl: `${simulator.crazyrouterBaseUrl}` },
  }[options.dialect];
  const looks = options.dialect === "crazyrouter" ? `${baseUrl}/luma` : baseUrl;
  return {
    baseUrl,
    apiKey,
    speed: options.speed,
    lateMs: (LATEST_S * 1000) / options.speed,
    setFaults: (spec) => simulator.setFaults(spec),
    faults: () => simulator.stats().faults,
    generations: async () =>
      simulator.generations().map((generation) => booked(generation, options.clockSkewS * 1000)),
    clipHash: (id) => hashOf(looks, apiKey, id),
    close: () => simulator.close(),
  };
}

/** Longer than anything is hidden or late by the faults that are drawn, in seconds of life. */
const LATEST_S = 1000;

/** What the account may do; the command line is told the same. */
export const LIMITS = { concurrency: 20, createsPerMinute: 40 } as const;

type Generations = ReturnType<Awaited<ReturnType<typeof startSimulator>>["generations"]>;

/** A link to the same clip is signed anew each time that it is asked for. */
const LINK_SIGNATURE = /(?<="https?:[^"?]*)\?[^"]*/g;

/** Times in the book are the server's, which is ahead of this machine by `skewMs`. */
function booked(generation: Generations[number], skewMs: number): BookedGeneration {
  const { id, request, requestId, state, foreign, acceptedAtMs, oddities } = generation;
  const hiddenUntilMs = oddities.missingUntilMs === null ? Number.POSITIVE_INFINITY : oddities.missingUntilMs;
  const visibleAtMs = Math.max(acceptedAtMs, oddities.unlistedUntilMs ?? 0, hiddenUntilMs ?? 0);
  return {
    id,
    prompt: String(request["prompt"] ?? request["user_prompt"]),
    request: JSON.stringify(request).replace(LINK_SIGNATURE, ""),
    ...(requestId === undefined ? {} : { requestId }),
    state: state === "completed" || state === "failed" ? state : "going",
    foreign,
    gone: oddities.missingFromMs !== undefined,
    oddities: Object.entries({ lateByMs: generation.lateByMs, ...oddities })
      .filter(([, value]) => value !== undefined)
      .map(
        ([name, value]) =>
          `${name} ${name.endsWith("UntilMs") ? Number(value) - acceptedAtMs : String(value)}`,
      )
      .join(", "),
    visibleAtMs: visibleAtMs - skewMs,
  };
}

/** Uses a server that is not ours: its list is all that is known, and nothing can be made to go wrong. */
export function useOtherLuma(options: {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly speed: number;
}): LumaServer {
  const { baseUrl, apiKey, speed } = options;
  return {
    baseUrl,
    apiKey,
    speed,
    lateMs: 0,
    setFaults: () => {},
    faults: () => ({}),
    generations: () => listAll(baseUrl, apiKey),
    clipHash: (id) => hashOf(baseUrl, apiKey, id),
    close: async () => {},
  };
}

interface Wire {
  readonly id: string;
  readonly state: string;
  readonly created_at: string;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly assets?: { readonly video?: string | null; readonly image?: string | null } | null;
  readonly output?: readonly { readonly type: string; readonly url: string }[];
  readonly video?: { readonly url?: string | null } | null;
}

async function ask(url: string, apiKey: string): Promise<unknown> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

async function listAll(baseUrl: string, apiKey: string): Promise<BookedGeneration[]> {
  const found = new Map<string, BookedGeneration>();
  for (let more = true; more; ) {
    const url = `${baseUrl}/generations?limit=100&offset=${found.size}`;
    const page = (await ask(url, apiKey)) as { generations: readonly Wire[]; has_more?: boolean };
    const before = found.size;
    for (const { id, state, created_at, request = {} } of page.generations) {
      found.set(id, {
        id,
        prompt: String(request["prompt"] ?? ""),
        request: JSON.stringify(request),
        state: state === "completed" || state === "failed" ? state : "going",
        foreign: false,
        gone: false,
        oddities: "",
        visibleAtMs: Date.parse(created_at),
      });
    }
    more = page.has_more === true && found.size > before;
  }
  return [...found.values()];
}

/** Links live for a limited time, so each look asks for a new one. */
async function hashOf(baseUrl: string, apiKey: string, id: string): Promise<string | undefined> {
  const wire = (await ask(`${baseUrl}/generations/${id}`, apiKey).catch(() => undefined)) as Wire | undefined;
  const output = wire?.output?.find(({ type }) => type === "video") ?? wire?.output?.[0];
  const url = wire?.assets?.video ?? wire?.assets?.image ?? output?.url ?? wire?.video?.url;
  if (url === undefined || url === null) return undefined;
  const answer = await fetch(url);
  if (!answer.ok) return undefined;
  return createHash("sha256")
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest("hex");
}
