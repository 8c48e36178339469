import { type KnownShot, ShotlistError } from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";

/**
 * Gives the takes of a shot to another id: for a shot that was renamed and edited at once. Takes that come to an
 * id with takes of its own are numbered on after them. Clips keep their files.
 *
 * @throws ShotlistError `shot-not-found`, `state-locked`, `state-not-found`
 */
export async function stateMove(
  io: Io,
  file: string,
  from: string,
  to: string,
  flags: CommonFlags,
): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const { manifest, name, paths } = state;
  if (manifest !== undefined && !manifest.shots.some(({ id }) => id === to)) {
    throw noShot(`The manifest has no shot "${to}" to move takes to.`, "Name a shot of the manifest.");
  }
  const command = `shotlist state move ${file}`;
  const moved = await changeState({ file: paths.state, name, command }, async (store) => {
    const { takes, knownShots } = await store.read();
    const count = takes.filter(({ shotId }) => shotId === from).length;
    if (count === 0) {
      throw noShot(
        `The state knows no shot "${from}".`,
        "shotlist state list MANIFEST shows those that it knows.",
      );
    }
    const epoch = await store.beginRun({ accounts: [], atMs: systemClock.nowMs() });
    if (from !== to) await store.syncShots(epoch, [{ from, to }], renamed(knownShots, from, to));
    return count;
  });
  if (flags.json === true) printRecord(io, { type: "moved", from, to, takes: moved });
  else
    io.stdout.write(
      `${moved} ${moved === 1 ? "take" : "takes"} of ${from} ${moved === 1 ? "is" : "are"} now of ${to}.\n`,
    );
  return EXIT.ok;
}

/** What the state remembers of the manifest moves along, unless the new id is remembered already. */
function renamed(known: readonly KnownShot[], from: string, to: string): readonly KnownShot[] {
  const isKnown = known.some(({ id }) => id === to);
  return known.flatMap((shot) => (shot.id !== from ? [shot] : isKnown ? [] : [{ ...shot, id: to }]));
}

function noShot(message: string, hint: string): ShotlistError {
  return new ShotlistError("shot-not-found", message, { hint, standing: "Nothing was changed." });
}
