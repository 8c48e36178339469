/** What a term can ask about. */
export type Field =
  | "state"
  | "tag"
  | "product"
  | "ratio"
  | "model"
  | "resolution"
  | "duration"
  | "loop"
  | "id"
  | "code"
  | "action"
  | "verdict"
  | "retake"
  | "cost"
  | "takes"
  | "kind"
  | "text";

/** One condition of a query. It holds when any of its values fits, or none if `not`. */
export interface Term {
  readonly field: Field;
  readonly not: boolean;
  /** Lower case, at least one, none empty. */
  readonly values: readonly string[];
}

/** A query as conditions that must all hold. */
export interface Query {
  readonly terms: readonly Term[];
  /** Words before a colon that are no field; they were searched as text. */
  readonly unknownFields: readonly string[];
}

/** Every spelling of a field that people may write before the colon. */
export const fieldNames: Readonly<Record<string, Field>> = {
  s: "state",
  state: "state",
  t: "tag",
  tag: "tag",
  p: "product",
  product: "product",
  r: "ratio",
  ratio: "ratio",
  aspect: "ratio",
  m: "model",
  model: "model",
  res: "resolution",
  resolution: "resolution",
  d: "duration",
  duration: "duration",
  loop: "loop",
  id: "id",
  code: "code",
  action: "action",
  v: "verdict",
  verdict: "verdict",
  retake: "retake",
  cost: "cost",
  takes: "takes",
  kind: "kind",
  text: "text",
};

/**
 * Reads the filter language: `s:failed,blocked tag:hero product:"rain coat" ratio:9:16 cost:>1 !draft`.
 *
 * Blanks mean *and*, a comma inside a field means *or*, `!` or `-` in front means *not*, quotes keep
 * blanks and commas together. Nothing is an error: what is no field is searched as text, and named in
 * `unknownFields` so that the page can say so.
 */
export function parseQuery(source: string): Query {
  const terms: Term[] = [];
  const unknownFields: string[] = [];
  for (const token of splitQuery(source)) {
    const { not, name, rest } = token;
    const field = name === "" ? "text" : fieldNames[name];
    if (field === undefined && /^[a-z]+$/.test(name)) unknownFields.push(name);
    const values =
      field === undefined || field === "text"
        ? [unquote(field === undefined ? `${name}:${rest}` : rest).toLowerCase()]
        : splitValues(rest);
    if (values.some((value) => value !== "")) {
      terms.push({ field: field ?? "text", not, values: values.filter((value) => value !== "") });
    }
  }
  return { terms, unknownFields };
}

/** A stretch of a query as it was typed. `name` is empty for plain text, `rest` keeps its quotes. */
export interface Token {
  readonly source: string;
  readonly not: boolean;
  readonly name: string;
  readonly rest: string;
}

/** Cuts a query at blanks outside quotes. Joining the tokens' sources with a blank gives the same query. */
export function splitQuery(source: string): readonly Token[] {
  const pieces = source.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return pieces.map((piece) => {
    const not = /^[!-]./.test(piece);
    const body = not ? piece.slice(1) : piece;
    const named = /^([A-Za-z]+):(.+)$/s.exec(body);
    return {
      source: piece,
      not,
      name: (named?.[1] ?? "").toLowerCase(),
      rest: named?.[2] ?? body.replace(/^([A-Za-z]+):$/, ""),
    };
  });
}

/** The values of one field, lower case: `failed,"a, b"` gives `failed` and `a, b`. */
export function splitValues(rest: string): readonly string[] {
  const pieces = rest.match(/(?:"[^"]*"?|[^,"])+/g) ?? [];
  return pieces.map((piece) => unquote(piece).trim().toLowerCase()).filter((piece) => piece !== "");
}

function unquote(text: string): string {
  return text.replaceAll('"', "");
}
