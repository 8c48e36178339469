import type { JsonObject } from "@shotlist/manifest";
import type { PlaceOutcome } from "../ports/clip-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import { renamedClip } from "../take/renamed-clip.ts";
import type { ClipFacts, Take } from "../take/take.ts";
import { awaitsClip } from "../take/take-facts.ts";
import { bearerOf, type ClipFamily, clipFamily, nameBeside, type TakeWithClip } from "./clip-names.ts";
import type { RunContext } from "./run-context.ts";
import { takeName } from "./take-book.ts";

/** How naming a clip ended; `left` says why it waits for the next run, in words for people. */
export type Placed =
  /** `lost`: its part file is gone. `over`: the run was left in the meantime. */
  { readonly kind: "placed" | "lost" | "over" } | { readonly kind: "left"; readonly reason: string };

/** How often the way is cleared for one clip: more than one thing may stand in it. */
const MOST_TRIES = 3;

/**
 * Gives a checked clip its name. Where takes of a shot share one path, the newest or approved one has it and the
 * others stand beside it: whichever must go goes first. Of one shot, one clip is named at a time.
 */
export function placeClip(run: RunContext, take: Take): Promise<Placed> {
  return run.naming.take(take.shotId, async () => {
    for (let tries = 1; ; tries++) {
      const room = await makeRoom(run, (run.book.get(take) ?? take) as TakeWithClip);
      if ("kind" in room) return room;
      const outcome = await place(run, room);
      if (run.shutdown.left.aborted) return { kind: "over" };
      if (outcome.kind === "placed") return recordPlaced(run, room, outcome.withoutPoster);
      if (outcome.kind === "lost") return { kind: "lost" };
      const again = tries < MOST_TRIES && outcome.kind === "occupied";
      if (!again || !(await clearTheWay(run, room, outcome.sha256))) return leave(run, room, outcome);
    }
  });
}

/** Gives the clips of a shot that are done the names that they should have by now; leaves them where it cannot. */
export function settleNames(run: RunContext, shotId: string): Promise<void> {
  return run.naming.take(shotId, () => settle(run, shotId));
}

/** The final path of a take's clip by the manifest as it is. */
export function clipFile(run: RunContext, { shotId, number }: Take): string {
  const shot = run.demand.shot(shotId);
  // A shot that left the manifest has no template any more; its clip is still paid for.
  return shot === undefined ? `${shotId}/take-${number}.mp4` : run.options.clipPath(shot, number);
}

/** Error of the run's end when clips cannot be written. */
export function clipsUnwritable(reason: string): ShotlistError {
  return new ShotlistError("clips-unwritable", `Clips cannot be written: ${reason}.`, {
    hint: "Free some space, or check that the output folder is there and may be written; then run the same command again.",
    standing:
      "Everything paid is recorded: the next run fetches these clips while the API keeps them, and pays for none of them again.",
  });
}

async function recordPlaced(run: RunContext, take: Take, withoutPoster: true | undefined): Promise<Placed> {
  const atMs = run.options.clock.nowMs();
  const poster = withoutPoster === undefined ? {} : { withoutPoster };
  await run.book.happen(take, { type: "clip-placed", atMs, ...poster });
  await settle(run, take.shotId);
  return { kind: "placed" };
}

function place(run: RunContext, take: TakeWithClip): Promise<PlaceOutcome> {
  const { clip, generationId } = take;
  const sidecar = sidecarOf(take, clip);
  return run.options.clips.place({ generationId: generationId as string, clip, sidecar });
}

/**
 * Where another take has the clip's path, one of the two goes beside it. A path that nobody has is taken as it
 * was recorded, because the clip may stand there already, and set right afterwards.
 */
async function makeRoom(run: RunContext, take: TakeWithClip): Promise<TakeWithClip | Placed> {
  const family = familyOf(run, take.shotId);
  const holder = family && holderOf(family);
  if (family === undefined || holder === undefined || take.clip.file !== family.plain) return take;
  const file = nameBeside(family.plain, take.number);
  const verdictOf = run.verdictOf;
  if (bearerOf([...family.takes, take], verdictOf) !== take) {
    return (await recordMoved(run, take, renamedClip(take.clip, file))) as TakeWithClip;
  }
  const outcome = await rename(run, holder, nameBeside(family.plain, holder.number));
  return outcome.kind === "placed" ? take : leave(run, take, outcome);
}

async function settle(run: RunContext, shotId: string): Promise<void> {
  // Whichever clip of the shot comes last settles the names of all.
  if (run.book.of(shotId).some(awaitsClip)) return;
  const family = familyOf(run, shotId);
  const bearer = family && bearerOf(family.takes, run.verdictOf);
  if (family === undefined || bearer === undefined || bearer.clip.file === family.plain) return;
  const holder = holderOf(family);
  if (holder !== undefined) {
    const aside = await rename(run, holder, nameBeside(family.plain, holder.number));
    if (aside.kind !== "placed") return tell(run, holder, reasonOf(aside));
  }
  let outcome = await rename(run, bearer, family.plain);
  if (outcome.kind === "occupied") {
    const there = { ...bearer, clip: { ...bearer.clip, file: family.plain } };
    if (await clearTheWay(run, there, outcome.sha256)) outcome = await rename(run, bearer, family.plain);
  }
  if (outcome.kind !== "placed") tell(run, bearer, reasonOf(outcome));
}

