import type { KnownShot, ShotMove } from "../ports/state-store.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { growSerial } from "./write-takes.ts";

/**
 * Moves takes to new shot ids and remembers the manifest's shots; call it inside a writing transaction.
 * All moves happen at once, so that two shots can swap ids. Takes that come to a shot with takes of its own
 * are numbered on after those, because no number is used twice. The serial stands still when nothing changes.
 */
export function syncShots(
  connection: SqliteConnection,
  moves: readonly ShotMove[],
  shots: readonly KnownShot[],
): void {
  const moved = moveTakes(connection, moves);
  const remembered = rememberShots(connection, shots);
  if (moved || remembered) growSerial(connection);
}

/** No id of a manifest can hold a control character, so this name is free while moves are under way. */
function waitingRoom(index: number): string {
  return `\u0001${index}`;
}

function moveTakes(connection: SqliteConnection, moves: readonly ShotMove[]): boolean {
  let touched = 0;
  for (const [index, move] of moves.entries()) {
    touched += connection.run(
      "UPDATE takes SET shot_id = ? WHERE shot_id = ?",
      waitingRoom(index),
      move.from,
    );
  }
  for (const [index, move] of moves.entries()) settleIn(connection, waitingRoom(index), move.to);
  return touched > 0;
}

const SETTLE_IN = `
UPDATE takes SET
  shot_id = ?2,
  number = number + CAST(?3 AS INTEGER),
  body = json_set(body, '$.shotId', ?2, '$.number', number + CAST(?3 AS INTEGER))
WHERE shot_id = ?1`;

const SHIFT_FIRST_ATTEMPTS = `
UPDATE takes SET body = json_set(body, '$.paidTwiceOf', json_extract(body, '$.paidTwiceOf') + CAST(?2 AS INTEGER))
WHERE shot_id = ?1 AND json_extract(body, '$.paidTwiceOf') IS NOT NULL`;

/** Numbers of takes that were forgotten count as used. */
const LAST_NUMBER = `
SELECT max(number) AS last FROM (
  SELECT number FROM takes WHERE shot_id = ?1 UNION ALL SELECT number FROM forgotten WHERE shot_id = ?1)`;

function settleIn(connection: SqliteConnection, from: string, to: string): void {
  const row = connection.get(LAST_NUMBER, to);
  const shift = Number(row?.["last"] ?? 0);
  if (shift > 0) connection.run(SHIFT_FIRST_ATTEMPTS, from, shift);
  connection.run(SETTLE_IN, from, to, shift);
}

const REMEMBER = `
INSERT INTO shots (id, fingerprint, position, wanted) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  fingerprint = excluded.fingerprint, position = excluded.position, wanted = excluded.wanted`;

function rememberShots(connection: SqliteConnection, shots: readonly KnownShot[]): boolean {
  const known = new Map(
    connection
      .all("SELECT id, fingerprint, position, wanted FROM shots")
      .map((row) => [String(row["id"]), row] as const),
  );
  let changed = false;
  for (const shot of shots) {
    const row = known.get(shot.id);
    known.delete(shot.id);
    const wanted = JSON.stringify(shot.wanted);
    const same =
      row?.["fingerprint"] === shot.fingerprint &&
      row["position"] === shot.position &&
      row["wanted"] === wanted;
    if (same) continue;
    connection.run(REMEMBER, shot.id, shot.fingerprint, shot.position, wanted);
    changed = true;
  }
  for (const id of known.keys()) connection.run("DELETE FROM shots WHERE id = ?", id);
  return changed || known.size > 0;
}
