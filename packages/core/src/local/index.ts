export { checkMp4, type Mp4Check } from "./check-mp4.ts";
export { createFileClipStore, type FileClipStoreOptions } from "./file-clip-store.ts";
export { type OpenStateOptions, openStateStore, type SqliteStateStore } from "./sqlite-state-store.ts";
export {
  acquireStateLock,
  type LockHolder,
  type StateLock,
  type StateLockOptions,
  stateHolder,
} from "./state-lock.ts";
export { newUuid, systemClock, systemRandom } from "./system-clock.ts";
