import type { ClipFacts, Take } from "@shotlist/core";
import { acquireStateLock, createFileClipStore, setEditedClipAside, systemClock } from "@shotlist/core/local";
import pLimit from "p-limit";
import type { StatusFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { printRecord } from "../print-record.ts";
import type { Standing } from "../standing.ts";

/** Clips that are read at once. */
const AT_ONCE = 4;

/** A clip, or what lies beside it, that is not what was fetched. */
interface BrokenClip {
  readonly take: Take;
  /** Which of the clip's files it is. */
  readonly file: string;
  readonly health: "missing" | "edited";
}

/**
 * Reads every clip that the state knows and what lies beside it, byte for byte. With `--repair`, edited ones get another name, so that
 * the next run fetches what was made; missing ones it fetches anyway. Nothing is paid for either.
 *
 * @returns 3 when clips are broken and were left so, else 0.
 * @throws ShotlistError `state-locked` with `--repair` while a run is at work.
 */
export async function verify(io: Io, file: string, standing: Standing, flags: StatusFlags): Promise<number> {
  const takes = standing.snapshot.takes.filter(({ state, clip }) => state === "done" && clip !== undefined);
  if (flags.repair !== true)
    return report(io, flags, takes.length, await findBroken(standing, takes), new Map());
  const lock = await acquireStateLock({
    stateFile: standing.paths.state,
    command: `shotlist status ${file} --verify --repair`,
    nowMs: systemClock.nowMs,
  });
  try {
    const broken = await findBroken(standing, takes);
    const moved = new Map<BrokenClip, string>();
    for (const clip of broken) {
      if (clip.health !== "edited") continue;
      const to = await setEditedClipAside(standing.paths.clips, clip.file);
      if (to !== undefined) moved.set(clip, to);
    }
    return report(io, flags, takes.length, broken, moved);
  } finally {
    await lock.release();
  }
}

async function findBroken({ paths }: Standing, takes: readonly Take[]): Promise<readonly BrokenClip[]> {
  const clips = createFileClipStore({ dir: paths.clips, requestTimeoutMs: 1 });
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    takes.map((take) =>
      limit(async (): Promise<readonly BrokenClip[]> => {
        const broken: BrokenClip[] = [];
        for (const file of filesOf(take)) {
          const health = await clips.health(file, { deep: true });
          if (health !== "whole") broken.push({ take, file: file.file, health });
        }
        return broken;
      }),
    ),
  );
  return found.flat();
}

/** A clip's files, each by itself, so that what is whole beside a broken one is left alone. */
function filesOf({ clip }: Take): readonly ClipFacts[] {
  if (clip === undefined) return [];
  const { attachments = [], ...facts } = clip;
  return [facts, ...attachments.map((attachment) => ({ ...facts, ...attachment }))];
}

function report(
  io: Io,
  flags: StatusFlags,
  count: number,
  broken: readonly BrokenClip[],
  moved: ReadonlyMap<BrokenClip, string>,
): number {
  for (const clip of broken) {
    const { take, file, health } = clip;
    const to = moved.get(clip);
    if (flags.json === true) {
      printRecord(io, {
        type: "broken-clip",
        shotId: take.shotId,
        take: take.number,
        file,
        health,
        movedTo: to,
      });
    } else {
      const words =
        health === "missing" ? "is gone" : to === undefined ? "was changed" : `was changed; it is now ${to}`;
      io.stdout.write(`${take.shotId}, take ${take.number}: ${file} ${words}\n`);
    }
  }
  const left = flags.repair === true ? 0 : broken.length;
  if (flags.json === true) {
    printRecord(io, { type: "verify-summary", clips: count, broken: broken.length, movedAside: moved.size });
  } else io.stdout.write(`${summary(count, broken, flags.repair === true)}\n`);
  return left > 0 ? EXIT.someFailed : EXIT.ok;
}

function summary(count: number, broken: readonly BrokenClip[], repaired: boolean): string {
  const clips = `${count} ${count === 1 ? "clip" : "clips"}`;
  if (broken.length === 0) return `${clips} read: all are whole.`;
  const edited = broken.some(({ health }) => health === "edited");
  const next =
    edited && !repaired ? "--repair gives the changed ones another name, then a run" : "The next run";
  return `${clips} read, ${broken.length} not as fetched. ${next} fetches them again, without paying.`;
}
