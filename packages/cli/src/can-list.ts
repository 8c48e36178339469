import type { Dialect } from "@shotlist/core";

/** Whether an API can list what an account made, so that lost answers can be looked up. */
export function canList(dialect: Dialect): boolean {
  return dialect === "dream-machine";
}
