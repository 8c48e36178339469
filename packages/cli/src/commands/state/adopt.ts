import { ShotlistError } from "@shotlist/core";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { adoptById } from "./adopt-by-id.ts";
import { adoptFromSidecars } from "./adopt-from-sidecars.ts";

/** What `shotlist state adopt` takes beside the common options. */
export interface AdoptFlags extends CommonFlags {
  readonly fromSidecars?: boolean;
  readonly force?: boolean;
}

/**
 * Takes up what was made without this state: one generation for one shot, or, from the sidecars of the clips,
 * everything that a lost state knew. Nothing is paid.
 *
 * @throws ShotlistError `bad-resolution`, and those of the two ways.
 */
export async function stateAdopt(
  io: Io,
  file: string,
  shotId: string | undefined,
  generationId: string | undefined,
  flags: AdoptFlags,
): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const command = `shotlist state adopt ${file}`;
  if (flags.fromSidecars === true && shotId === undefined)
    return adoptFromSidecars(io, state, command, flags);
  if (flags.fromSidecars !== true && shotId !== undefined && generationId !== undefined) {
    return adoptById(io, state, command, { shotId, generationId, flags });
  }
  throw new ShotlistError("bad-resolution", "It is not clear what is to be taken up.", {
    hint: "Say shotlist state adopt MANIFEST SHOT GENERATION-ID, or shotlist state adopt MANIFEST --from-sidecars.",
    standing: "Nothing was changed.",
  });
}
