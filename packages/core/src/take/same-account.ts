import type { Account } from "./take.ts";

/** Whether two accounts are one: ids, files and money never cross from one to another. */
export function sameAccount(one: Account, other: Account): boolean {
  return one.dialect === other.dialect && one.origin === other.origin && one.keyHash === other.keyHash;
}
