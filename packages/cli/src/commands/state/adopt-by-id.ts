import {
  adoptGeneration,
  firstFreeNumber,
  isMade,
  priceOf,
  ShotlistError,
  type StateSnapshot,
  shotInputs,
  type Upstream,
} from "@shotlist/core";
import { systemClock } from "@shotlist/core/local";
import type { Shot } from "@shotlist/manifest";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import type { FoundState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { dialectOf } from "../../open-apis.ts";
import { requestInWords } from "../../planned-requests.ts";
import { printRecord } from "../../print-record.ts";
import { checkGeneration } from "../../resolve/check-generation.ts";
import { withApis } from "../../run-session.ts";

/** What is taken up. */
interface Adoption {
  readonly shotId: string;
  readonly generationId: string;
  readonly flags: CommonFlags & { readonly force?: boolean };
}

/**
 * Gives a generation that the account made without this state to a shot, as a new take. It is looked up first,
 * and must be what the shot asks for; the next run watches it and fetches its clip.
 *
 * @throws ShotlistError `shot-not-found`, `generation-not-found`, `generation-differs`, `generation-id-taken`
 */
export async function adoptById(
  io: Io,
  state: FoundState,
  command: string,
  { shotId, generationId, flags }: Adoption,
): Promise<number> {
  const { manifest, paths, name } = state;
  const shot = manifest?.shots.find(({ id }) => id === shotId);
  if (manifest === undefined || shot === undefined) throw noShot(shotId);
  const number = await changeState({ file: paths.state, name, command, create: true }, (store) =>
    withApis({ io, flags, paths, dialects: new Set([dialectOf(shot)]) }, 30_000, async (apis) => {
      const api = apis.get(dialectOf(shot));
      if (api === undefined) throw noApi(shot);
      const snapshot = await store.read();
      const upstream = upstreamOf(shot, snapshot);
      const request = requestInWords(api, shot, upstream);
      const generation = await checkGeneration({
        api,
        generationId,
        request,
        earliestMs: 0,
        force: flags.force === true,
        signal: AbortSignal.timeout(60_000),
      });
      const atMs = systemClock.nowMs();
      const epoch = await store.beginRun({ accounts: [api.account], atMs });
      const change = adoptGeneration({
        shot,
        number: firstFreeNumber(snapshot, shotId),
        generation,
        request,
        upstream,
        account: api.account,
        epoch,
        requestId: "",
        idSource: "hand",
        priceUsdE4: priceOf(shot, manifest.prices),
        atMs,
      });
      await store.record(epoch, [change]);
      return change.take.number;
    }),
  );
  if (flags.json === true)
    printRecord(io, { type: "adopted", shotId, take: number, state: "running", generationId });
  else
    io.stdout.write(
      `${shotId}, take ${number}: generation ${generationId}; the next run watches it and fetches its clip.\n`,
    );
  return EXIT.ok;
}

/** The newest made take of each shot that this one continues. */
function upstreamOf(shot: Shot, { takes }: StateSnapshot): Upstream {
  const upstream: { -readonly [Name in keyof Upstream]: string } = {};
  for (const [name, keyframe] of shotInputs(shot)) {
    const id = takes.findLast((take) => take.shotId === keyframe.shot && isMade(take))?.generationId;
    if (id === undefined) {
      throw new ShotlistError(
        "shot-not-found",
        `Shot ${shot.id} continues ${keyframe.shot}, which has no take yet.`,
        {
          hint: `Take up a generation for ${keyframe.shot} first, or run it.`,
          standing: "Nothing was changed.",
        },
      );
    }
    upstream[name] = id;
  }
  return upstream;
}

function noShot(shotId: string): ShotlistError {
  return new ShotlistError("shot-not-found", `The manifest has no shot "${shotId}".`, {
    hint: "Name the manifest and one of its shots.",
    standing: "Nothing was changed.",
  });
}

function noApi(shot: Shot): ShotlistError {
  return new ShotlistError("no-api-key", `There is no key for the API of ${shot.model}.`, {
    hint: "The generation is looked up before it is taken: set that API's key in the environment.",
    standing: "Nothing was changed.",
  });
}
