import { type Plan, type PlannedRequest, requestHash, type Upstream, type WireRequest } from "@shotlist/core";
import { createAgentsApi, createDreamMachineApi } from "@shotlist/luma";
import type { Shot } from "@shotlist/manifest";
import { dialectOf } from "./open-apis.ts";

/** A request is built without a key or an address; nothing is ever sent with these. */
const NOWHERE = { apiKey: "luma-none", baseUrl: "https://localhost/none", requestTimeoutMs: 1 };

/**
 * The creates that a plan would send. Where one continues a clip that is not made yet, that clip stands in it by
 * its shot's name, so that two builds of the same plan are equal.
 */
export async function plannedRequests(
  plan: Plan,
  shots: readonly Shot[],
): Promise<readonly PlannedRequest[]> {
  const apis = { "dream-machine": createDreamMachineApi(NOWHERE), agents: createAgentsApi(NOWHERE) };
  const buying = new Set(
    plan.actions.filter(({ buys, selected }) => buys > 0 && selected).map(({ shotId }) => shotId),
  );
  try {
    return shots.flatMap((shot) => {
      const dialect = dialectOf(shot);
      if (!buying.has(shot.id) || dialect === "crazyrouter") return [];
      const request: WireRequest = apis[dialect].buildRequest(shot, namesOfUpstream(shot));
      return [{ shotId: shot.id, dialect, ...request, requestHash: requestHash(request) }];
    });
  } finally {
    await Promise.all(Object.values(apis).map((api) => api.close()));
  }
}

function namesOfUpstream({ keyframes }: Shot): Upstream {
  const upstream: { frame0?: string; frame1?: string } = {};
  for (const frame of ["frame0", "frame1"] as const) {
    const keyframe = keyframes[frame];
    if (keyframe?.type === "shot") upstream[frame] = `clip of ${keyframe.shot}`;
  }
  return upstream;
}
