import { awaitsClip, formatUsd, isInFlight, ShotlistError, type Take } from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";

/** What `shotlist state forget` takes beside the common options. */
export interface ForgetFlags extends CommonFlags {
  readonly take?: number;
  readonly force?: boolean;
}

/**
 * Takes takes out of the state. Their clips stay on disk, what they cost stays spent, and their generations are
 * never taken up again by matching. A shot whose takes are forgotten is made, and paid for, again.
 *
 * @throws ShotlistError `shot-not-found`, `take-not-found`, `take-open` without `--force`, `state-locked`
 */
export async function stateForget(
  io: Io,
  file: string,
  shotIds: readonly string[],
  flags: ForgetFlags,
): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const command = `shotlist state forget ${file}`;
  const forgotten = await changeState(
    { file: state.paths.state, name: state.name, command },
    async (store) => {
      const takes = chosen((await store.read()).takes, shotIds, flags.take);
      const open = takes.filter((take) => isInFlight(take) || awaitsClip(take));
      if (open.length > 0 && flags.force !== true) throw stillOpen(open);
      const atMs = systemClock.nowMs();
      const epoch = await store.beginRun({ accounts: [], atMs });
      await store.forget(epoch, takes, atMs);
      return takes;
    },
  );
  for (const take of forgotten) {
    const { shotId, number, generationId, clip, priceUsdE4 } = take;
    if (flags.json === true) {
      const file = clip?.file;
      printRecord(io, { type: "forgotten", shotId, take: number, generationId, file, priceUsdE4 });
    } else if (flags.quiet !== true) {
      const price = priceUsdE4 === null ? "its price" : formatUsd(priceUsdE4);
      io.stdout.write(
        `${shotId}, take ${number}: forgotten; ${price} counts as before${clip === undefined ? "" : `, ${clip.file} stays`}\n`,
      );
    }
  }
  return EXIT.ok;
}

function chosen(
  all: readonly Take[],
  shotIds: readonly string[],
  number: number | undefined,
): readonly Take[] {
  return shotIds.flatMap((shotId) => {
    const takes = all.filter((take) => take.shotId === shotId);
    const meant = takes.filter((take) => number === undefined || take.number === number);
    if (meant.length > 0) return meant;
    const code = takes.length === 0 ? "shot-not-found" : "take-not-found";
    const what =
      takes.length === 0 ? `The state knows no shot "${shotId}"` : `Shot ${shotId} has no take ${number}`;
    throw new ShotlistError(code, `${what}.`, {
      hint: "shotlist state list MANIFEST shows the takes that there are.",
      standing: "Nothing was changed.",
    });
  });
}

function stillOpen(open: readonly Take[]): ShotlistError {
  const [{ shotId, number, state }] = open as readonly [Take];
  const more = open.length > 1 ? ` and ${open.length - 1} more` : "";
  return new ShotlistError(
    "take-open",
    `Take ${number} of shot ${shotId} is ${state}${more}: its clip, which is or may be paid, would be lost.`,
    {
      hint: "Let a run finish it, or settle it with shotlist resolve; --force forgets it all the same.",
      standing: "Nothing was changed.",
    },
  );
}
