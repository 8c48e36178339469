import type { TakeChange } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import type { FoundClip } from "./read-sidecars.ts";

/**
 * The change that begins the life of a take again from what lies beside its clip: done where the clip is whole,
 * else completed, so that the next run fetches it anew without paying.
 *
 * @param number - its number in this state.
 */
export function takeFromSidecar(
  found: FoundClip,
  { number, epoch, atMs }: { readonly number: number; readonly epoch: number; readonly atMs: number },
): TakeChange {
  const { sidecar, measures, writtenAtMs } = found;
  const {
    bytes,
    sha256,
    take: _number,
    account,
    request,
    upstream,
    attachments: _beside,
    ...facts
  } = sidecar;
  const take: Take = {
    ...facts,
    number,
    state: measures === undefined ? "completed" : "done",
    account,
    request,
    upstream,
    requestId: "",
    epoch,
    intentAtMs: writtenAtMs,
    clockOffsetMs: 0,
    idSource: "hand",
    acceptedAtMs: writtenAtMs,
    endedAtMs: writtenAtMs,
    ...(measures === undefined
      ? {}
      : { clip: { file: found.file, bytes, sha256, ...measures }, doneAtMs: writtenAtMs }),
  };
  return { take, event: { type: "intended", atMs, take } };
}
