import type { ProblemList } from "../problem-list.ts";
import { type Located, type LocatedMap, member, toJson } from "../source/located.ts";
import { type RowGroup, TableShot } from "../source/table-shot.ts";
import { collapseUnions } from "./collapse-unions.ts";
import { validateFieldsJson, validateManifestJson } from "./compiled-schemas.ts";
import { explainSchemaError } from "./explain-schema-error.ts";
import { reportReserved } from "./reserved-words.ts";
import { CLIP_FIELDS } from "./shot-schema.ts";

/**
 * Checks a manifest against the schema and reports one problem for each fault, at the offending key or value.
 */
export function validateManifest(root: LocatedMap, problems: ProblemList): void {
  const doubtful = withoutSoundRows(root);
  const spoken = reportReserved(doubtful, problems);
  validateMatrices(doubtful, problems);
  if (validateManifestJson(toJson(doubtful))) return;
  for (const error of collapseUnions(validateManifestJson.errors ?? [])) {
    const trail = followPointer(doubtful, error.instancePath);
    if (trail.some((node) => spoken.has(node))) continue;
    explainSchemaError(error, trail, problems);
  }
}

/**
 * Leaves out the rows of a table that need no look of their own: rows without templates, of whose group another row
 * is right. What a row has for itself is text, which the schema always takes.
 */
function withoutSoundRows(root: LocatedMap): LocatedMap {
  const shots = root.entries.get("shots");
  if (shots?.value.kind !== "list") return root;
  const sound = new Map<RowGroup, boolean>();
  const items = shots.value.items.filter((entry) => {
    if (!(entry instanceof TableShot) || entry.mayHaveTemplates) return true;
    const known = sound.get(entry.group);
    const isSound = known ?? isSoundAlone(entry);
    if (known === undefined) sound.set(entry.group, isSound);
    return !isSound;
  });
  if (items.length === shots.value.items.length) return root;
  const value = { ...shots.value, items };
  return { ...root, entries: new Map([...root.entries, ["shots", { key: shots.key, value }]]) };
}

function isSoundAlone(shot: TableShot): boolean {
  return validateManifestJson({ version: 1, shots: [toJson(shot)] });
}

/**
 * Checks the values of every matrix that set fields of a shot; the schema leaves them open, because other keys may
 * hold anything. The `name` of a value that is a map only names it.
 */
function validateMatrices(root: LocatedMap, problems: ProblemList): void {
  const shots = member(root, "shots");
  for (const entry of shots?.kind === "list" ? shots.items : []) {
    const matrix = member(entry, "matrix");
    for (const fields of matrix?.kind === "map" ? fieldsSetBy(matrix) : []) validateFields(fields, problems);
  }
}

function* fieldsSetBy(matrix: LocatedMap): Generator<LocatedMap> {
  for (const [key, { key: span, value }] of matrix.entries) {
    if (key === "exclude" || value.kind !== "list") continue;
    for (const item of value.items) {
      if (key !== "include")
        yield { kind: "map", entries: new Map([[key, { key: span, value: item }]]), span };
      else if (item.kind === "map") yield item;
    }
  }
}

function validateFields(fields: LocatedMap, problems: ProblemList): void {
  const known = [...fields.entries].filter(([key]) => CLIP_FIELDS.includes(key));
  if (known.length === 0) return;
  const entries = new Map(
    known.map(([key, entry]) => [key, { key: entry.key, value: withoutName(entry.value) }]),
  );
  const clip: LocatedMap = { ...fields, entries };
  if (validateFieldsJson(toJson(clip))) return;
  for (const error of collapseUnions(validateFieldsJson.errors ?? [])) {
    explainSchemaError(error, followPointer(clip, error.instancePath), problems);
  }
}

function withoutName(value: Located): Located {
  if (value.kind !== "map" || !value.entries.has("name")) return value;
  return { ...value, entries: new Map([...value.entries].filter(([key]) => key !== "name")) };
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
