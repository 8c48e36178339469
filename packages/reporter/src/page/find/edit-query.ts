import { type Field, fieldNames, splitQuery, splitValues, type Token } from "./parse-query.ts";

/** The values that a query asks of a field, without the negated ones, in lower case. */
export function valuesIn(source: string, field: Field): readonly string[] {
  return splitQuery(source)
    .filter((token) => isPlain(token, field))
    .flatMap((token) => splitValues(token.rest));
}

/**
 * Adds a value to what the query asks of a field, or takes it out if it is there. Everything else in the
 * query stays as it was typed.
 *
 * @param name - the spelling to write, such as `s`; any spelling of the field is recognised.
 */
export function toggleValue(source: string, name: string, value: string): string {
  const current = valuesIn(source, fieldOf(name));
  const wanted = value.toLowerCase();
  const next = current.includes(wanted) ? current.filter((other) => other !== wanted) : [...current, wanted];
  return setValues(source, name, next);
}

/** Makes the query ask exactly these values of a field; none takes the field out. */
export function setValues(source: string, name: string, values: readonly string[]): string {
  const field = fieldOf(name);
  const others = splitQuery(source).filter((token) => !isPlain(token, field));
  const term = values.length === 0 ? [] : [`${name}:${values.map(quoteValue).join(",")}`];
  return [...term, ...others.map((token) => token.source)].join(" ");
}

function fieldOf(name: string): Field {
  return fieldNames[name] ?? "text";
}

function isPlain(token: Token, field: Field): boolean {
  return !token.not && token.name !== "" && fieldNames[token.name] === field;
}

function quoteValue(value: string): string {
  const clean = value.replaceAll('"', "");
  return /[\s,]/.test(clean) ? `"${clean}"` : clean;
}
