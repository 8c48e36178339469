import {
  awaitsClip,
  type Dialect,
  type GenerationApi,
  isInFlight,
  modelCard,
  type Plan,
  ShotlistError,
  type Take,
} from "@shotlist/core";
import {
  type AccessOutcome,
  createAgentsApi,
  createCrazyrouterApi,
  createDreamMachineApi,
  type Uploads,
} from "@shotlist/luma";
import type { Shot } from "@shotlist/manifest";
import { canList } from "./can-list.ts";
import type { Credentials } from "./keys.ts";

/** An API that can also be asked whether it takes the key, which buys nothing. */
export interface OpenApi extends GenerationApi {
  checkAccess(signal: AbortSignal): Promise<AccessOutcome>;
}

/** APIs that are ready to be spoken to; nothing has been sent. */
export interface OpenApis {
  readonly apis: ReadonlyMap<Dialect, OpenApi>;
  close(): Promise<void>;
}

/** Which API a shot goes to: the gateway where the shot says so, else the one that has its model. */
export function dialectOf(shot: Pick<Shot, "provider" | "model">): Dialect {
  if (shot.provider === "crazyrouter") return "crazyrouter";
  return modelCard(shot.model)?.dialect ?? "dream-machine";
}

/** The APIs that a plan cannot do without: of what it buys, and of what is at work or still to be fetched. */
export function neededDialects(
  plan: Plan,
  shots: readonly Shot[],
  takes: readonly Take[],
): ReadonlySet<Dialect> {
  const actions = new Map(plan.actions.map((action) => [action.shotId, action]));
  const bought = shots.filter(({ id }) => {
    const action = actions.get(id);
    return action?.selected === true && action.buys > 0;
  });
  const followed = takes.filter((take) => {
    const kind = actions.get(take.shotId)?.kind;
    return isInFlight(take) || awaitsClip(take) || (kind === "download" && take.state === "done");
  });
  return new Set([...bought.map(dialectOf), ...followed.map(({ account }) => account.dialect)]);
}

/** The APIs at which a create was given up as not made: their lists may still show it later. */
export function dialectsOfGivenUp(takes: readonly Take[]): ReadonlySet<Dialect> {
  const givenUp = takes.filter(({ state, account }) => state === "not-created" && canList(account.dialect));
  return new Set(givenUp.map(({ account }) => account.dialect));
}

/**
 * Opens one API for each dialect.
 *
 * @param options.simulated - every simulated Luma is the same account to its state, whichever port this one
 *   listens on.
 * @throws ShotlistError `no-api-key`, `bad-base-url`; LumaError `luma-api-key`, `luma-base-url`
 */
export function openApis(options: {
  readonly dialects: Iterable<Dialect>;
  readonly credentialsOf: (dialect: Dialect) => Credentials;
  readonly requestTimeoutMs: number;
  readonly simulated?: boolean;
  /** Where local files are put for the APIs that only fetch links. */
  readonly uploads?: Uploads | undefined;
}): OpenApis {
  const { requestTimeoutMs, uploads } = options;
  const more = { requestTimeoutMs, ...(uploads === undefined ? {} : { uploads }) };
  // Every key is found before any connection is made ready, so that a missing one leaves nothing open.
  const found = [...new Set(options.dialects)].map(
    (dialect) => [dialect, { ...options.credentialsOf(dialect), ...more }] as const,
  );
  const opened = found.map(([dialect, channel]) => ({ dialect, api: openApi(dialect, channel) }));
  return {
    apis: new Map(
      opened.map(({ dialect, api }) => [dialect, options.simulated === true ? asSimulated(api) : api]),
    ),
    close: async () => {
      await Promise.all(opened.map(({ api }) => api.close()));
    },
  };
}

/**
 * Fails with `bad-base-url` when one `--base-url` is to serve several APIs: it would send one API's key to
 * the other.
 */
export function checkOneBaseUrl(baseUrl: string | undefined, dialects: ReadonlySet<Dialect>): void {
  if (baseUrl === undefined || dialects.size < 2) return;
  throw new ShotlistError("bad-base-url", "--base-url is one address, and this needs several APIs.", {
    hint: "Set LUMAAI_BASE_URL for Dream Machine, LUMA_AGENTS_BASE_URL for the Agents API and CRAZYROUTER_BASE_URL for the gateway, or choose shots of one API with --only.",
    standing: "Nothing was sent.",
  });
}

function openApi(
  dialect: Dialect,
  channel: Credentials & { readonly requestTimeoutMs: number; readonly uploads?: Uploads },
): OpenApi & { close(): Promise<void> } {
  switch (dialect) {
    case "dream-machine":
      return createDreamMachineApi(channel);
    case "agents":
      return createAgentsApi(channel);
    case "crazyrouter":
      return createCrazyrouterApi(channel);
  }
}

function asSimulated(api: OpenApi): OpenApi {
  return { ...api, account: { ...api.account, origin: "simulated" } };
}
