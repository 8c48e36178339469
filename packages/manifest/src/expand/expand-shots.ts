import type { LocatedList, LocatedMap } from "../source/located.ts";
import { TableShot } from "../source/table-shot.ts";
import { type ExpandContext, expandEntry } from "./expand-entry.ts";
import { PlainRows } from "./plain-rows.ts";
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
  const plainRows = new PlainRows(context);
  let isComplete = true;
  for (const entry of shots.items) {
    if (entry.kind !== "map") {
      isComplete = false;
      continue;
    }
    if (entry instanceof TableShot) {
      const draft = plainRows.draftOf(entry);
      if (draft !== undefined) {
        if (entry.id === "") draft.id = numberedId(draft.id, derived);
        drafts.push(draft);
        continue;
      }
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
  return { ...draft, id: numberedId(draft.id, seen) };
}

function numberedId(id: string, seen: Map<string, number>): string {
  const count = (seen.get(id) ?? 0) + 1;
  seen.set(id, count);
  return count === 1 ? id : `${id}-${count}`;
}
