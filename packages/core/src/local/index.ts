export { type AccountShareOptions, openAccountShare } from "./account-share.ts";
export { breakStateLock } from "./break-state-lock.ts";
export { checkMp4, type Mp4Check } from "./check-mp4.ts";
export { checkStateFile, type StateFileCheck } from "./check-state-file.ts";
export { type ExportedRow, exportState, type StateExport } from "./export-state.ts";
export { createFileClipStore, type FileClipStoreOptions } from "./file-clip-store.ts";
export { readLocalMedia } from "./local-media.ts";
export { type ClipFault, lookAtClips } from "./look-at-clips.ts";
export { measureMedia } from "./measure-media.ts";
export {
  type FoundClip,
  type FoundClips,
  listSidecars,
  readSidecars,
  type Sidecar,
} from "./read-sidecars.ts";
export { setEditedClipAside } from "./set-aside.ts";
export { type OpenStateOptions, openStateStore, type SqliteStateStore } from "./sqlite-state-store.ts";
export {
  acquireStateLock,
  type LockHolder,
  type StateLock,
  type StateLockOptions,
  stateHolder,
} from "./state-lock.ts";
export { newUuid, systemClock, systemRandom } from "./system-clock.ts";
export { takeFromSidecar } from "./take-from-sidecar.ts";
