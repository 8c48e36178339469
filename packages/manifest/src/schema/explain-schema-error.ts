import type { ErrorObject } from "ajv";
import { didYouMean, nearest } from "../nearest.ts";
import type { ProblemCode } from "../problem-codes.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, placeOf, placeOfSpan } from "../source/located.ts";
import { otherNameOf } from "./other-names.ts";

interface Explained {
  readonly code: ProblemCode;
  readonly message: string;
  /** Replaces the code's own hint; empty for none. */
  readonly hint?: string;
}

/**
 * Says one error of the validator in plain words.
 *
 * @param trail - the values from the root to the one that the error is about.
 */
export function explainSchemaError(
  error: ErrorObject,
  trail: readonly Located[],
  problems: ProblemList,
): void {
  const node = trail.at(-1);
  if (node === undefined) return;
  if (error.keyword === "additionalProperties") {
    explainUnknownField(error, node, problems);
    return;
  }
  const label = labelOf(error.instancePath);
  const { code, message, hint } = explain(error, label, node);
  problems.add(code, placeOf(node), message, hint === undefined ? {} : { hint });
}

function explain(error: ErrorObject, label: string, node: Located): Explained {
  const data: unknown = error.data;
  if (data === null) return { code: "empty-value", message: `${label} has no value.` };
  const title = (error.parentSchema as { readonly title?: string } | undefined)?.title;
  switch (error.keyword) {
    case "required":
      return explainMissing(String(error.params["missingProperty"]), label);
    case "anyOf":
      return {
        code: takesNumbers(error) && typeof data === "number" ? "out-of-range" : "wrong-type",
        message: `${label} must be ${title ?? "of another form"}, not ${show(data)}.`,
        hint: yamlWordHint(data) || unquoteHint(data, takesNumbers(error)),
      };
    case "type":
      return explainType(String(error.params["type"]), title, label, node, data);
    case "enum":
      return explainEnum(error.params["allowedValues"] as readonly unknown[], label, data);
    case "minimum":
    case "exclusiveMinimum":
    case "maximum":
    case "exclusiveMaximum":
      return {
        code: "out-of-range",
        message: `${label} is ${show(data)}; it must be ${boundOf(error)}.`,
        hint: "",
      };
    case "minLength":
    case "minItems":
    case "minProperties":
      return { code: "empty-value", message: `${label} is empty.` };
    case "uniqueItems":
      return { code: "repeated-value", message: `${label} has the same value twice.` };
    case "pattern":
      return {
        code: "invalid-name",
        message: `${label} is ${show(data)}; only letters, digits, "-", "_" and "." can be used, a letter or digit first.`,
      };
    default:
      return { code: "wrong-type", message: `${label} ${error.message ?? "is not right"}.` };
  }
}

function explainMissing(missing: string, label: string): Explained {
  const owner = label === "The manifest" ? "The manifest" : label;
  const hint = missing === "version" ? "Begin the manifest with `version: 1`." : `Add \`${missing}\`.`;
  return { code: "missing-field", message: `${owner} needs "${missing}".`, hint };
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of fields",
};

function explainType(
  type: string,
  title: string | undefined,
  label: string,
  node: Located,
  data: unknown,
): Explained {
  const expected = title ?? TYPE_NAMES[type] ?? type;
  const message = `${label} must be ${expected}, not ${show(data)}.`;
  const isBareScalar = type === "string" && (typeof data === "number" || typeof data === "boolean");
  if (isBareScalar) {
    const written = node.span.source.text.slice(node.span.start, node.span.end);
    return { code: "wrong-type", message, hint: `Put it in quotes: "${written}".` };
  }
  return { code: "wrong-type", message, hint: typeHint(type, data) };
}

function typeHint(type: string, data: unknown): string {
  if (typeof data !== "string") return "";
  if (type === "array") return `Write it as a list: [${data}].`;
  const isNumber = type === "number" || type === "integer";
  return isNumber && /^\s*[$€]?\s*\d/.test(data) ? "Write the plain number, without sign or quotes." : "";
}

function explainEnum(allowed: readonly unknown[], label: string, data: unknown): Explained {
  const words = allowed.filter((word) => typeof word === "string");
  const known = allowed.map((word) => JSON.stringify(word)).join(", ");
  const near = typeof data === "string" ? nearest(data, words) : undefined;
  const message = `${label} is ${show(data)}; known ${allowed.length === 1 ? "is" : "are"} ${known}.`;
  const hint =
    near === undefined
      ? unquoteHint(
          data,
          allowed.some((word) => typeof word === "number"),
        )
      : `Did you mean "${near}"?`;
  return { code: "unknown-value", message, hint };
}

/** A number in quotes is a text to YAML. */
function unquoteHint(data: unknown, takesNumber: boolean): string {
  return takesNumber && typeof data === "string" && /^-?\d+(?:\.\d+)?$/.test(data)
    ? `Write it without quotes: ${data}.`
    : "";
}

function explainUnknownField(error: ErrorObject, node: Located, problems: ProblemList): void {
  const name = String(error.params["additionalProperty"]);
  const entry = node.kind === "map" ? node.entries.get(name) : undefined;
  const known = Object.keys((error.parentSchema as { readonly properties?: object }).properties ?? {});
  const other = otherNameOf(name);
  const [field, frame] = other?.split(".") ?? [];
  const meant = frame === undefined ? field : `${field}: {${frame}: …}`;
  const isMeant = field !== undefined && known.includes(field);
  const hint = isMeant ? `Use \`${meant}\`.` : didYouMean(name, known) || `Known here: ${known.join(", ")}.`;
  const where = labelOf(error.instancePath);
  const place = entry === undefined ? placeOf(node) : placeOfSpan(entry.key);
  problems.add("unknown-field", place, `${where} has no field "${name}".`, { hint });
}

/** `/shots/3/keyframes/frame0` is "keyframes.frame0", `/limits/retries` is "limits.retries". */
function labelOf(pointer: string): string {
  const steps = pointer.split("/").slice(1);
  if (steps.length === 0) return "The manifest";
  if (steps[0] === "shots" && steps.length > 1) {
    const rest = steps.slice(2);
    return rest.length === 0 ? "A shot" : `"${rest.join(".")}"`;
  }
  return `"${steps.join(".")}"`;
}

function boundOf(error: ErrorObject): string {
  const limit = String(error.params["limit"]);
  const words: Readonly<Record<string, string>> = {
    minimum: `at least ${limit}`,
    exclusiveMinimum: `more than ${limit}`,
    maximum: `at most ${limit}`,
    exclusiveMaximum: `less than ${limit}`,
  };
  return words[error.keyword] ?? limit;
}

/** Whether one of a union's branches is for numbers, so that a number is only of the wrong size. */
function takesNumbers(error: ErrorObject): boolean {
  const branches = (error.parentSchema?.["anyOf"] ?? []) as readonly { readonly type?: string }[];
  return branches.some(({ type }) => type === "integer" || type === "number");
}

function yamlWordHint(data: unknown): string {
  if (typeof data !== "string" || !/^(yes|no|on|off|y|n)$/i.test(data)) return "";
  const meant = /^(yes|on|y)$/i.test(data) ? "true" : "false";
  return `In YAML 1.2 "${data}" is only a word; write ${meant}.`;
}

function show(data: unknown): string {
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object" && data !== null) return "a map of fields";
  const text = JSON.stringify(data) ?? String(data);
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}
