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

/** Of equal fingerprints what is wanted is equal too. */
function rememberShots(connection: SqliteConnection, shots: readonly KnownShot[]): boolean {
  const others = new Map(shots.map((shot) => [shot.id, shot]));
  const gone: string[] = [];
  for (const [id, fingerprint, position] of connection.eachValues(
    "SELECT id, fingerprint, position FROM shots",
  )) {
    const shot = others.get(String(id));
    if (shot === undefined) gone.push(String(id));
    else if (shot.fingerprint === fingerprint && shot.position === position) others.delete(shot.id);
  }
  for (const { id, fingerprint, position, wanted } of others.values()) {
    connection.run(REMEMBER, id, fingerprint, position, JSON.stringify(wanted));
  }
  for (const id of gone) connection.run("DELETE FROM shots WHERE id = ?", id);
  return others.size > 0 || gone.length > 0;
}
