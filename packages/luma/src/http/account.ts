import { createHmac } from "node:crypto";
import type { Account, Dialect } from "@shotlist/core";

/** Fixed for ever: another label would make every state look like another account's. */
const LABEL = "shotlist account key, version 1";

/** Names an account without giving its key away: equal keys give equal hashes, a hash gives no key. */
export function accountOf(dialect: Dialect, origin: string, apiKey: string): Account {
  const keyHash = createHmac("sha256", LABEL).update(apiKey).digest("hex").slice(0, 32);
  return { dialect, origin, keyHash };
}
