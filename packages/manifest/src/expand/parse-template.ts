import {
  LiquidError,
  type Template as LiquidNode,
  Parser,
  type Token,
  Tokenizer,
  type TopLevelToken,
  TypeGuards,
} from "liquidjs";
import { nearest } from "../nearest.ts";
import type { Problem } from "../problem.ts";
import { ALLOWED_TAGS, liquidEngine, MAX_TEMPLATE_LENGTH } from "./liquid-engine.ts";
import { addProblem, type Stretch, type TemplateSource, templateProblem } from "./template-findings.ts";

/** Tags whose content the parser reads to its end by itself, so that anything left over is a mistake. */
const READ_WHOLE: ReadonlySet<string> = new Set(["assign", "echo", "if", "elsif", "unless", "case", "for"]);

/** Liquid's tags that would read other files. */
const FILE_TAGS: ReadonlySet<string> = new Set(["include", "render", "layout", "block"]);

/** Tags that only make sense inside another, whose own mistake may have left them alone. */
const INNER_TAG = /^(?:end\w+|else|elsif|when)$/;

/** What people write who come from other languages, and what Liquid calls it. */
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/&&/, 'Liquid writes "and" for &&.'],
  [/\|\|/, 'Liquid writes "or" for ||; for a value in place of an empty one write | default: "…".'],
  [/===|!==/, "Liquid compares with == and !=."],
  [/![^=]/, 'Liquid writes "not" for !.'],
  [/<>/, "Liquid writes != for <>."],
  [/[^=!<>]=[^=]/, "Liquid compares with ==."],
  [/[+*/]|\s-\s/, "Liquid calculates with filters, such as | plus: 1."],
];

/** Tags that have an end tag. */
const BLOCK_TAGS: ReadonlySet<string> = new Set(["if", "unless", "case", "for", "capture"]);

/** No template needs more levels of tags. */
const DEEPEST = 100;

/** A template as Liquid parsed it, as far as it could be. */
export interface ParsedTemplate {
  readonly nodes: readonly LiquidNode[];
  readonly problems: readonly Problem[];
}

/** Parses a template, and goes on after a mistake, so that all of them are found at once. */
export function parseTemplate(source: TemplateSource): ParsedTemplate {
  const problems: Problem[] = [];
  const nodes: LiquidNode[] = [];
  if (source.text.length > MAX_TEMPLATE_LENGTH) return { nodes, problems: [tooLong(source)] };
  const liquid = liquidEngine();
  let tokens: TopLevelToken[];
  try {
    tokens = tokenizer(source.text).readTopLevelTokens(liquid.options);
  } catch (error) {
    return { nodes, problems: [syntaxProblem(source, error)] };
  }
  const all = [...tokens];
  const tooDeep = deepestAllowed(all);
  if (tooDeep !== undefined) return { nodes, problems: [nestedTooDeeply(source, tooDeep)] };
  const parser = new Parser(liquid);
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const isLeftAlone = TypeGuards.isTagToken(token) && INNER_TAG.test(token.name) && problems.length > 0;
    if (isLeftAlone) continue;
    try {
      nodes.push(parser.parseToken(token, tokens));
    } catch (error) {
      problems.push(syntaxProblem(source, error, all));
    }
  }
  if (problems.length === 0) for (const token of all) checkLeftover(source, problems, token);
  return { nodes, problems };
}

