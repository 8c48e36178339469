import type { Io } from "./io.ts";
import { jsonRecord } from "./json-record.ts";

/** Prints one record of NDJSON; each has its documented `type`. */
export function printRecord(
  io: Io,
  record: { readonly type: string; readonly [field: string]: unknown },
): void {
  io.stdout.write(jsonRecord(record));
}
