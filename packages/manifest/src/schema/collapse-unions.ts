import type { ErrorObject } from "ajv";

/** Keywords by which a branch of a union only says "not meant for me". */
const OTHER_BRANCH = new Set(["type", "pattern", "enum", "const"]);

/**
 * Leaves one error where a validator gives one for each branch of an `anyOf`.
 *
 * Where a branch of the right type has something exact to say (an unknown field, a fault deeper inside),
 * that is kept; otherwise the union itself speaks, with its title.
 */
export function collapseUnions(all: readonly ErrorObject[]): readonly ErrorObject[] {
  const errors = withoutRepeats(all);
  const unions = errors.filter((error) => error.keyword === "anyOf");
  if (unions.length === 0) return errors;
  const dropped = new Set<ErrorObject>();
  const byPath = groupBy(errors, (error) => error.instancePath);
  const parents = parentPaths(errors);
  for (const union of unions) {
    const here = (byPath.get(union.instancePath) ?? []).filter((error) => isBranchError(error, union));
    const exact = here.filter((error) => isAboutItsParts(error) && !isOfOtherBranch(error, here, union));
    const isDeeper = parents.has(union.instancePath);
    if (exact.length > 0 || isDeeper) dropped.add(union);
    for (const error of here) if (!exact.includes(error)) dropped.add(error);
  }
  return errors.filter((error) => !dropped.has(error));
}

/** A value of the wrong type is of course none of the known ones. */
function withoutRepeats(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const wrongTypes = new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === "type" ? [instancePath] : [])),
  );
  return errors.filter(({ keyword, instancePath }) => keyword !== "enum" || !wrongTypes.has(instancePath));
}

function isBranchError(error: ErrorObject, union: ErrorObject): boolean {
  return error !== union && error.schemaPath.startsWith(`${union.schemaPath}/`);
}

function isAboutItsParts(error: ErrorObject): boolean {
  return (
    error.keyword === "additionalProperties" ||
    error.keyword === "required" ||
    error.keyword === "minProperties" ||
    error.keyword === "minItems"
  );
}

function isOfOtherBranch(error: ErrorObject, here: readonly ErrorObject[], union: ErrorObject): boolean {
  const branch = branchOf(error, union);
  return here.some((other) => OTHER_BRANCH.has(other.keyword) && branchOf(other, union) === branch);
}

function branchOf(error: ErrorObject, union: ErrorObject): string {
  return error.schemaPath.slice(union.schemaPath.length + 1).split("/")[0] ?? "";
}

/** The paths that have an error somewhere below them. */
function parentPaths(errors: readonly ErrorObject[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { instancePath } of errors) {
    for (let at = instancePath.lastIndexOf("/"); at >= 0; at = instancePath.lastIndexOf("/", at - 1)) {
      paths.add(instancePath.slice(0, at));
      if (at === 0) break;
    }
  }
  return paths;
}

function groupBy(
  errors: readonly ErrorObject[],
  key: (error: ErrorObject) => string,
): Map<string, ErrorObject[]> {
  const groups = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const group = groups.get(key(error));
    if (group === undefined) groups.set(key(error), [error]);
    else group.push(error);
  }
  return groups;
}
