import type { Row, SqliteConnection } from "./sqlite-connection.ts";
import { damaged } from "./sqlite-error.ts";

/** Parses JSON that this store wrote. Fails with `state-damaged`. */
export function parseStored<T>(connection: SqliteConnection, text: Row[string] | undefined): T {
  try {
    return JSON.parse(String(text)) as T;
  } catch (error) {
    throw damaged(connection.file, "a stored record cannot be read", error);
  }
}
