import type { ShotView, TakeView } from "@shotlist/core/read-model";

/** A clip that is to be handed over. */
export interface ChosenClip {
  readonly shot: ShotView;
  readonly take: TakeView & { readonly clip: NonNullable<TakeView["clip"]> };
}

/** Which clips are handed over, and which shots might be missed. */
export interface Choice {
  readonly chosen: readonly ChosenClip[];
  readonly passedOver: readonly { readonly shotId: string; readonly reason: string }[];
}

/**
 * Chooses the approved clips of what the manifest says now, or with `all` every finished one that was not rejected.
 * An approval of an older text or of another profile says nothing about the present one, so it is passed over.
 */
export function chooseClips(shots: readonly ShotView[], options: { readonly all: boolean }): Choice {
  const chosen: ChosenClip[] = [];
  const passedOver: { shotId: string; reason: string }[] = [];
  for (const shot of shots) {
    if (shot.state === "removed") continue;
    const isWanted = ({ verdict }: TakeView): boolean =>
      options.all ? verdict?.verdict !== "rejected" : verdict?.verdict === "approved";
    const takes = shot.takes.filter(
      (take): take is ChosenClip["take"] => take.clip !== undefined && take.state === "done",
    );
    const wanted = takes.filter((take) => take.current && isWanted(take));
    for (const take of wanted) chosen.push({ shot, take });
    const older = takes.findLast((take) => !take.current && take.verdict?.verdict === "approved");
    if (wanted.length === 0 && older !== undefined) {
      passedOver.push({
        shotId: shot.id,
        reason: `take ${older.number} is approved, but was made for something else than the manifest asks for now`,
      });
    }
  }
  return { chosen, passedOver };
}
