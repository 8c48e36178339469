import type { Shot } from "@shotlist/manifest";
import type { PlanAction } from "../plan/plan.ts";
import type { Upstream } from "../ports/generation-api.ts";
import type { Dialect, WireRequest } from "../take/take.ts";

/** A shot of this run, with what is still wanted of it. */
export interface Work {
  readonly shot: Shot;
  readonly action: PlanAction;
  readonly dialect: Dialect;
  /** Longest chain of shots that wait for this one, and its place in the manifest: the order of submission. */
  readonly height: number;
  readonly position: number;
  /** Takes that shall be alive or made when the run ends. */
  readonly target: number;
  /** Takes of the target that this run will not get. */
  givenUp: number;
  retriesUsed: number;
  /** Creates that wait: for their turn, a backoff, an upstream shot or a twin. */
  waiting: number;
  /** Of these, the ones that wait for an upstream shot. */
  waitingUpstream: number;
  /** Creates on their way to an intent. */
  leaving: number;
  /** Why takes were given up, for people, when it was not a failure. */
  blocked?: string;
}

/** A create that may be sent now. */
export interface Order {
  readonly work: Work;
  readonly request: WireRequest;
  readonly requestHash: string;
  readonly upstream: Upstream;
}

/** Which of two shots is submitted first: the one with the longer chain behind it, then the manifest's order. */
export function byTurn(one: Work, other: Work): number {
  return other.height - one.height || one.position - other.position;
}
