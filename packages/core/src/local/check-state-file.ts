import { checkSchema, SCHEMA_VERSION } from "./migrations.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

/** What a look at a state's file shows. */
export interface StateFileCheck {
  readonly schemaVersion: number;
  /** What this release writes; a state that is older is brought up to it by the next run. */
  readonly newestSchemaVersion: number;
  /** What SQLite's quick check complains of; empty for a sound file. At most 100. */
  readonly faults: readonly string[];
}

/**
 * Reads a state's file through, without writing and without disturbing a run. Takes about as long as to read the file.
 *
 * Fails with `state-too-new`, `state-damaged` or `state-busy`.
 */
export function checkStateFile(file: string): StateFileCheck {
  const connection = new SqliteConnection(file, { readOnly: true });
  try {
    const schemaVersion = checkSchema(connection);
    const words = connection.all("PRAGMA quick_check(100)").map((row) => String(Object.values(row)[0]));
    return {
      schemaVersion,
      newestSchemaVersion: SCHEMA_VERSION,
      faults: words.filter((word) => word !== "ok"),
    };
  } finally {
    connection.close();
  }
}
