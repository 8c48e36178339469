import type { ReadModel } from "@shotlist/core/read-model";

/** A prompt that a reviewer wants for a shot's retake. */
export interface ChangedPrompt {
  readonly shotId: string;
  /** The take beside which it was written. */
  readonly take: number;
  readonly prompt: string;
}

/** The changed prompts that the manifest does not have yet; of several for one shot the one on the newest take. */
export function changesIn({ shots }: Pick<ReadModel, "shots">): readonly ChangedPrompt[] {
  return shots.flatMap(({ id, prompt, state, takes }) => {
    const wish = takes.findLast(({ current, retake }) => current && retake?.prompt !== undefined);
    const wanted = wish?.retake?.prompt;
    if (state === "removed" || wish === undefined || wanted === undefined || wanted === prompt) return [];
    return [{ shotId: id, take: wish.number, prompt: wanted }];
  });
}
