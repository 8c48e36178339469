import type { TakeReview, Verdict } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { TakeKey } from "../take/take.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { takeIdOf } from "./write-takes.ts";

/** Gives a take a verdict; call it inside a writing transaction. Fails with `take-not-found`. */
export function putVerdict(connection: SqliteConnection, verdict: Verdict): void {
  connection.run(
    "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?)",
    takeIdToJudge(connection, verdict),
    verdict.verdict,
    verdict.note,
    verdict.sha256,
    verdict.atMs,
  );
}

/**
 * Stores what a reviewer says of takes, in order; call it inside a writing transaction.
 * Fails with `take-not-found`.
 */
export function writeReviews(connection: SqliteConnection, reviews: readonly TakeReview[]): void {
  for (const { verdict, retake, ...review } of reviews) {
    const takeId = takeIdToJudge(connection, review);
    if (verdict === "none") connection.run("DELETE FROM verdicts WHERE take_id = ?", takeId);
    else putVerdict(connection, { ...review, verdict });
    if (retake === undefined) connection.run("DELETE FROM retakes WHERE take_id = ?", takeId);
    else connection.run(WISH, takeId, review.sha256, retake.prompt ?? null, review.atMs);
  }
}

/** A wish that is said again must not look newer than the take that has fulfilled it. */
const WISH = `
INSERT INTO retakes (take_id, sha256, prompt, at_ms) VALUES (?, ?, ?, ?)
ON CONFLICT (take_id) DO UPDATE SET
  sha256 = excluded.sha256, prompt = excluded.prompt, at_ms = excluded.at_ms
WHERE prompt IS NOT excluded.prompt OR sha256 <> excluded.sha256`;

function takeIdToJudge(connection: SqliteConnection, take: TakeKey): number {
  const takeId = takeIdOf(connection, take);
  if (takeId !== undefined) return takeId;
  throw new ShotlistError("take-not-found", `Shot ${take.shotId} has no take ${take.number}.`, {
    hint: "Reload the page or run `shotlist status` to see the takes that there are.",
    standing: "No verdict was stored.",
  });
}
