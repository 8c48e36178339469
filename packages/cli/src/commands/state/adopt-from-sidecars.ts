import { type Account, firstFreeNumber, type StateSnapshot, type TakeChange } from "@shotlist/core";
import { type FoundClip, readSidecars, systemClock, takeFromSidecar } from "@shotlist/core/local";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import type { FoundState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";

/**
 * Rebuilds takes from the sidecars in the folder of the clips. A whole clip counts as made; one that is gone or
 * changed is fetched again by the next run. What the state knows already is passed over.
 *
 * @throws ShotlistError `state-locked` and those of the state store
 */
export async function adoptFromSidecars(
  io: Io,
  state: FoundState,
  command: string,
  flags: CommonFlags,
): Promise<number> {
  const { clips, unreadable } = await readSidecars(state.paths.clips);
  const target = { file: state.paths.state, name: state.name, command, create: true };
  const changes = await changeState(target, async (store) => {
    const snapshot = await store.read();
    const fresh = newClips(clips, snapshot);
    if (fresh.length === 0) return [];
    const atMs = systemClock.nowMs();
    const epoch = await store.beginRun({ accounts: accountsOf(fresh, snapshot), atMs });
    const taken = toChanges(fresh, snapshot, { epoch, atMs });
    await store.record(epoch, taken);
    return taken;
  });
  report(io, flags, changes, { known: clips.length - changes.length, unreadable });
  return unreadable.length > 0 ? EXIT.someFailed : EXIT.ok;
}

/** One clip for each generation, whole ones before broken ones. */
function newClips(clips: readonly FoundClip[], snapshot: StateSnapshot): readonly FoundClip[] {
  const seen = new Set<string | undefined>(
    [...snapshot.takes, ...(snapshot.forgotten ?? [])].map(({ generationId }) => generationId),
  );
  const wholeFirst = [
    ...clips.filter(({ measures }) => measures !== undefined),
    ...clips.filter(({ measures }) => measures === undefined),
  ];
  return wholeFirst.filter(({ sidecar }) => {
    if (seen.has(sidecar.generationId)) return false;
    seen.add(sidecar.generationId);
    return true;
  });
}

/** The account that most clips of a dialect come from, where the state has none yet. */
function accountsOf(clips: readonly FoundClip[], { info }: StateSnapshot): readonly Account[] {
  const counts = new Map<string, { readonly account: Account; count: number }>();
  for (const { sidecar } of clips) {
    const key = JSON.stringify(sidecar.account);
    const entry = counts.get(key) ?? { account: sidecar.account, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const bound = new Set<string>(info.accounts.map(({ dialect }) => dialect));
  const accounts: Account[] = [];
  for (const { account } of [...counts.values()].sort((one, other) => other.count - one.count)) {
    if (bound.has(account.dialect)) continue;
    bound.add(account.dialect);
    accounts.push(account);
  }
  return accounts;
}

/** Takes keep their numbers where those are free. */
function toChanges(
  clips: readonly FoundClip[],
  snapshot: StateSnapshot,
  { epoch, atMs }: { readonly epoch: number; readonly atMs: number },
): readonly TakeChange[] {
  const used = new Set(
    [...snapshot.takes, ...(snapshot.forgotten ?? [])].map(({ shotId, number }) => `${shotId}/${number}`),
  );
  const inOrder = clips.toSorted((one, other) => one.writtenAtMs - other.writtenAtMs);
  return inOrder.map((found) => {
    const { shotId, take } = found.sidecar;
    let number = take;
    if (used.has(`${shotId}/${number}`)) number = firstFreeNumber(snapshot, shotId);
    while (used.has(`${shotId}/${number}`)) number++;
    used.add(`${shotId}/${number}`);
    return takeFromSidecar(found, { number, epoch, atMs });
  });
}

function report(
  io: Io,
  flags: CommonFlags,
  changes: readonly TakeChange[],
  rest: { readonly known: number; readonly unreadable: readonly string[] },
): void {
  const takes = changes.map(({ take }) => take);
  if (flags.json === true) {
    for (const { shotId, number, state, generationId } of takes) {
      printRecord(io, { type: "adopted", shotId, take: number, state, generationId });
    }
    printRecord(io, { type: "adopt-summary", adopted: takes.length, ...rest });
    return;
  }
  const shots = new Set(takes.map(({ shotId }) => shotId)).size;
  const broken = takes.filter(({ state }) => state !== "done").length;
  io.stdout.write(
    `Took up ${takes.length} ${takes.length === 1 ? "take" : "takes"} of ${shots} ${shots === 1 ? "shot" : "shots"}.\n`,
  );
  if (broken > 0)
    io.stdout.write(`${broken} of their clips are gone or changed; the next run fetches them again.\n`);
  if (rest.known > 0) io.stdout.write(`${rest.known} were known already.\n`);
  for (const file of rest.unreadable)
    io.stderr.write(`warning: ${file} cannot be read and was passed over\n`);
}
