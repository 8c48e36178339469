import {
  type GenerationApi,
  type MediaNeeds,
  type Plan,
  type PlannedRequest,
  type PreparedMedia,
  requestHash,
  shotInputs,
  type Upstream,
  type WireRequest,
} from "@shotlist/core";
import { createAgentsApi, createCrazyrouterApi, createDreamMachineApi } from "@shotlist/luma";
import type { Shot } from "@shotlist/manifest";
import { dialectOf } from "./open-apis.ts";

/** A request is built without a key or an address; nothing is ever sent with these. */
const NOWHERE = { apiKey: "luma-none", baseUrl: "https://localhost/none", requestTimeoutMs: 1 };

/** A request as a plan shows it: what does not exist yet stands in it by a name. */
export function requestInWords(
  api: Pick<GenerationApi, "buildRequest" | "mediaNeeds">,
  shot: Shot,
  upstream: Upstream = namesOfUpstream(shot),
): WireRequest {
  const needs = api.mediaNeeds?.(shot);
  return needs === undefined
    ? api.buildRequest(shot, upstream)
    : api.buildRequest(shot, upstream, namesOfMedia(needs));
}

/**
 * The creates that a plan would send. Where one continues a clip that is not made yet, that clip stands in it by
 * its shot's name, so that two builds of the same plan are equal.
 */
export async function plannedRequests(
  plan: Plan,
  shots: readonly Shot[],
): Promise<readonly PlannedRequest[]> {
  const apis = {
    "dream-machine": createDreamMachineApi(NOWHERE),
    agents: createAgentsApi(NOWHERE),
    crazyrouter: createCrazyrouterApi(NOWHERE),
  };
  const buying = new Set(
    plan.actions.filter(({ buys, selected }) => buys > 0 && selected).map(({ shotId }) => shotId),
  );
  try {
    return shots.flatMap((shot) => {
      const dialect = dialectOf(shot);
      if (!buying.has(shot.id)) return [];
      const request: WireRequest = requestInWords(apis[dialect], shot);
      return [{ shotId: shot.id, dialect, ...request, requestHash: requestHash(request) }];
    });
  } finally {
    await Promise.all(Object.values(apis).map((api) => api.close()));
  }
}

function namesOfUpstream(shot: Shot): Upstream {
  return Object.fromEntries(shotInputs(shot).map(([name, { shot: id }]) => [name, `clip of ${id}`]));
}

/** Names for what is only made ready when the shot's turn comes. */
function namesOfMedia({ links, files }: MediaNeeds): PreparedMedia {
  return {
    links: Object.fromEntries(links.map((name) => [name, `link to the ${name} of this shot`])),
    files: Object.fromEntries(
      files.map(({ path, sha256 }) => [sha256, { kind: "url", url: `file:${path}` }]),
    ),
  };
}
