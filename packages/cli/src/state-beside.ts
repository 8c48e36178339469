import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { holdsMoney, ShotlistError, type StateSnapshot } from "@shotlist/core";
import { listSidecars } from "@shotlist/core/local";
import type { Manifest } from "@shotlist/manifest";
import type { CommonFlags } from "./flags.ts";
import { readSnapshot } from "./standing.ts";
import type { StatePaths } from "./state-paths.ts";

const ENDING = ".shotlist.db";
const SIMULATED_ENDING = ".simulated.shotlist.db";

/**
 * Stops where a manifest has no state of its own name but what it asks for was paid for already: a state beside it
 * has takes of the same shots, as after a change of `name:`, or the output folder has their clips, as after the loss
 * of a state. Else everything would be bought again.
 *
 * @throws ShotlistError `state-beside`, `clips-without-state`, unless a state is named or a new one is asked for.
 */
export async function refuseStateBeside(
  manifest: Manifest,
  paths: StatePaths,
  flags: Pick<CommonFlags, "state" | "newState"> & { readonly adoptMatching?: boolean },
): Promise<void> {
  if (flags.newState === true || flags.state !== undefined || existsSync(paths.state)) return;
  const wanted = new Set(manifest.shots.map(({ fingerprint }) => fingerprint));
  const states = await statesBeside(paths.state);
  for (const file of states) {
    const shared = await sharedShots(file, wanted);
    if (shared > 0) throw beside(manifest, file, shared);
  }
  const isPaid = !paths.state.endsWith(SIMULATED_ENDING);
  if (isPaid && flags.adoptMatching !== true) await refuseClips(manifest, paths, wanted);
}

async function refuseClips(
  { name }: Manifest,
  { clips }: StatePaths,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const made = (await listSidecars(clips)).filter(
    ({ fingerprint, account }) => account.origin !== "simulated" && wanted.has(fingerprint),
  );
  if (made.length === 0) return;
  const count = made.length === 1 ? "a clip" : `${made.length} clips`;
  throw new ShotlistError(
    "clips-without-state",
    `There is no state for "${name}", but ${basename(clips)} holds ${count} of shots of this manifest.`,
    {
      hint: "If the state was lost, rebuild it: shotlist state adopt MANIFEST --from-sidecars. To make everything anew, and pay for it: --new-state.",
      standing: "Nothing was sent and nothing was changed.",
    },
  );
}

/** Other states of the same kind, real or simulated, in the folder. */
async function statesBeside(stateFile: string): Promise<readonly string[]> {
  const folder = dirname(stateFile);
  const isSimulated = stateFile.endsWith(SIMULATED_ENDING);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(ENDING) && name.endsWith(SIMULATED_ENDING) === isSimulated)
    .filter((name) => name !== basename(stateFile))
    .sort()
    .map((name) => join(folder, name));
}

async function sharedShots(file: string, wanted: ReadonlySet<string>): Promise<number> {
  // A state that cannot be read is a matter of the manifest that it belongs to.
  const snapshot: StateSnapshot | undefined = await readSnapshot(file, "").catch(() => undefined);
  const paid = (snapshot?.takes ?? []).filter((take) => holdsMoney(take) && wanted.has(take.fingerprint));
  return new Set(paid.map(({ fingerprint }) => fingerprint)).size;
}

function beside({ name }: Manifest, file: string, shared: number): ShotlistError {
  const shots = `${shared} ${shared === 1 ? "shot" : "shots"}`;
  return new ShotlistError(
    "state-beside",
    `There is no state for "${name}", but ${basename(file)} holds paid takes of ${shots} of this manifest.`,
    {
      hint: `If the manifest was given another name, go on with that state: --state ${basename(file)}. To make everything anew, and pay for it: --new-state.`,
      standing: "Nothing was sent and nothing was changed.",
    },
  );
}
