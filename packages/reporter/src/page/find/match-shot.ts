import type { ShotView } from "@shotlist/core/read-model";
import type { VerdictWord } from "../../decisions/decision.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import type { Query, Term } from "./parse-query.ts";

/** A shot with what searching it needs. All texts are lower case. */
export interface Findable {
  readonly shot: ShotView;
  /** Everything that a free text search looks at; put together at the first such search and kept. */
  readonly text: () => string;
  readonly product: string;
  readonly tags: readonly string[];
}

const prepared = new WeakMap<ShotView, Findable>();

/** Prepares shots for searching; the order is kept. A shot that did not change is prepared once. */
export function makeFindable(shots: readonly ShotView[]): readonly Findable[] {
  return shots.map((shot) => {
    const known = prepared.get(shot) ?? prepare(shot);
    prepared.set(shot, known);
    return known;
  });
}

function prepare(shot: ShotView): Findable {
  const product = shot.product
    ? [shot.product.title, shot.product.handle, shot.product.sku, shot.product.id].join("\n").toLowerCase()
    : "";
  let text: string | undefined;
  return {
    shot,
    text: () => {
      text ??= `${searchedText(shot)}\n${product}`;
      return text;
    },
    product,
    tags: shot.tags.map((tag) => tag.toLowerCase()),
  };
}

function searchedText(shot: ShotView): string {
  const texts = [shot.id, shot.prompt, shot.words, shot.model, ...shot.tags, ...Object.values(shot.matrix)];
  const failure = shot.takes.at(-1)?.failure;
  if (failure) texts.push(failure.words, failure.apiMessage, failure.code);
  for (const take of shot.takes) {
    if (take.verdict) texts.push(take.verdict.note);
    if (take.retake?.prompt) texts.push(take.retake.prompt);
    if (take.generationId) texts.push(take.generationId);
  }
  return texts.join("\n").toLowerCase();
}

/** Whether a shot fits every term. An empty query fits every shot. */
export function matchesQuery(item: Findable, query: Query): boolean {
  return query.terms.every(
    (term) => term.values.some((value) => matchesValue(item, term, value)) !== term.not,
  );
}

function matchesValue(item: Findable, term: Term, value: string): boolean {
  const { shot } = item;
  switch (term.field) {
    case "text":
      return item.text().includes(value);
    case "product":
      return item.product.includes(value);
    case "tag":
      return item.tags.some((tag) => fitsWord(tag, value));
    case "ratio":
      return shot.aspectRatio === value.replace("x", ":");
    case "id":
      return value.includes("*")
        ? fitsWord(shot.id.toLowerCase(), value)
        : shot.id.toLowerCase().includes(value);
    case "state":
      return fitsStart(shot.state, value);
    case "model":
      return fitsWord(shot.model.toLowerCase(), value);
    case "resolution":
      return fitsWord(shot.resolution.toLowerCase(), value);
    case "duration":
      return fitsWord(shot.duration.toLowerCase(), /^\d+$/.test(value) ? `${value}s` : value);
    case "loop":
      return shot.loop === /^(yes|true|on|1)$/.test(value);
    case "code":
      return shot.takes.some(
        (take) => take.failure !== undefined && fitsWord(take.failure.code.toLowerCase(), value),
      );
    case "action":
      return fitsWord(shot.action, value);
    case "verdict":
      return fitsStart(verdictOf(shot), value);
    case "retake":
      return wantsRetake(shot) === /^(yes|true|on|1)$/.test(value);
    case "cost":
      return fitsNumber(shot.spentUsdE4 / 10_000, value);
    case "kind":
      return fitsStart(shot.kind ?? "video", value) || (shot.kind === "image" && fitsStart("still", value));
    case "takes":
      return fitsNumber(shot.takes.length, value);
  }
}

/** The verdict on the shown take: `none` where there is a clip to judge, empty where there is none. */
export function verdictOf(shot: ShotView): VerdictWord | "" {
  const take = shot.takes.find((each) => each.number === shot.shownTake);
  return take?.clip ? (take.verdict?.verdict ?? "none") : "";
}

/** Whether a reviewer wants another take of a shot, and none was made since. */
export function wantsRetake(shot: ShotView): boolean {
  return openRetakes(shot).length > 0;
}

function fitsStart(word: string, value: string): boolean {
  return word.startsWith(value);
}

function fitsWord(word: string, value: string): boolean {
  if (!value.includes("*")) return word === value;
  const [head = "", ...parts] = value.split("*");
  if (!word.startsWith(head)) return false;
  let at = head.length;
  for (const part of parts.slice(0, -1)) {
    const found = word.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const tail = parts.at(-1) ?? "";
  return word.length - tail.length >= at && word.endsWith(tail);
}

function fitsNumber(number: number, value: string): boolean {
  const parts = /^(<=|>=|<|>|=)?\$?(\d+(?:\.\d+)?)$/.exec(value);
  if (!parts) return false;
  const bound = Number(parts[2]);
  switch (parts[1]) {
    case "<":
      return number < bound;
    case "<=":
      return number <= bound;
    case ">":
      return number > bound;
    case ">=":
      return number >= bound;
    default:
      return number === bound;
  }
}
