export { type OpenStateOptions, openStateStore, type SqliteStateStore } from "./sqlite-state-store.ts";
export { newUuid, systemClock, systemRandom } from "./system-clock.ts";
