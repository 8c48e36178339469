import { type HandAnswer, ShotlistError } from "@shotlist/core";

/** One answer of a person: which take, and what became of it. */
export interface ResolveOrder {
  readonly shotId: string;
  /** Undefined: the one take of the shot that the answer fits. */
  readonly take?: number;
  readonly answer: HandAnswer;
  /** The line of a file of answers, for messages. */
  readonly line?: number;
}

/** The answering options of `shotlist resolve`. */
export interface AnswerFlags {
  readonly created?: string;
  readonly notCreated?: boolean;
  readonly abandon?: boolean;
  readonly take?: number;
}

/** The one answer that the options give; undefined when they give none. Fails with `bad-resolution`. */
export function answerOf(flags: AnswerFlags): HandAnswer | undefined {
  const answers: HandAnswer[] = [
    ...(flags.created === undefined ? [] : [{ kind: "created", generationId: flags.created } as const]),
    ...(flags.notCreated === true ? [{ kind: "not-created" } as const] : []),
    ...(flags.abandon === true ? [{ kind: "abandoned" } as const] : []),
  ];
  if (answers.length > 1) {
    throw badResolution("A take can be created, not created or abandoned, not two of these at once.");
  }
  return answers[0];
}

/**
 * Reads a file of answers: CSV with the columns shot, take, generation (the take may be empty, and a first line
 * that names the columns is passed over), or NDJSON with the same names. A generation is an id, `not-created`,
 * or `abandon`.
 *
 * @throws ShotlistError `bad-resolution`, naming every line that is not understood.
 */
export function readOrders(text: string, file: string): readonly ResolveOrder[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const orders: ResolveOrder[] = [];
  const bad: string[] = [];
  for (const [index, content] of lines.entries()) {
    if (content.trim() === "") continue;
    const cells = content.trimStart().startsWith("{") ? fromJson(content) : fromCsv(content);
    if (orders.length === 0 && bad.length === 0 && /^shots?$/i.test(cells?.[0] ?? "")) continue;
    const order = cells === undefined ? undefined : toOrder(cells, index + 1);
    if (order === undefined) bad.push(`line ${index + 1}: ${content.trim().slice(0, 80)}`);
    else orders.push(order);
  }
  if (bad.length > 0) {
    throw badResolution(`"${file}" has lines that are not understood: ${bad.slice(0, 5).join("; ")}.`);
  }
  if (orders.length === 0) throw badResolution(`"${file}" has no answers.`);
  return orders;
}

/** The error of answers that cannot be carried out. */
export function badResolution(message: string): ShotlistError {
  return new ShotlistError("bad-resolution", message, {
    hint: "Say --created ID, --not-created or --abandon for named shots; --all --not-created; or --from FILE with the columns shot, take, generation id or not-created.",
    standing: "Nothing was changed.",
  });
}

function toOrder(cells: readonly string[], line: number): ResolveOrder | undefined {
  const [shotId = "", take = "", word = "", ...rest] = cells;
  if (shotId === "" || !/^(\d{1,6})?$/.test(take) || take === "0" || rest.some((cell) => cell !== "")) {
    return undefined;
  }
  const answer = toAnswer(word);
  if (answer === undefined) return undefined;
  return { shotId, ...(take === "" ? {} : { take: Number(take) }), answer, line };
}

function toAnswer(word: string): HandAnswer | undefined {
  if (/^not[- _]created$/i.test(word)) return { kind: "not-created" };
  if (/^abandon(ed)?$/i.test(word)) return { kind: "abandoned" };
  return /^[\w.-]{4,128}$/.test(word) ? { kind: "created", generationId: word } : undefined;
}

/** Ids of shots, numbers and ids of generations hold neither separators nor quotes. */
function fromCsv(line: string): readonly string[] {
  const separator = line.includes("\t") ? "\t" : line.includes(";") ? ";" : ",";
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

function fromJson(line: string): readonly string[] | undefined {
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const { shot, take, generation } = value;
    return [shot, take, generation].map((cell) =>
      typeof cell === "string" || typeof cell === "number" ? String(cell) : "",
    );
  } catch {
    return undefined;
  }
}
