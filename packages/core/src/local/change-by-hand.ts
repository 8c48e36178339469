import type { BegunPlan } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { Account, Take, TakeKey } from "../take/take.ts";
import { parseStored } from "./parse-stored.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { accountKey, growSerial } from "./write-takes.ts";

/**
 * Takes takes out of the state; call it inside a writing transaction. The sums that the walls are checked
 * against are left as they are, so that forgetting never makes room for new spend.
 * Fails with `take-not-found`.
 */
export function forgetTakes(connection: SqliteConnection, takes: readonly TakeKey[], atMs: number): void {
  for (const { shotId, number } of takes) {
    const row = connection.get(
      "SELECT take_id, generation_id, committed_usd_e4 FROM takes WHERE shot_id = ? AND number = ?",
      shotId,
      number,
    );
    if (row === undefined) throw noSuchTake(shotId, number);
    const generationId = row["generation_id"] as string | null;
    connection.run(
      "INSERT INTO forgotten VALUES (?, ?, ?, ?, ?)",
      shotId,
      number,
      generationId,
      Number(row["committed_usd_e4"]),
      atMs,
    );
    if (generationId !== null) {
      connection.run("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", generationId, atMs);
    }
    const takeId = Number(row["take_id"]);
    connection.run("DELETE FROM verdicts WHERE take_id = ?", takeId);
    connection.run("DELETE FROM retakes WHERE take_id = ?", takeId);
    connection.run("DELETE FROM events WHERE take_id = ?", takeId);
    connection.run("DELETE FROM takes WHERE take_id = ?", takeId);
  }
  if (takes.length > 0) growSerial(connection);
}

/** Binds another account of its dialect; call it inside a writing transaction. */
export function rebindAccount(
  connection: SqliteConnection,
  account: Account,
  { takes, atMs }: { readonly takes: boolean; readonly atMs: number },
): void {
  const { dialect, origin, keyHash } = account;
  const bound = connection.get("SELECT origin, key_hash FROM accounts WHERE dialect = ?", dialect);
  connection.run(
    "INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)",
    dialect,
    origin,
    keyHash,
    Math.round(atMs),
  );
  if (takes && bound !== undefined) {
    const before = { dialect, origin: String(bound["origin"]), keyHash: String(bound["key_hash"]) };
    moveTakes(connection, before, account);
  }
  growSerial(connection);
}

function moveTakes(connection: SqliteConnection, before: Account, account: Account): void {
  const rows = connection.all(
    "SELECT take_id, body FROM takes WHERE account = ?",
    accountKey({ account: before }),
  );
  for (const row of rows) {
    const take: Take = { ...parseStored<Take>(connection, row["body"]), account };
    connection.run(
      "UPDATE takes SET account = ?, body = ? WHERE take_id = ?",
      accountKey(take),
      JSON.stringify(take),
      Number(row["take_id"]),
    );
  }
}

/** Remembers that a saved plan is begun, or finished; call it inside a writing transaction. */
export function notePlan(connection: SqliteConnection, plan: BegunPlan): void {
  connection.run(
    `INSERT INTO saved_plans VALUES (?, ?, ?)
     ON CONFLICT (plan_id) DO UPDATE SET finished_at_ms = excluded.finished_at_ms`,
    plan.id,
    plan.begunAtMs,
    plan.finishedAtMs ?? null,
  );
}

function noSuchTake(shotId: string, number: number): ShotlistError {
  return new ShotlistError("take-not-found", `Shot ${shotId} has no take ${number}.`, {
    hint: "`shotlist state list` shows the takes that there are.",
    standing: "Nothing was changed.",
  });
}
