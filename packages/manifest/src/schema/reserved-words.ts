import type { ProblemList } from "../problem-list.ts";
import { type Located, type LocatedMap, member, placeOf, textOf } from "../source/located.ts";

const RESERVED_KINDS = new Set(["upscale", "audio"]);

/**
 * Answers what is reserved for later versions in plain words (`reserved`), rather than as a schema fault.
 *
 * @returns the values it has spoken about; nothing more should be said of them.
 */
export function reportReserved(root: LocatedMap, problems: ProblemList): ReadonlySet<Located> {
  const spoken = new Set<Located>();
  const report = (node: Located, what: string, instead: string): void => {
    spoken.add(node);
    problems.add(
      "reserved",
      placeOf(node),
      `${what} is reserved for a later version and does not work yet.`,
      { hint: instead },
    );
  };
  const catalog = member(root, "catalog");
  if (catalog !== undefined && isMapOfCatalogs(catalog)) {
    report(catalog, "A map of several named catalogs", "Use one catalog: catalog: {file: products.csv}.");
  }
  const shots = member(root, "shots");
  const profiles = member(root, "profiles");
  for (const fields of [
    member(root, "defaults"),
    ...(profiles?.kind === "map" ? [...profiles.entries.values()].map((entry) => entry.value) : []),
    ...(shots?.kind === "list" ? shots.items : []),
  ]) {
    reportFields(fields, report);
  }
  return spoken;
}

type Report = (node: Located, what: string, instead: string) => void;

function reportFields(fields: Located | undefined, report: Report): void {
  const kind = member(fields, "kind");
  const kindWord = textOf(kind);
  if (kind !== undefined && kindWord !== undefined && RESERVED_KINDS.has(kindWord)) {
    report(kind, `"kind: ${kindWord}"`, "There are: video, image, extend, edit, reframe.");
  }
  const forEach = member(fields, "for_each");
  if (forEach !== undefined && forEach.kind !== "scalar") {
    report(
      forEach,
      "`for_each` over a list in the manifest",
      "Use `matrix` for a list of values, or `for_each: product` with a catalog.",
    );
  }
}

function isMapOfCatalogs(node: Located): boolean {
  if (node.kind !== "map" || node.entries.has("file") || node.entries.size === 0) return false;
  return [...node.entries.values()].every((entry) => member(entry.value, "file") !== undefined);
}
