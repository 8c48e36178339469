import { type InputName, inputsOf, type Keyframe, type ShotInputs } from "@shotlist/manifest";
import type { Take } from "../take/take.ts";
import type { PlanAction } from "./plan.ts";
import type { ShotStanding } from "./shot-standing.ts";

/** An input that is another shot's clip or still. */
export type ShotKeyframe = Extract<Keyframe, { type: "shot" }>;

const NONE: readonly (readonly [InputName, ShotKeyframe])[] = [];

/** What a shot is made from that other shots make, with its place. */
export function shotInputs(shot: ShotInputs): readonly (readonly [InputName, ShotKeyframe])[] {
  const inputs = inputsOf(shot);
  if (inputs.length === 0) return NONE;
  return inputs.flatMap(([name, media]) => (media.type === "shot" ? [[name, media] as const] : []));
}

/** A shot that another one continues: its takes, and what the plan does about it. */
export interface UpstreamShot {
  readonly standing: ShotStanding;
  readonly action: PlanAction;
}

/** Which take of an upstream shot a keyframe uses, or why there is none. */
export type UpstreamPick =
  | { readonly kind: "take"; readonly take: Take }
  /** A run may bring it about; `reason` follows on "waits for". */
  | { readonly kind: "waits"; readonly reason: string }
  /** Only a person can bring it about. */
  | { readonly kind: "stuck"; readonly reason: string };

/**
 * Picks the take that a keyframe continues.
 *
 * The take that the keyframe names; else the approved one; else the only one that there is or will be.
 * Several takes without a verdict wait for a person, those that are still coming included, so that the
 * first to arrive is not the one by chance; so does a keyframe that asks for approval.
 */
export function pickUpstream(keyframe: ShotKeyframe, upstream: UpstreamShot | undefined): UpstreamPick {
  const id = keyframe.shot;
  if (upstream === undefined) return { kind: "stuck", reason: `${id}, which is not in the manifest` };
  const { standing } = upstream;
  const made = [...standing.good, ...standing.fetchable];
  if (keyframe.take !== undefined) {
    const take = made.find(({ number }) => number === keyframe.take);
    if (take !== undefined && (keyframe.when !== "approved" || take === standing.approved)) {
      return { kind: "take", take };
    }
  } else if (standing.approved !== undefined) {
    return { kind: "take", take: standing.approved };
  } else if (keyframe.when !== "approved" && expectedChoice(upstream) === 1 && made[0] !== undefined) {
    return { kind: "take", take: made.find(({ paidTwiceOf }) => paidTwiceOf === undefined) ?? made[0] };
  }
  return whatIsAwaited(keyframe, upstream);
}

function whatIsAwaited(keyframe: ShotKeyframe, { standing, action }: UpstreamShot): UpstreamPick {
  const id = keyframe.shot;
  if (keyframe.when === "approved") return { kind: "stuck", reason: `a take of ${id} to be approved` };
  if (keyframe.take !== undefined) {
    const last = standing.all.at(-1)?.number ?? 0;
    const isComing =
      standing.inFlight.some(({ number }) => number === keyframe.take) ||
      (keyframe.take > last && keyframe.take <= last + action.buys);
    return { kind: isComing ? "waits" : "stuck", reason: `take ${keyframe.take} of ${id}` };
  }
  const expected = expectedChoice({ standing, action });
  if (expected > 1) return { kind: "stuck", reason: `one of ${expected} takes of ${id} to be approved` };
  if (expected === 1) return { kind: "waits", reason: id };
  return { kind: "stuck", reason: `${id}, which ${action.selected ? "is blocked" : "is not selected"}` };
}

/**
 * How many takes there will be to choose from. A clip that was paid twice is the same clip twice; a take
 * that is overdue is only waited for where there is no other.
 */
function expectedChoice({ standing, action }: UpstreamShot): number {
  const made = [...standing.good, ...standing.fetchable];
  const different = made.filter(({ paidTwiceOf }) => paidTwiceOf === undefined).length;
  const coming = standing.inFlight.filter(({ state }) => state !== "overdue").length;
  const expected = (different || Math.min(made.length, 1)) + coming + action.buys;
  return expected || Math.min(standing.inFlight.length, 1);
}
