import { placeOfShot, type ShotDraft } from "../expand/shot-draft.ts";
import type { Place, Problem } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import { segmentFault } from "../safe-segment.ts";
import { placeOf } from "../source/located.ts";
import { GroupedFindings, others } from "./grouped-findings.ts";

/** Reports ids that cannot be the name of a folder on every system (`id-unsafe`), once for each template. */
export function checkIdsAreSafe(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<{ readonly id: string; readonly fault: string }>();
  for (const draft of drafts) {
    const fault = segmentFault(draft.id);
    if (fault !== undefined) findings.add(placeOfShot(draft), { id: draft.id, fault });
  }
  for (const { place, first, count } of findings) {
    const message = `The id ${JSON.stringify(first.id)}${others(count)} cannot name a folder: it ${first.fault}.`;
    problems.add("id-unsafe", place, message);
  }
}

/** Two ids that file systems, people or Unicode would take for one have the same key. */
export function idKey(id: string): string {
  // Normalising leaves ASCII as it is.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are ASCII too
  if (/^[\u0000-\u007f]*$/.test(id)) return id.toLowerCase();
  return id.normalize("NFKC").toLowerCase().normalize("NFC");
}

/**
 * Reports ids that two shots share (`id-duplicate`), also when only case or Unicode normalisation tells them apart, and
 * names both places.
 *
 * @returns the first draft of each id, by `idKey`.
 */
export function checkIdsAreUnique(
  drafts: readonly ShotDraft[],
  problems: ProblemList,
): ReadonlyMap<string, ShotDraft> {
  const firsts = new Map<string, ShotDraft>();
  const findings = new GroupedFindings<readonly [ShotDraft, ShotDraft]>();
  for (const draft of drafts) {
    const key = idKey(draft.id);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, draft);
    else findings.add(placeOfShot(draft), [first, draft], String(first.idNode.span.start));
  }
  for (const { place, first: pair, count } of findings) {
    const [first, second] = pair;
    if (first.entry === second.entry) reportWithinEntry(place, first, second, problems);
    else reportAcross(place, pair, count, problems);
  }
  return firsts;
}

function reportWithinEntry(place: Place, first: ShotDraft, second: ShotDraft, problems: ProblemList): void {
  const isFolded = first.id !== second.id;
  const ids = isFolded ? `The ids "${first.id}" and "${second.id}"` : `The id "${first.id}"`;
  const related =
    first.product === second.product ? differingValues(first, second) : productsOf([first, second]);
  const fix =
    first.product === undefined
      ? "Make the values differ in letters or digits, for the id is made of these."
      : "Use {{ product.handle }} in the id.";
  const message = isFolded
    ? `${ids} differ only in case or writing, so they cannot both name a folder.`
    : `${ids} is given to more than one shot of this entry.`;
  problems.add("id-duplicate", place, message, {
    related,
    hint: isFolded ? "Make the ids differ in their letters." : fix,
  });
}

function productsOf(drafts: readonly ShotDraft[]): NonNullable<Problem["related"]> {
  return drafts.flatMap(({ product, productPlace }) =>
    product === undefined || productPlace === undefined
      ? []
      : [{ place: productPlace, message: product.handle }],
  );
}

/** The values of the matrix that the ids should have told apart. */
function differingValues(first: ShotDraft, second: ShotDraft): NonNullable<Problem["related"]> {
  const keys = [...second.matrixValues.keys()].filter(
    (key) => first.matrixValues.get(key) !== second.matrixValues.get(key),
  );
  return keys.flatMap((key) =>
    [first, second].flatMap(({ matrixValues, matrix }) => {
      const value = matrixValues.get(key);
      return value === undefined ? [] : [{ place: placeOf(value), message: `${key}: ${matrix[key] ?? ""}` }];
    }),
  );
}

function reportAcross(
  place: Place,
  [first, second]: readonly [ShotDraft, ShotDraft],
  count: number,
  problems: ProblemList,
): void {
  const more = others(count);
  const message =
    first.id === second.id
      ? `The id "${second.id}"${more} is already taken.`
      : `The id "${second.id}"${more} differs from "${first.id}" only in case or writing.`;
  problems.add("id-duplicate", place, message, {
    related: [{ place: placeOfShot(first), message: `"${first.id}" is first given here` }],
  });
}
