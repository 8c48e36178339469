import { ShotlistError } from "../shotlist-error.ts";
import type { Take, TakeKey } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import { committedUsdE4 } from "../take/take-facts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { isNotUnique } from "./sqlite-error.ts";

/** What every writing transaction looks at first. */
export interface StateHead {
  readonly epoch: number;
  readonly serial: number;
  readonly committedUsdE4: number;
}

/** Reads the newest epoch, the serial, and the money that is held or spent over the state's life. */
export function readHead(connection: SqliteConnection): StateHead {
  const row = connection.get("SELECT epoch, serial, committed_usd_e4 FROM state");
  return {
    epoch: Number(row?.["epoch"]),
    serial: Number(row?.["serial"]),
    committedUsdE4: Number(row?.["committed_usd_e4"]),
  };
}

/** Fails with `state-superseded` unless the epoch is the newest. */
export function requireEpoch(connection: SqliteConnection, epoch: number): void {
  if (readHead(connection).epoch === epoch) return;
  throw new ShotlistError("state-superseded", `A newer run owns the state ${connection.file}.`, {
    hint: "Let the newer run finish; it watches and fetches what this one began.",
    standing: "This run stores and sends nothing more; what it had stored is kept.",
  });
}

/** Marks the state as changed for every saved plan. */
export function growSerial(connection: SqliteConnection): void {
  connection.run("UPDATE state SET serial = serial + 1");
}

/** The row of a take, or undefined. */
export function takeIdOf(connection: SqliteConnection, key: TakeKey): number | undefined {
  const row = connection.get(
    "SELECT take_id FROM takes WHERE shot_id = ? AND number = ?",
    key.shotId,
    key.number,
  );
  return row === undefined ? undefined : Number(row["take_id"]);
}

/** Stores a take that is not there yet. Fails with `take-exists` when its number was used before. */
export function insertTake(connection: SqliteConnection, take: Take, event: TakeEvent): void {
  if (takeIdOf(connection, take) !== undefined) {
    throw new ShotlistError("take-exists", `Take ${take.number} of shot ${take.shotId} is stored already.`, {
      hint: "Run the same command again: it reads the state anew.",
      standing: "The stored take was left as it is, and nothing was sent for this one.",
    });
  }
  storeTake(connection, take, event);
}

/** Stores a take as it is after an event, and the event. Fails with `generation-id-taken`. */
export function storeTake(connection: SqliteConnection, take: Take, event: TakeEvent): void {
  refuseForgotten(connection, take);
  const before = connection.get(
    "SELECT take_id, committed_usd_e4 FROM takes WHERE shot_id = ? AND number = ?",
    take.shotId,
    take.number,
  );
  const committed = committedUsdE4(take);
  const takeId = writeRow(connection, take, committed, before?.["take_id"] as number | undefined);
  moveMoney(connection, take.epoch, committed - Number(before?.["committed_usd_e4"] ?? 0));
  connection.run(
    "INSERT INTO events (take_id, type, at_ms, body) VALUES (?, ?, ?, ?)",
    takeId,
    event.type,
    event.atMs,
    JSON.stringify(event),
  );
}

/** One text that is equal exactly for equal accounts. */
export function accountKey(take: Pick<Take, "account">): string {
  const { dialect, origin, keyHash } = take.account;
  return JSON.stringify([dialect, origin, keyHash]);
}

const INSERT_TAKE = `
INSERT INTO takes (shot_id, number, state, generation_id, request_hash, account, epoch, committed_usd_e4, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING take_id`;

const UPDATE_TAKE = `
UPDATE takes SET state = ?, generation_id = ?, request_hash = ?, account = ?, committed_usd_e4 = ?, body = ?
WHERE take_id = ?`;

function writeRow(
  connection: SqliteConnection,
  take: Take,
  committed: number,
  takeId: number | undefined,
): number {
  const { shotId, number, state, requestHash, epoch } = take;
  const generationId = take.generationId ?? null;
  const account = accountKey(take);
  const body = JSON.stringify(take);
  try {
    if (takeId === undefined) {
      const values = [shotId, number, state, generationId, requestHash, account, epoch, committed, body];
      return Number(connection.get(INSERT_TAKE, ...values)?.["take_id"]);
    }
    connection.run(UPDATE_TAKE, state, generationId, requestHash, account, committed, body, takeId);
    return takeId;
  } catch (error) {
    if (isNotUnique(error)) throw idTaken(take, error);
    throw error;
  }
}

function moveMoney(connection: SqliteConnection, epoch: number, byUsdE4: number): void {
  if (byUsdE4 === 0) return;
  connection.run("UPDATE state SET committed_usd_e4 = committed_usd_e4 + ?", byUsdE4);
  connection.run("UPDATE runs SET committed_usd_e4 = committed_usd_e4 + ? WHERE epoch = ?", byUsdE4, epoch);
}

/** A person may take a forgotten generation back by hand; matching must never do so. */
function refuseForgotten(connection: SqliteConnection, take: Take): void {
  if (take.generationId === undefined || take.idSource !== "listing") return;
  const stone = connection.get(
    "SELECT generation_id FROM tombstones WHERE generation_id = ?",
    take.generationId,
  );
  if (stone !== undefined) throw idTaken(take);
}

function idTaken(take: Take, cause?: unknown): ShotlistError {
  return new ShotlistError(
    "generation-id-taken",
    `Generation ${take.generationId} cannot belong to take ${take.number} of shot ${take.shotId}: it has an owner or was forgotten.`,
    {
      hint: "Give the id of a generation that no take of this state owns.",
      standing: "Nothing was changed.",
      cause,
    },
  );
}