/** Reads a condition, such as `product.published and product.image`, into what `Value` is made from. */
export function parseCondition(source: TemplateSource): {
  readonly value: ReturnType<Tokenizer["readFilteredValue"]> | undefined;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const braces = /\{\{|\{%/.exec(source.text);
  if (source.text.length > MAX_TEMPLATE_LENGTH) return { value: undefined, problems: [tooLong(source)] };
  if (braces !== null) {
    addProblem(
      { source, problems },
      "template-broken",
      { begin: braces.index, end: braces.index + 2 },
      {
        message: `A condition is written without "${braces[0]}".`,
        hint: "Write it as it stands after if, such as: product.published and product.image.",
      },
    );
    return { value: undefined, problems };
  }
  const reader = tokenizer(source.text);
  try {
    const value = reader.readFilteredValue();
    reportRest(source, problems, reader, { begin: 0, end: source.text.length });
    return { value, problems };
  } catch (error) {
    return { value: undefined, problems: [syntaxProblem(source, error)] };
  }
}

/** A problem for an error that Liquid threw while parsing. */
/** The first tag that opens more levels than a template may have: parsing and rendering take the stack for each. */
function deepestAllowed(tokens: readonly TopLevelToken[]): TopLevelToken | undefined {
  let depth = 0;
  return tokens.find((token) => {
    if (!TypeGuards.isTagToken(token)) return false;
    if (BLOCK_TAGS.has(token.name)) depth += 1;
    else if (token.name.startsWith("end")) depth -= 1;
    return depth > DEEPEST;
  });
}

function nestedTooDeeply(source: TemplateSource, stretch: Stretch): Problem {
  return templateProblem(source, "template-broken", stretch, {
    message: `The template is nested more than ${DEEPEST} levels deep.`,
    hint: "Flatten it.",
  });
}

function syntaxProblem(source: TemplateSource, error: unknown, tokens: readonly Token[] = []): Problem {
  const token = LiquidError.is(error) ? (error as LiquidError).token : undefined;
  const original = LiquidError.is(error) ? (error as LiquidError).originalError : undefined;
  const raw = original?.message ?? (error instanceof Error ? error.message : String(error));
  const reason = raw.replace(/, line:\d+, col:\d+$/, "");
  // Where the stack ends depends on the machine, so the place is that of all.
  if ((original ?? error) instanceof RangeError) {
    return templateProblem(
      source,
      "template-broken",
      { begin: 0, end: source.text.length },
      { message: "The template has an expression that is nested too deeply.", hint: "Flatten it." },
    );
  }
  const whole = token === undefined ? { begin: 0, end: source.text.length } : token;
  const stretch = unexpectedTag(reason, whole, tokens) ?? whole;
  const tag = /^tag "(.*)" not found$/s.exec(reason)?.[1];
  if (tag !== undefined) return unknownTag(source, stretch, tag);
  return templateProblem(source, "template-broken", narrowed(stretch, reason), {
    message: `This is not valid Liquid: ${inWords(reason)}.`,
    hint: hintFor(source, stretch, reason),
  });
}

/** Of what an inner tag has too much Liquid only tells the text, and the outer tag's place. */
function unexpectedTag(reason: string, { begin }: Stretch, tokens: readonly Token[]): Stretch | undefined {
  const quoted = /^unexpected (".*")$/s.exec(reason)?.[1];
  if (quoted === undefined) return undefined;
  return tokens.find(
    (token) => token.begin > begin && TypeGuards.isTagToken(token) && JSON.stringify(token.args) === quoted,
  );
}

function narrowed({ begin, end }: Stretch, reason: string): Stretch {
  if (/^(?:output|tag|raw) .*not closed$/s.test(reason)) return { begin, end: begin + 2 };
  // Liquid has already stepped over the character that it did not expect.
  if (reason.startsWith('expected "|"')) return { begin: begin - 1, end: begin };
  return { begin, end };
}

function inWords(reason: string): string {
  const unclosed = /^(output|tag|raw) (.*) not closed$/s.exec(reason);
  if (unclosed?.[1] === "output") return 'the output that "{{" opens is never closed';
  if (unclosed?.[1] === "tag" && unclosed[2]?.startsWith("{%"))
    return `the tag ${unclosed[2]} is never ended`;
  if (unclosed !== null) return 'the tag that "{%" opens is never closed';
  if (reason.startsWith("invalid value expression")) return "a value is missing";
  if (reason.startsWith('expected "|"')) return "a filter, or the end, was expected here";
  return reason.replace(/\.$/, "");
}

function hintFor(source: TemplateSource, { begin, end }: Stretch, reason: string): string {
  if (/^output .*not closed$/s.test(reason))
    return "Close it with }}; braces and quotes inside it must be closed as well.";
  const ended = /^tag \{%-?\s*(\w+).*not closed$/s.exec(reason)?.[1];
  if (ended !== undefined) return `End it with {% end${ended} %}.`;
  if (/^tag .*not closed$/s.test(reason)) return "Close it with %}.";
  if (/^unexpected "if /.test(reason)) return "Liquid writes elsif for else if.";
  const written = source.text.slice(Math.max(0, begin - 4), end);
  return (
    SLIPS.find(([slip]) => slip.test(written))?.[1] ??
    "Look at the place for a missing quote, comma or colon."
  );
}

function unknownTag(source: TemplateSource, { begin, end }: Stretch, name: string): Problem {
  const at = source.text.indexOf(name, begin);
  const stretch = at === -1 || at >= end ? { begin, end } : { begin: at, end: at + name.length };
  const best = nearest(name, ALLOWED_TAGS);
  const isInner = INNER_TAG.test(name);
  return templateProblem(source, "template-unknown-tag", stretch, {
    message: isInner ? `"${name}" stands without the tag that it belongs to.` : `There is no tag "${name}".`,
    ...(FILE_TAGS.has(name) ? { hint: "A template cannot read other files." } : {}),
    ...(best === undefined || isInner ? {} : { hint: `Did you mean "${best}"?` }),
  });
}

/** Liquid silently forgets what it could not read at the end of a tag or an output. */
function checkLeftover(source: TemplateSource, problems: Problem[], token: Token): void {
  if (TypeGuards.isTagToken(token) && READ_WHOLE.has(token.name))
    reportRest(source, problems, token.tokenizer, token);
  if (!TypeGuards.isOutputToken(token)) return;
  const reader = tokenizer(source.text, token.contentRange);
  reader.readFilteredValue();
  reportRest(source, problems, reader, token);
}

function reportRest(source: TemplateSource, problems: Problem[], reader: Tokenizer, whole: Stretch): void {
  reader.skipBlank();
  if (reader.end()) return;
  addProblem(
    { source, problems },
    "template-broken",
    { begin: reader.p, end: reader.N },
    {
      message: `This is not valid Liquid: "${reader.remaining().trim()}" cannot stand here.`,
      hint: hintFor(source, whole, ""),
    },
  );
}

function tokenizer(text: string, range?: [number, number]): Tokenizer {
  const { operators } = liquidEngine().options;
  return new Tokenizer(text, operators, undefined, range, true);
}

function tooLong(source: TemplateSource): Problem {
  return templateProblem(
    source,
    "template-too-long",
    { begin: 0, end: 1 },
    {
      message: `The template has ${source.text.length} characters; ${MAX_TEMPLATE_LENGTH} are allowed.`,
    },
  );
}
