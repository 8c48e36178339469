import type { FileRef } from "../ports/generation-api.ts";
import type { StoredUpload } from "../ports/state-store.ts";
import type { Account } from "../take/take.ts";
import { schemaVersion } from "./migrations.ts";
import { parseStored } from "./parse-stored.ts";
import type { Row, SqliteConnection } from "./sqlite-connection.ts";

/** The files that APIs have been given, oldest first; none in states from before there were any. */
export function readUploads(connection: SqliteConnection): readonly StoredUpload[] {
  if (schemaVersion(connection) < 4) return [];
  return connection
    .all("SELECT * FROM uploads ORDER BY at_ms, sha256")
    .map((row) => toUpload(connection, row));
}

/** Remembers a file; call it inside a writing transaction. The serial stands still: no plan depends on it. */
export function putUpload(connection: SqliteConnection, upload: StoredUpload): void {
  const { account, sha256, ref, atMs, expiresAtMs = null } = upload;
  connection.run(
    "INSERT OR REPLACE INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)",
    account.dialect,
    account.origin,
    account.keyHash,
    sha256,
    JSON.stringify(ref),
    atMs,
    expiresAtMs,
  );
}

function toUpload(connection: SqliteConnection, row: Row): StoredUpload {
  const expiresAtMs = row["expires_at_ms"];
  return {
    account: {
      dialect: row["dialect"] as Account["dialect"],
      origin: String(row["origin"]),
      keyHash: String(row["key_hash"]),
    },
    sha256: String(row["sha256"]),
    ref: parseStored<FileRef>(connection, row["ref"]),
    atMs: Number(row["at_ms"]),
    ...(expiresAtMs === null ? {} : { expiresAtMs: Number(expiresAtMs) }),
  };
}
