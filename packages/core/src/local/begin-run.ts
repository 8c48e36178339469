import { ShotlistError } from "../shotlist-error.ts";
import type { Account } from "../take/take.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { readHead } from "./write-takes.ts";

/** Gives out the next epoch and binds accounts; call it inside a writing transaction. Fails with `state-other-account`. */
export function beginRun(connection: SqliteConnection, accounts: readonly Account[], atMs: number): number {
  for (const account of accounts) bind(connection, account, atMs);
  const epoch = readHead(connection).epoch + 1;
  connection.run("UPDATE state SET epoch = ?", epoch);
  connection.run("INSERT INTO runs VALUES (?, ?, 0)", epoch, Math.round(atMs));
  return epoch;
}

function bind(connection: SqliteConnection, account: Account, atMs: number): void {
  const { dialect, origin, keyHash } = account;
  const bound = connection.get("SELECT origin, key_hash FROM accounts WHERE dialect = ?", dialect);
  if (bound === undefined) {
    connection.run("INSERT INTO accounts VALUES (?, ?, ?, ?)", dialect, origin, keyHash, Math.round(atMs));
    return;
  }
  if (bound["origin"] === origin && bound["key_hash"] === keyHash) return;
  const difference =
    bound["origin"] === origin ? `another key at ${origin}` : `${String(bound["origin"])}, not ${origin}`;
  throw new ShotlistError(
    "state-other-account",
    `The state ${connection.file} belongs to another ${dialect} account: ${difference}.`,
    {
      hint: "Use the key and base URL of the first run, or another state with --state FILE.",
      standing:
        "Nothing was sent and nothing was changed: generations of one account cannot be seen by another.",
    },
  );
}
