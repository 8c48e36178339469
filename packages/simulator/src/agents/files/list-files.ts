import type { Account } from "../../account.ts";
import { type Answer, json, refusal } from "../../http/answer.ts";
import { notOneOf } from "../problem.ts";
import { fileStateAt, PURPOSES } from "./stored-file.ts";
import { wireFile } from "./wire-file.ts";

const STATES: readonly string[] = ["pending", "ready", "failed"];
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** Answers `GET /files`: newest first, 1 to 100 at a time, from behind the file that a cursor names. */
export function answerFileList(account: Account, query: URLSearchParams): Answer {
  const nowMs = account.clock.nowMs();
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    return refusal(400, `limit must be between 1 and ${MAX_LIMIT}`);
  const purpose = query.get("purpose");
  const state = query.get("state");
  if (purpose !== null && !PURPOSES.includes(purpose))
    return refusal(400, notOneOf("purpose", purpose, PURPOSES).detail);
  if (state !== null && !STATES.includes(state)) return refusal(400, notOneOf("state", state, STATES).detail);
  const before = readCursor(query.get("cursor"));
  if (Number.isNaN(before)) return refusal(400, "Invalid cursor");
  const fitting = account.files
    .listed()
    .filter(
      (file) =>
        file.index < before &&
        (purpose === null || file.purpose === purpose) &&
        (state === null || fileStateAt(file, nowMs) === state),
    );
  const shown = fitting.slice(0, limit);
  const hasMore = fitting.length > limit;
  return json(200, {
    data: shown.map((file) => wireFile(file, nowMs)),
    has_more: hasMore,
    next_cursor: hasMore ? cursorOf(shown.at(-1)?.index ?? 0) : null,
  });
}

function cursorOf(index: number): string {
  return Buffer.from(`before ${index}`).toString("base64url");
}

/** The index to stay below; NaN for a cursor that was never given out. */
function readCursor(cursor: string | null): number {
  if (cursor === null) return Number.POSITIVE_INFINITY;
  return Number(/^before (\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1] ?? Number.NaN);
}
