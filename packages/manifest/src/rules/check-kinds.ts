import { FIELD_NAMES, hasField, kindsWith } from "../expand/kind-fields.ts";
import { placeOfField, placeOfShot, type ShotDraft } from "../expand/shot-draft.ts";
import type { SpecialDraft } from "../expand/special-draft.ts";
import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, member, placeOf, placeOfSpan, textOf } from "../source/located.ts";
import type { References } from "./check-references.ts";
import { GroupedFindings, others } from "./grouped-findings.ts";

/**
 * Checks that shots of the newer kinds say what they must, and nothing that their kind does not have.
 *
 * Reports `source-missing`, `aspect-ratio-missing`, `edit-auto`, and `field-not-of-kind` for fields that the shot itself
 * or its matrix sets. What comes from defaults or a profile and does not apply is left out without a word.
 */
export function checkKinds(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const special = drafts.filter(({ clip }) => clip.special !== undefined);
  if (special.length === 0) return;
  checkSources(special, problems);
  checkAspectRatios(special, problems);
  checkEdits(special, problems);
  checkFields(special, problems);
}

/**
 * Reports extensions of stills (`extend-source`): there is no clip to go on from.
 *
 * @param references - the shots that each draft is made from.
 */
export function checkExtensions(
  drafts: readonly ShotDraft[],
  references: ReadonlyMap<ShotDraft, References>,
  problems: ProblemList,
): void {
  const extensions = drafts.filter(({ clip }) => clip.special?.kind === "extend");
  if (extensions.length === 0) return;
  const kinds = new Map(drafts.map(({ id, clip }) => [id, clip.special?.kind]));
  const findings = new GroupedFindings<string>();
  for (const draft of extensions) {
    const source = member(draft.fields.get("source"), "shot") ?? draft.fields.get("source");
    const frame = textOf(draft.fields.get("direction")) === "backward" ? "frame1" : "frame0";
    const id = references.get(draft)?.[frame];
    if (source !== undefined && id !== undefined && kinds.get(id) === "image")
      findings.add(placeOf(source), id);
  }
  for (const { place, first } of findings) {
    problems.add("extend-source", place, `"${first}" makes a still, and only a clip can be extended.`, {
      hint: `For a clip that begins with the still write keyframes: {frame0: {shot: ${first}}}.`,
    });
  }
}

function checkSources(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<string>();
  const hasErrors = problems.hasErrors;
  for (const draft of drafts) {
    const { special, frame0, frame1 } = draft.clip;
    const kind = special?.kind;
    if (kind !== "extend" && kind !== "edit" && kind !== "reframe") continue;
    const isThere =
      kind === "extend" ? frame0 !== undefined || frame1 !== undefined : special?.source !== undefined;
    if (isThere) continue;
    // One that is written but faulty has been reported; one whose template gives nothing has not.
    if (!draft.fields.has("source")) findings.add(placeOfShot(draft), draft.id, kind);
    else if (!hasErrors) findings.add(placeOfField(draft, "source"), draft.id, kind);
  }
  for (const { place, first, count } of findings) {
    problems.add("source-missing", place, `"${first}"${others(count)} does not say what it is made from.`);
  }
}

function checkAspectRatios(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<string>();
  const hasErrors = problems.hasErrors;
  for (const draft of drafts) {
    if (draft.clip.special?.kind !== "reframe" || draft.clip.aspectRatio !== undefined) continue;
    if (!draft.fields.has("aspect_ratio")) findings.add(placeOfShot(draft), draft.id);
    else if (!hasErrors) findings.add(placeOfField(draft, "aspect_ratio"), draft.id);
  }
  for (const { place, first, count } of findings) {
    problems.add("aspect-ratio-missing", place, `"${first}"${others(count)} does not say its new shape.`);
  }
}

function checkEdits(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<string>();
  for (const draft of drafts) {
    const { edit } = draft.clip.special ?? ({} as Partial<SpecialDraft>);
    if (edit?.autoControls !== true) continue;
    const beside = edit.strength !== undefined ? "strength" : edit.controls !== undefined ? "controls" : "";
    if (beside !== "") findings.add(placeOfField(draft, "edit"), beside);
  }
  for (const { place, first } of findings) {
    problems.add("edit-auto", place, `"auto: true" and "${first}" of an edit exclude each other.`);
  }
}

interface Misfit {
  readonly id: string;
  readonly field: string;
  readonly kind: string;
}

function checkFields(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<Misfit>();
  for (const { id, clip, fields, entry, matrixValues } of drafts) {
    const kind = clip.special?.kind ?? "video";
    // Of a kind that cannot be read nobody knows what it has.
    if (fields.has("kind") && textOf(fields.get("kind")) !== kind) continue;
    const own: readonly (readonly [string, Place, Located])[] = [
      ...[...entry.entries].map(([name, { key, value }]) => [name, placeOfSpan(key), value] as const),
      ...[...matrixValues].map(([name, value]) => [name, placeOf(value), value] as const),
    ];
    for (const [field, place, value] of own) {
      const name = field === "keyframes" && value.kind === "map" ? "keyframes.frame0" : field;
      if (!FIELD_NAMES.has(name) || hasField(kind, name) || saysNothing(value)) continue;
      findings.add(place, { id, field, kind }, kind);
    }
  }
  for (const { place, first, count } of findings) {
    const { id, field, kind } = first;
    const message = `"${id}"${others(count)} is of kind "${kind}", which has no "${field}".`;
    const hint = `Take it out; it goes with ${kindsWith(field).join(", ")}.`;
    problems.add("field-not-of-kind", place, message, { hint });
  }
}

/** `false` and the empty text are what a table or a matrix has where a field is not wanted. */
function saysNothing(value: Located): boolean {
  return value.kind === "scalar" && (value.value === false || value.value === "" || value.value === null);
}
