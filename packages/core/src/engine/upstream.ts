import type { ByInput, Keyframe, Shot } from "@shotlist/manifest";
import { shotInputs } from "../plan/pick-upstream.ts";
import type { Upstream } from "../ports/generation-api.ts";
import { sameAccount } from "../take/same-account.ts";
import type { Account, Take } from "../take/take.ts";
import { isMade } from "../take/take-facts.ts";

/** What is known of a shot that another shot is made from. */
export interface UpstreamShot {
  /** Its takes with its present fingerprint, oldest first; rejected ones are left out. */
  readonly takes: readonly Take[];
  /** Numbers of the approved ones among them. */
  readonly approved: ReadonlySet<number>;
  /** Whether a take of it may still be made in this run. */
  readonly coming: boolean;
}

/** Whether a shot's upstream takes are there to be used. */
export type UpstreamState =
  | { readonly kind: "ready"; readonly upstream: Upstream }
  | { readonly kind: "wait" }
  /** `reason` is for people. */
  | { readonly kind: "blocked"; readonly reason: string };

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

type ShotKeyframe = Extract<Keyframe, { type: "shot" }>;

type Choice =
  | { readonly kind: "take"; readonly take: Take }
  | { readonly kind: "wait" }
  | { readonly kind: "blocked"; readonly reason: string };

/**
 * Finds the generations that a shot is made from: of each upstream shot the take that was asked for, else
 * the newest approved one, else the only one there is. With several to choose from a person chooses.
 *
 * @param account - the account that the shot goes to; ids do not cross accounts.
 * @param shotOf - what is known of an upstream shot; undefined when the manifest does not have it.
 */
export function resolveUpstream(
  shot: Shot,
  account: Account,
  shotOf: (shotId: string) => UpstreamShot | undefined,
): UpstreamState {
  const upstream: Mutable<ByInput<string>> = {};
  let waits = false;
  for (const [name, keyframe] of shotInputs(shot)) {
    const choice = choose(keyframe, shotOf(keyframe.shot));
    if (choice.kind === "blocked") return choice;
    if (choice.kind === "wait") {
      waits = true;
      continue;
    }
    const { take } = choice;
    if (!sameAccount(take.account, account) || take.generationId === undefined) {
      return {
        kind: "blocked",
        reason: `take ${take.number} of "${keyframe.shot}" was made with another account or API; its id cannot be used here`,
      };
    }
    upstream[name] = take.generationId;
  }
  return waits ? { kind: "wait" } : { kind: "ready", upstream };
}

function choose(keyframe: ShotKeyframe, found: UpstreamShot | undefined): Choice {
  const name = `"${keyframe.shot}"`;
  if (found === undefined) return { kind: "blocked", reason: `the shot ${name} is not in the manifest` };
  const orWait = (reason: string): Choice => (found.coming ? { kind: "wait" } : { kind: "blocked", reason });
  if (keyframe.take !== undefined) {
    const asked = found.takes.find(({ number }) => number === keyframe.take);
    const free = keyframe.when !== "approved" || found.approved.has(keyframe.take);
    if (asked !== undefined && isMade(asked) && free) return { kind: "take", take: asked };
    return orWait(
      `take ${keyframe.take} of ${name} has no clip${keyframe.when === "approved" ? " that is approved" : ""}`,
    );
  }
  const made = found.takes.filter(isMade);
  const approved = made.findLast(({ number }) => found.approved.has(number));
  if (approved !== undefined) return { kind: "take", take: approved };
  if (keyframe.when === "approved") return orWait(`it waits until a take of ${name} is approved`);
  if (found.coming) return { kind: "wait" };
  // A clip that was paid twice is the same clip twice: there is nothing to choose.
  const different = made.filter((take) => take.paidTwiceOf === undefined);
  const [only, second] = different.length > 0 ? different : made;
  if (only === undefined) return { kind: "blocked", reason: `the shot ${name} has no clip to go on from` };
  if (second === undefined) return { kind: "take", take: only };
  return {
    kind: "blocked",
    reason: `${name} has ${different.length} takes to choose from: approve one, or name one with \`take:\``,
  };
}
