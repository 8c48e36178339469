import { type Diagnosis, finding, fine } from "./diagnosis.ts";

/** The first Node that shotlist is made for. */
const FIRST_NODE = 24;

/** Says what is at work here: shotlist, Node and the SQLite in it. */
export function examineVersions(
  shotlist: string,
  versions: Readonly<Record<string, string | undefined>>,
): Diagnosis {
  const { node = "0", sqlite = "unknown" } = versions;
  const words = `shotlist ${shotlist}, Node ${node}, SQLite ${sqlite}`;
  if (Number.parseInt(node, 10) >= FIRST_NODE) return fine("versions", words);
  return finding("problem", "versions", "node-too-old", words, `Install Node ${FIRST_NODE} or later.`);
}
