import type { LocatedList, LocatedMap } from "../source/located.ts";
import { type ExpandContext, expandEntry } from "./expand-entry.ts";
import type { ShotDraft } from "./shot-draft.ts";

/** All shots of a manifest, in the order of the file. */
export interface ExpandedShots {
  readonly drafts: readonly ShotDraft[];
  /** False when some entry could not be expanded; its problem has been reported. */
  readonly isComplete: boolean;
}

/**
 * Expands all entries. Shots without a written id that say the same get `-2`, `-3` … in the order of the file: they
 * are the same clip, so it does not matter which is which.
 */
export function expandShots(shots: LocatedList, context: ExpandContext): ExpandedShots {
  const drafts: ShotDraft[] = [];
  const derived = new Map<string, number>();
  let isComplete = true;
  for (const entry of shots.items) {
    if (entry.kind !== "map") {
      isComplete = false;
      continue;
    }
    const expanded = expandEntry(entry, context);
    isComplete &&= expanded.isComplete;
    for (const draft of expanded.drafts) drafts.push(hasWrittenId(entry) ? draft : numbered(draft, derived));
  }
  return { drafts, isComplete };
}

function hasWrittenId(entry: LocatedMap): boolean {
  return entry.entries.has("id");
}

function numbered(draft: ShotDraft, seen: Map<string, number>): ShotDraft {
  const count = (seen.get(draft.id) ?? 0) + 1;
  seen.set(draft.id, count);
  return count === 1 ? draft : { ...draft, id: `${draft.id}-${count}` };
}
