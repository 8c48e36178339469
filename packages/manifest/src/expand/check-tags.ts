import { type Arguments, type Template as LiquidNode, Output, type Token, TypeGuards, Value } from "liquidjs";
import { checkToken, checkValue, writtenFilters } from "./check-expression.ts";
import { addFilter } from "./liquid-engine.ts";
import { addProblem, type Findings, type LocalName, type Watch } from "./template-findings.ts";
import { ELEMENTS, type ScopeNames } from "./template-scope.ts";
import { isTrue } from "./truth.ts";

/** Told of what is printed where; the caller watches it at rendering. */
export type OnPrinted = (value: Value, watches: readonly Watch[]) => void;

/** The parts of Liquid's block tags that the check looks into. */
interface BlockTag extends Pick<LiquidNode, "arguments" | "localScope"> {
  readonly name: string;
  readonly branches?: readonly { readonly value?: Value; readonly templates: readonly LiquidNode[] }[];
  readonly elseTemplates?: readonly LiquidNode[];
  readonly templates?: readonly LiquidNode[];
  readonly variable?: string;
  readonly collection?: Token;
  readonly hash?: { readonly hash: Readonly<Record<string, Token | undefined>> };
}

/**
 * Walks a parsed template in the order of its text, checks everything it uses, and makes the conditions of `if` and
 * `unless` follow `isTrue`.
 */
export function checkNodes(findings: Findings, nodes: readonly LiquidNode[], onPrinted: OnPrinted): void {
  for (const node of nodes) {
    if (node instanceof Output) checkPrinted(findings, node.value, onPrinted);
    else if (TypeGuards.isTagToken(node.token)) checkTag(findings, node as LiquidNode & BlockTag, onPrinted);
  }
}

function checkTag(findings: Findings, tag: BlockTag, onPrinted: OnPrinted): void {
  switch (tag.name) {
    case "echo":
      for (const value of valuesOf(tag.arguments?.())) checkPrinted(findings, value, onPrinted);
      return;
    case "assign":
      checkAssign(findings, tag);
      return;
    case "capture":
      checkNodes(findings, tag.templates ?? [], onPrinted);
      nameLocal(findings, tag, { names: true, paths: [] });
      return;
    case "if":
    case "unless":
      checkChoice(findings, tag, onPrinted);
      return;
    case "case":
      checkCase(findings, tag, onPrinted);
      return;
    case "for":
      checkLoop(findings, tag, onPrinted);
      return;
    default:
  }
}

function checkPrinted(findings: Findings, value: Value, onPrinted: OnPrinted): void {
  const isBare = writtenFilters(value).every(({ name }) => name === "default");
  const { watches, variable } = checkValue(findings, value, "printed");
  const names = variable?.names;
  if (
    isBare &&
    typeof names === "object" &&
    !Object.hasOwn(names, ELEMENTS) &&
    !Object.hasOwn(names, "name")
  ) {
    const [token] = value.initial.postfix;
    if (token !== undefined)
      addProblem(findings, "template-not-text", token, notText(token.getText(), names));
  }
  onPrinted(value, watches);
}

function notText(name: string, names: ScopeNames): { message: string; hint: string } {
  const fields = Object.keys(names).slice(0, 12).join(", ");
  return {
    message: `${name} has fields of its own and is no text.`,
    hint: `Name one of its fields: ${fields}.`,
  };
}

function checkAssign(findings: Findings, tag: BlockTag): void {
  const [value] = valuesOf(tag.arguments?.());
  if (value === undefined) return;
  const { watches, variable } = checkValue(findings, value, "printed");
  const isPlain = writtenFilters(value).length === 0;
  nameLocal(findings, tag, {
    names: isPlain ? (variable?.names ?? "any") : "any",
    paths: watches.flatMap(({ paths }) => paths),
  });
}

function checkChoice(findings: Findings, tag: BlockTag, onPrinted: OnPrinted): void {
  for (const { value, templates } of tag.branches ?? []) {
    if (value !== undefined) {
      checkValue(findings, value, "tested");
      addFilter(value, "last", isTrue);
    }
    checkNodes(findings, templates, onPrinted);
  }
  checkNodes(findings, tag.elseTemplates ?? [], onPrinted);
}

function checkCase(findings: Findings, tag: BlockTag, onPrinted: OnPrinted): void {
  for (const argument of tag.arguments?.() ?? []) {
    if (argument instanceof Value) checkValue(findings, argument, "tested");
    else checkToken(findings, argument, true);
  }
  for (const { templates } of tag.branches ?? []) checkNodes(findings, templates, onPrinted);
  checkNodes(findings, tag.elseTemplates ?? [], onPrinted);
}

function checkLoop(findings: Findings, tag: BlockTag, onPrinted: OnPrinted): void {
  const [collection] = tag.collection === undefined ? [] : checkToken(findings, tag.collection, true);
  for (const argument of Object.values(tag.hash?.hash ?? {})) {
    if (argument !== undefined) checkToken(findings, argument, true);
  }
  const names = collection?.variable.names;
  const element = typeof names === "object" ? names[ELEMENTS] : undefined;
  const loopNames: readonly (readonly [string, LocalName])[] = [
    [tag.variable ?? "", { names: element ?? "any", paths: [] }],
    ["forloop", { names: "any", paths: [] }],
  ];
  const hidden = loopNames.map(([name]) => [name, findings.locals.get(name)] as const);
  for (const [name, local] of loopNames) findings.locals.set(name, local);
  checkNodes(findings, tag.templates ?? [], onPrinted);
  for (const [name, local] of hidden) {
    if (local === undefined) findings.locals.delete(name);
    else findings.locals.set(name, local);
  }
  checkNodes(findings, tag.elseTemplates ?? [], onPrinted);
}

function nameLocal(findings: Findings, tag: BlockTag, local: LocalName): void {
  for (const { content } of tag.localScope?.() ?? []) findings.locals.set(content, local);
}

function valuesOf(args: Arguments | undefined): Value[] {
  return [...(args ?? [])].filter((argument) => argument instanceof Value);
}
