import type { Shot } from "@shotlist/manifest";
import type { Take } from "../take/take.ts";
import { fieldWords } from "./field-words.ts";

/** Such as `take 2`. */
export const takeName = (take: Take): string => `take ${take.number}`;

/** Such as `take 2 was` or `takes 1 and 3 were`; another or no verb where one is given. */
export function listOf(takes: readonly Take[], verb?: string): string {
  const numbers = takes.map(({ number }) => String(number));
  const noun = takes.length === 1 ? "take" : "takes";
  const said = verb ?? (takes.length === 1 ? " was" : " were");
  return `${noun} ${joinAnd(numbers)}${said}`;
}

/** Why a take has no clip: `take 2 failed: Frame moderation failed`. */
export function failedReason(take: Take): string {
  if (take.state === "abandoned") return `${takeName(take)} was given up`;
  const what = take.state === "refused" ? "was refused" : "failed";
  const why = take.failure?.message || take.failure?.code;
  return why ? `${takeName(take)} ${what}: ${why}` : `${takeName(take)} ${what}`;
}

/** Such as `1 of 3 takes`. */
export function haveOf(shot: Shot, good: number): string {
  return `${good} of ${shot.takes} ${shot.takes === 1 ? "take" : "takes"}`;
}

/**
 * Why a shot is made again: `prompt and duration changed`, or `opener, which it continues, changed`.
 *
 * @param fields - the changed fields in dotted form.
 */
export function changedReason(shot: Shot, fields: readonly string[]): string {
  if (fields.length === 0) return "what is wanted changed";
  const upstream = fields.map((field) => upstreamOf(shot, field));
  if (upstream.every((id) => id !== undefined)) {
    return `${joinAnd([...new Set(upstream)])}, which it continues, changed`;
  }
  return `${joinAnd(fieldWords(fields))} changed`;
}

/** The shot whose fingerprint a changed field holds. */
function upstreamOf({ keyframes, source }: Shot, field: string): string | undefined {
  const name = /^(?:keyframes\.(frame[01])|source)\.fingerprint$/.exec(field);
  if (name === null) return undefined;
  const media = name[1] === undefined ? source : keyframes[name[1] as "frame0" | "frame1"];
  return media?.type === "shot" ? media.shot : undefined;
}

/** Why nothing is left to do for a shot with so many good takes. */
export function clipsReason(shot: Shot, good: number): string {
  return shot.takes > 1 ? `${good} takes to choose from` : "all there";
}

/** `a`, `a and b`, `a, b and c`; beyond four the rest is counted. */
export function joinAnd(words: readonly string[]): string {
  if (words.length > 4) return `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`;
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
