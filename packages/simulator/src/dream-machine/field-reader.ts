import { isJsonObject, type Json, type JsonObject } from "../json.ts";

/** One wrong field, in the shape of the 422 answers: `{type, loc, msg, input, ctx?}`. */
export type FieldProblem = JsonObject;

/** Reads the fields of a body and collects everything that is wrong with them. */
export interface FieldReader {
  readonly problems: readonly FieldProblem[];
  /** Reports a wrong field. */
  problem(type: string, path: readonly string[], msg: string, input: Json, ctx?: JsonObject): void;
  /** A string, or null when absent. */
  text(from: JsonObject, path: readonly string[], options?: { required?: boolean }): string | null;
  /** One of a closed set of strings, or null when absent. */
  oneOf(
    from: JsonObject,
    path: readonly string[],
    allowed: readonly string[],
    options?: { required?: boolean },
  ): string | null;
  /** A boolean, or null when absent. */
  flag(from: JsonObject, path: readonly string[]): boolean | null;
  /** An integer, or null when absent. */
  integer(from: JsonObject, path: readonly string[]): number | null;
  /** A URL of http or https, or null when absent. */
  url(from: JsonObject, path: readonly string[], options?: { required?: boolean }): string | null;
  /** A nested object, or null when absent. */
  object(from: JsonObject, path: readonly string[], options?: { required?: boolean }): JsonObject | null;
}

/**
 * Makes a reader.
 *
 * The last part of a path is the field's name in `from`; the whole path, after `body`, goes into `loc`.
 * Types and wording follow FastAPI's validation errors, which the API's array form of `detail` shows.
 */
export function createFieldReader(): FieldReader {
  const problems: FieldProblem[] = [];
  const problem: FieldReader["problem"] = (type, path, msg, input, ctx) => {
    problems.push({ type, loc: ["body", ...path], msg, input, ...(ctx === undefined ? {} : { ctx }) });
  };

  const value = (from: JsonObject, path: readonly string[], required: boolean | undefined): Json => {
    const found = from[path.at(-1) ?? ""];
    if (found === undefined && required === true) problem("missing", path, "Field required", from);
    return found ?? null;
  };

  const text: FieldReader["text"] = (from, path, options) => {
    const found = value(from, path, options?.required);
    if (found === null || typeof found === "string") return found;
    problem("string_type", path, "Input should be a valid string", found);
    return null;
  };

  return {
    problems,
    problem,
    text,
    oneOf: (from, path, allowed, options) => {
      const found = value(from, path, options?.required);
      if (found === null || (typeof found === "string" && allowed.includes(found))) return found;
      const expected = listed(allowed);
      problem("literal_error", path, `Input should be ${expected}`, found, { expected });
      return null;
    },
    flag: (from, path) => {
      const found = value(from, path, false);
      if (found === null || typeof found === "boolean") return found;
      problem("bool_type", path, "Input should be a valid boolean", found);
      return null;
    },
    integer: (from, path) => {
      const found = value(from, path, false);
      if (found === null || (typeof found === "number" && Number.isInteger(found))) return found;
      problem("int_type", path, "Input should be a valid integer", found);
      return null;
    },
    url: (from, path, options) => {
      const found = text(from, path, options);
      if (found === null || /^https?:$/.test(URL.parse(found)?.protocol ?? "")) return found;
      problem("url_parsing", path, "Input should be a valid URL", found);
      return null;
    },
    object: (from, path, options) => {
      const found = value(from, path, options?.required);
      if (found === null || isJsonObject(found)) return found;
      problem("dict_type", path, "Input should be a valid dictionary", found);
      return null;
    },
  };
}

function listed(allowed: readonly string[]): string {
  const quoted = allowed.map((value) => `'${value}'`);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
