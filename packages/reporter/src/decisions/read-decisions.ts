import type { Decision, VerdictWord } from "./decision.ts";

/** Decisions that were read, or the first thing that is wrong with them, in words for people. */
export type ReadDecisions = { readonly decisions: readonly Decision[] } | { readonly problem: string };

/** More than the largest sheet has clips; beyond it a file is a mistake or an attack. */
const MOST_DECISIONS = 200_000;
/** Longer than any API takes a prompt. */
const LONGEST_TEXT = 20_000;

/**
 * Checks what claims to be decisions: a `decisions.json`, or the bare array that the served page posts.
 *
 * Nothing is guessed: one entry that is wrong makes the whole wrong, so that no half of a review is applied.
 * Fields that are not known are left out. Of several decisions on one clip all are given, in their order.
 *
 * @param json - any value that came out of JSON.
 */
export function readDecisions(json: unknown): ReadDecisions {
  const list = listIn(json);
  if (typeof list === "string") return { problem: list };
  if (list.length > MOST_DECISIONS) {
    return { problem: `It holds ${list.length} decisions; ${MOST_DECISIONS} are the most.` };
  }
  const decisions: Decision[] = [];
  for (const [index, entry] of list.entries()) {
    const decision = readDecision(entry);
    if (typeof decision === "string") return { problem: `Decision ${index + 1}: ${decision}` };
    decisions.push(decision);
  }
  return { decisions };
}

function listIn(json: unknown): readonly unknown[] | string {
  if (Array.isArray(json)) return json;
  if (!isRecord(json)) return "It is no list of decisions.";
  const { kind, version, decisions } = json;
  if (kind !== undefined && kind !== "shotlist-decisions") return "It is another kind of file.";
  if (version !== undefined && version !== 1) {
    return `It is version ${String(version)} of the file; this shotlist reads version 1.`;
  }
  return Array.isArray(decisions) ? decisions : "It has no list of decisions.";
}

function readDecision(entry: unknown): Decision | string {
  if (!isRecord(entry)) return "it is no object.";
  const { shotId, take, sha256, verdict, note = "", retake = false, prompt, at } = entry;
  if (!isText(shotId) || shotId === "") return "its shotId is no text.";
  if (typeof take !== "number" || !Number.isSafeInteger(take) || take < 1) {
    return "its take is no whole number from 1.";
  }
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) {
    return "its sha256 is not 64 hexadecimal digits in lower case.";
  }
  if (!isVerdict(verdict)) return "its verdict is neither approved, rejected nor none.";
  if (!isText(note)) return "its note is no text, or too long.";
  if (typeof retake !== "boolean") return "its retake is neither true nor false.";
  if (prompt !== undefined && !isText(prompt)) return "its prompt is no text, or too long.";
  if (typeof at !== "string" || !isMoment(at)) return "its time is no ISO 8601 moment in UTC.";
  return {
    shotId,
    take,
    sha256,
    verdict,
    note,
    retake,
    ...(prompt === undefined || prompt.trim() === "" ? {} : { prompt }),
    at,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_TEXT;
}

function isVerdict(value: unknown): value is VerdictWord {
  return value === "approved" || value === "rejected" || value === "none";
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
