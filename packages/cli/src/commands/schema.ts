import { MANIFEST_SCHEMA } from "@shotlist/manifest";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";

/** Prints the JSON Schema of manifests. */
export async function schema(io: Io): Promise<number> {
  io.stdout.write(`${JSON.stringify(MANIFEST_SCHEMA, null, 2)}\n`);
  return EXIT.ok;
}