function familyOf(run: RunContext, shotId: string): ClipFamily | undefined {
  const shot = run.demand.shot(shotId);
  return shot && clipFamily(run.book.of(shotId), (number) => run.options.clipPath(shot, number));
}

function holderOf({ plain, takes }: ClipFamily): TakeWithClip | undefined {
  return takes.find(({ clip }) => clip.file === plain);
}

/**
 * Something stands where the clip should go. Is it a clip of ours that has another name already, its old one goes;
 * is it one of a shot that was called so before, it goes where its shot's clips are now.
 *
 * @param sha256 - of what stands there.
 * @returns whether the path may be free now.
 */
async function clearTheWay(
  run: RunContext,
  take: TakeWithClip,
  sha256: string | undefined,
): Promise<boolean> {
  const { file } = take.clip;
  for (const other of run.book.all()) {
    if (other.state !== "done" || other.clip === undefined || takeName(other) === takeName(take)) continue;
    const named = other as TakeWithClip;
    // Some disks take names that differ only in case for one.
    if (named.clip.file.toLowerCase() === file.toLowerCase()) {
      const home = clipFile(run, other);
      const ways = home === file ? [] : [home, nameBeside(home, other.number)];
      for (const way of ways) if ((await rename(run, named, way)).kind === "placed") return true;
      // In the meantime it came to be one that shares the path: the next try makes room.
      return home === file;
    }
    if (named.clip.sha256 !== sha256) continue;
    const { clip } = named;
    const order = { clip: { ...clip, file }, to: clip.file, sidecar: sidecarOf(named, clip) };
    const outcome = await run.options.clips.rename({ ...order, record: async () => {} });
    if (outcome.kind === "placed") return true;
  }
  return false;
}

/** Renames a clip that is done. One whose file is gone is only recorded under its new name. */
async function rename(run: RunContext, take: TakeWithClip, to: string): Promise<PlaceOutcome> {
  const { clip } = take;
  const record = (moved: ClipFacts): Promise<Take> => recordMoved(run, take, moved);
  const outcome = await run.options.clips.rename({ clip, to, sidecar: sidecarOf(take, clip), record });
  if (run.shutdown.left.aborted) return outcome;
  if (outcome.kind === "disk") run.shutdown.stopForDisk(clipsUnwritable(outcome.reason));
  if (outcome.kind !== "lost") return outcome;
  await record(renamedClip(clip, to));
  return { kind: "placed" };
}

async function recordMoved(run: RunContext, take: Take, clip: ClipFacts): Promise<Take> {
  const atMs = run.options.clock.nowMs();
  const moved = await run.book.happen(take, { type: "clip-moved", atMs, clip });
  tell(run, take, `called ${clip.file} from now on`);
  return moved;
}

function leave(run: RunContext, take: Take, outcome: Exclude<PlaceOutcome, { kind: "placed" }>): Placed {
  if (run.shutdown.left.aborted) return { kind: "over" };
  if (outcome.kind === "disk") run.shutdown.stopForDisk(clipsUnwritable(outcome.reason));
  else tell(run, take, reasonOf(outcome));
  const reason = reasonOf(outcome);
  return { kind: "left", reason: outcome.kind === "disk" ? `the disk refused it: ${reason}` : reason };
}

function reasonOf(outcome: Exclude<PlaceOutcome, { kind: "placed" }>): string {
  return outcome.kind === "lost" ? "the clip is gone" : outcome.reason;
}

function tell(run: RunContext, { shotId, number }: Take, words: string): void {
  run.tell({ type: "download", atMs: run.options.clock.nowMs(), shotId, take: number, words });
}

/** What lies beside a clip, from which a lost state can be rebuilt. */
function sidecarOf(take: Take, clip: ClipFacts): JsonObject {
  return {
    version: 1,
    shot: take.shotId,
    take: take.number,
    fingerprint: take.fingerprint,
    wanted: take.wanted,
    generation: take.generationId ?? null,
    dialect: take.account.dialect,
    origin: take.account.origin,
    keyHash: take.account.keyHash,
    model: take.model,
    resolution: take.resolution,
    duration: take.duration,
    request: { path: take.request.path, body: take.request.body },
    requestHash: take.requestHash,
    upstream: { ...take.upstream },
    priceUsdE4: take.priceUsdE4,
    bytes: clip.bytes,
    sha256: clip.sha256,
    ...(clip.attachments === undefined ? {} : { attachments: [...clip.attachments] }),
  };
}
