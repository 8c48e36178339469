import { namesShot } from "../expand/read-clip.ts";
import { placeOfInput, type ShotDraft } from "../expand/shot-draft.ts";
import { draftInputsOf } from "../expand/special-draft.ts";
import { nearest } from "../nearest.ts";
import type { ProblemList } from "../problem-list.ts";
import type { ByInput, InputName } from "../shot-inputs.ts";
import { idKey } from "./check-ids.ts";
import { GroupedFindings, others } from "./grouped-findings.ts";

/** What a shot is made from and another shot makes, by its place, as ids that exist. */
export type References = ByInput<string>;

/** The shots that a shot is made from, each once. */
export function idsIn(references: References): readonly string[] {
  const ids: Iterable<string> = Object.values(references);
  return [...new Set(ids)];
}

/**
 * Finds the shots that keyframes, sources and references name.
 *
 * A name without the part that a matrix adds means the shot of the same combination. Reports `shot-unknown` and
 * `shot-needs-itself`.
 *
 * @param isComplete - false when some shots could not be expanded, so that a name that is not there proves nothing.
 */
export function resolveReferences(
  drafts: readonly ShotDraft[],
  isComplete: boolean,
  problems: ProblemList,
): ReadonlyMap<ShotDraft, References> {
  const references = new Map<ShotDraft, References>();
  if (!drafts.some(({ clip }) => namesShot(clip))) return references;
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const unknown = new GroupedFindings<string>();
  const selfish = new GroupedFindings<string>();
  for (const draft of drafts) {
    for (const [name, media] of draftInputsOf(draft.clip)) {
      if (media.type !== "shot") continue;
      const target = byId.get(media.shot) ?? byId.get(`${media.shot}${draft.idSuffix}`);
      const place = placeOfInput(draft, name);
      if (target === undefined) unknown.add(place, media.shot);
      else if (target === draft) selfish.add(place, draft.id);
      else references.set(draft, { ...references.get(draft), [name]: target.id });
    }
  }
  for (const { place, first, count } of selfish) {
    problems.add("shot-needs-itself", place, `"${first}"${others(count)} cannot be made from itself.`);
  }
  if (isComplete && !unknown.isEmpty) reportUnknown(unknown, byId, problems);
  return references;
}

function reportUnknown(
  findings: GroupedFindings<string>,
  byId: ReadonlyMap<string, ShotDraft>,
  problems: ProblemList,
): void {
  const byKey = new Map([...byId.keys()].map((id) => [idKey(id), id]));
  for (const { place, first, count } of findings) {
    const near = byKey.get(idKey(first)) ?? nearest(first, byId.keys());
    const hint = near === undefined ? {} : { hint: `Did you mean "${near}"?` };
    const more = count === 1 ? "" : `; ${count} shots are to be made here from one that is not there`;
    problems.add("shot-unknown", place, `There is no shot "${first}"${more}.`, hint);
  }
}

/**
 * The drafts in an order in which each comes after those that it needs, or undefined when some need each other in a
 * circle; each circle is reported once, with its path (`shot-cycle`).
 */
export function orderByNeeds(
  drafts: readonly ShotDraft[],
  references: ReadonlyMap<ShotDraft, References>,
  problems: ProblemList,
): readonly ShotDraft[] | undefined {
  if (references.size === 0) return drafts;
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const waiting = new Map<ShotDraft, Set<ShotDraft>>();
  const dependents = new Map<ShotDraft, ShotDraft[]>();
  const ordered: ShotDraft[] = [];
  for (const draft of drafts) {
    const needs = new Set(idsIn(references.get(draft) ?? {}).flatMap((id) => byId.get(id) ?? []));
    if (needs.size === 0) ordered.push(draft);
    else waiting.set(draft, needs);
    for (const need of needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [draft]);
      else known.push(draft);
    }
  }
  for (const done of ordered) {
    waiting.delete(done);
    for (const dependent of dependents.get(done) ?? []) {
      const needs = waiting.get(dependent);
      needs?.delete(done);
      if (needs?.size === 0) ordered.push(dependent);
    }
  }
  if (waiting.size === 0) return ordered;
  reportCycles(waiting, references, problems);
  return undefined;
}

/** What is left needs something that is left: walking on from anywhere ends in a circle. */
function reportCycles(
  left: ReadonlyMap<ShotDraft, ReadonlySet<ShotDraft>>,
  references: ReadonlyMap<ShotDraft, References>,
  problems: ProblemList,
): void {
  const walked = new Set<ShotDraft>();
  for (const start of left.keys()) {
    const path: ShotDraft[] = [];
    let at: ShotDraft | undefined = start;
    while (at !== undefined && !walked.has(at)) {
      walked.add(at);
      path.push(at);
      at = left.get(at)?.values().next().value;
    }
    const circleStart = at === undefined ? -1 : path.indexOf(at);
    if (circleStart >= 0) reportCycle(path.slice(circleStart), [...left.keys()], references, problems);
  }
}

function reportCycle(
  circle: readonly ShotDraft[],
  fileOrder: readonly ShotDraft[],
  references: ReadonlyMap<ShotDraft, References>,
  problems: ProblemList,
): void {
  const firstInFile = fileOrder.find((draft) => circle.includes(draft));
  const turn = firstInFile === undefined ? 0 : circle.indexOf(firstInFile);
  const turned = [...circle.slice(turn), ...circle.slice(0, turn)];
  const [first, next] = turned;
  if (first === undefined) return;
  const placeIn = (draft: ShotDraft, needed: ShotDraft | undefined) => {
    const inputs: readonly (readonly [string, string])[] = Object.entries(references.get(draft) ?? {});
    const [name = "frame0"] = inputs.find(([, id]) => id === needed?.id) ?? [];
    return placeOfInput(draft, name as InputName);
  };
  const path = [...turned, first].map(({ id }) => id).join(" → ");
  const related = turned.slice(1, 6).map((draft, index) => ({
    place: placeIn(draft, turned[index + 2] ?? first),
    message: `"${draft.id}" needs "${(turned[index + 2] ?? first).id}"`,
  }));
  problems.add("shot-cycle", placeIn(first, next), `These shots wait for each other: ${path}.`, { related });
}
