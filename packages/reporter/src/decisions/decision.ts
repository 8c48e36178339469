/** What a reviewer may say of a clip; `none` takes an earlier word back. */
export type VerdictWord = "approved" | "rejected" | "none";

/** A reviewer's decision on one clip: it belongs to the shot, the take and the file, and never to a later take. */
export interface Decision {
  readonly shotId: string;
  readonly take: number;
  /** SHA-256 of the clip that was looked at, in hex. */
  readonly sha256: string;
  readonly verdict: VerdictWord;
  /** Empty unless the reviewer gave a reason. */
  readonly note: string;
  /** Whether another take is wanted. Rejecting alone buys nothing. */
  readonly retake: boolean;
  /** Other words for the retake; absent when the shot's own hold. */
  readonly prompt?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The file that carries decisions from a contact sheet to `shotlist review apply`. */
export interface DecisionsFile {
  readonly kind: "shotlist-decisions";
  readonly version: 1;
  /** Name of the manifest's run, as the sheet has it. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly decisions: readonly Decision[];
}

/** One text for one clip: decisions with the same key are about the same file. */
export function decisionKey(decision: Pick<Decision, "shotId" | "take" | "sha256">): string {
  return `${decision.sha256} ${decision.take} ${decision.shotId}`;
}
