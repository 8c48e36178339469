import { Ajv, type ValidateFunction } from "ajv";
import type { ProblemList } from "../problem-list.ts";
import { type Located, type LocatedMap, toJson } from "../source/located.ts";
import { collapseUnions } from "./collapse-unions.ts";
import { explainSchemaError } from "./explain-schema-error.ts";
import { MANIFEST_SCHEMA } from "./manifest-schema.ts";
import { reportReserved } from "./reserved-words.ts";

let validator: ValidateFunction | undefined;

/** The schema is compiled when the first manifest is read; that it is a right schema is checked in a test. */
function manifestValidator(): ValidateFunction {
  validator ??= new Ajv({ allErrors: true, verbose: true, strict: false, validateSchema: false }).compile(
    MANIFEST_SCHEMA,
  );
  return validator;
}

/**
 * Checks a manifest against the schema and reports one problem for each fault, at the offending key or value.
 */
export function validateManifest(root: LocatedMap, problems: ProblemList): void {
  const spoken = reportReserved(root, problems);
  const validate = manifestValidator();
  if (validate(toJson(root))) return;
  for (const error of collapseUnions(validate.errors ?? [])) {
    const trail = followPointer(root, error.instancePath);
    if (trail.some((node) => spoken.has(node))) continue;
    explainSchemaError(error, trail, problems);
  }
}

/** The values from the root to what a JSON pointer names, as far as they exist. */
function followPointer(root: Located, pointer: string): readonly Located[] {
  const trail = [root];
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const last = trail.at(-1);
    const next =
      last?.kind === "map"
        ? last.entries.get(key)?.value
        : last?.kind === "list"
          ? last.items[Number(key)]
          : undefined;
    if (next === undefined) break;
    trail.push(next);
  }
  return trail;
}
