import type { JsonObject } from "@shotlist/manifest";
import { leaveOutSettled } from "../plan/leave-out-settled.ts";
import type { IsSettled, KnownShot, StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { readDoneTakes, type StoredDoneTake } from "./done-takes.ts";
import { FIRST_WITH_DONE_TAKES, schemaVersion } from "./migrations.ts";
import { parseStored } from "./parse-stored.ts";
import { readAllButTakes, readSnapshot, takeReader } from "./read-snapshot.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

/**
 * Reads the state without settled shots, as `StateStore.readOpen` says: of those neither takes nor texts are read. A
 * file without the indices for that, which a reader does not make, is read whole. Fails with `state-damaged`.
 */
export function readOpenSnapshot(connection: SqliteConnection, isSettled: IsSettled): StateSnapshot {
  if (schemaVersion(connection) < FIRST_WITH_DONE_TAKES) {
    return leaveOutSettled(readSnapshot(connection), isSettled);
  }
  return connection.reading(() => {
    const rest = readAllButTakes(connection);
    const judged = [...rest.verdicts, ...(rest.retakes ?? [])].map(({ shotId }) => shotId);
    const takes = readOpenTakes(connection, new Set(judged), isSettled);
    return { ...rest, takes, knownShots: readShotsOf(connection, takes) };
  });
}

/**
 * The takes of shots that are not settled, in the order of their intents.
 *
 * @param open - ids of shots that cannot be settled; those with takes that are not done are added.
 */
function readOpenTakes(
  connection: SqliteConnection,
  open: Set<string>,
  isSettled: IsSettled,
): readonly Take[] {
  const toTake = takeReader(connection);
  const found: { readonly takeId: number; readonly take: Take }[] = [];
  for (const row of connection.each("SELECT take_id, body, account FROM takes WHERE state <> 'done'")) {
    const take = toTake(row);
    found.push({ takeId: Number(row["take_id"]), take });
    open.add(take.shotId);
  }
  for (const takeId of openDoneTakes(connection, open, isSettled)) {
    const row = connection.get("SELECT body, account FROM takes WHERE take_id = ?", takeId);
    if (row !== undefined) found.push({ takeId, take: toTake(row) });
  }
  return found.sort((a, b) => a.takeId - b.takeId).map(({ take }) => take);
}

/** The rows of finished takes whose shots are not settled. */
function openDoneTakes(
  connection: SqliteConnection,
  open: ReadonlySet<string>,
  isSettled: IsSettled,
): readonly number[] {
  const rows: number[] = [];
  let takes: StoredDoneTake[] = [];
  const ask = (): void => {
    const [first] = takes;
    if (first === undefined || (!open.has(first.shotId) && isSettled(takes))) return;
    for (const { takeId } of takes) rows.push(takeId);
  };
  for (const take of readDoneTakes(connection)) {
    if (takes[0]?.shotId !== take.shotId) {
      ask();
      takes = [];
    }
    takes.push(take);
  }
  ask();
  return rows;
}

/** What is known of the shots that these takes belong to, in the manifest's order. */
function readShotsOf(connection: SqliteConnection, takes: readonly Take[]): readonly KnownShot[] {
  const shots: KnownShot[] = [];
  for (const id of new Set(takes.map(({ shotId }) => shotId))) {
    const row = connection.get("SELECT fingerprint, position, wanted FROM shots WHERE id = ?", id);
    if (row === undefined) continue;
    shots.push({
      id,
      fingerprint: String(row["fingerprint"]),
      wanted: parseStored<JsonObject>(connection, row["wanted"]),
      position: Number(row["position"]),
    });
  }
  return shots.sort((a, b) => a.position - b.position);
}
