import { placeOfShot, type ShotDraft } from "../expand/shot-draft.ts";
import type { SpecialDraft } from "../expand/special-draft.ts";
import type { ProblemList } from "../problem-list.ts";
import { GroupedFindings, others } from "./grouped-findings.ts";

/**
 * Reports shots that have neither a prompt nor a keyframe (`shot-empty`).
 *
 * A shot whose prompt or keyframe is there but faulty has been reported already, so while there are errors only those
 * are named for which nothing was written.
 */
export function checkContent(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<string>();
  const hasErrors = problems.hasErrors;
  for (const draft of drafts) {
    const { prompt, frame0, frame1 } = draft.clip;
    if (prompt !== undefined || frame0 !== undefined || frame1 !== undefined) continue;
    if (draft.clip.special !== undefined && isMadeFromSomething(draft.clip.special)) continue;
    const isWritten = ["prompt", "keyframes.frame0", "keyframes.frame1"].some((field) =>
      isSomething(draft, field),
    );
    if (!isWritten || !hasErrors) findings.add(placeOfShot(draft), draft.id);
  }
  for (const { place, first, count } of findings) {
    problems.add("shot-empty", place, `"${first}"${others(count)} has neither a prompt nor a keyframe.`);
  }
}

/** An extension, an edit and a reframe have a source, and a rule of their own for one that is missing. */
function isMadeFromSomething({ kind, guides, references }: SpecialDraft): boolean {
  return (kind !== "video" && kind !== "image") || guides !== undefined || references !== undefined;
}

function isSomething(draft: ShotDraft, field: string): boolean {
  const node = draft.fields.get(field);
  return (
    node !== undefined &&
    !(node.kind === "scalar" && typeof node.value === "string" && node.value.trim() === "")
  );
}
