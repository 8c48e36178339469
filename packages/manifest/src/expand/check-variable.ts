import { type PropertyAccessToken, TypeGuards } from "liquidjs";
import { headerKey } from "../catalog/column-finder.ts";
import { nearest } from "../nearest.ts";
import { addProblem, type Findings, type Stretch } from "./template-findings.ts";
import { ELEMENTS, type ScopeNames } from "./template-scope.ts";

/** What Liquid gives every text and list. */
const LIST_MEMBERS = new Set(["size", "first", "last"]);

/** What a variable is found to be. */
export interface Variable {
  /** The scope's variables that it takes its value from: one, or those behind a local name. */
  readonly paths: readonly string[];
  readonly names: true | "any" | ScopeNames;
}

interface Step {
  /** The member's name, or `undefined` where only rendering will tell. */
  readonly name: string | number | undefined;
  readonly stretch: Stretch;
}

/**
 * Looks a variable up in the scope, name by name, and reports the first name that is not there.
 *
 * @returns what it is, or `undefined` where it is unknown or starts from a literal.
 */
export function checkVariable(findings: Findings, token: PropertyAccessToken): Variable | undefined {
  const steps = token.props.map(stepOf);
  const [root, ...members] = steps;
  if (root === undefined || typeof root.name !== "string") return undefined;
  const local = findings.locals.get(root.name);
  const names = local?.names ?? ownMember(findings.scope, root.name);
  if (names === undefined) {
    addProblem(findings, "template-unknown-variable", root.stretch, unknownRoot(root.name, findings));
    return undefined;
  }
  const found = followMembers(findings, { path: root.name, names }, members);
  if (found === undefined) return undefined;
  if (local !== undefined) return { paths: local.paths, names: found.names };
  findings.variables.add(found.path);
  return { paths: [found.path], names: found.names };
}

interface Found {
  readonly path: string;
  readonly names: true | "any" | ScopeNames;
}

function followMembers(findings: Findings, start: Found, members: readonly Step[]): Found | undefined {
  let { path, names } = start;
  for (const { name, stretch } of members) {
    if (names === "any") {
      path = joinPath(path, name);
      continue;
    }
    const member = memberOf(names, name);
    if (member === undefined) {
      addProblem(findings, "template-unknown-variable", stretch, unknownMember(path, names, String(name)));
      return undefined;
    }
    path = joinPath(path, name);
    names = member;
  }
  return { path, names };
}

function memberOf(names: true | ScopeNames, name: Step["name"]): true | "any" | ScopeNames | undefined {
  if (names === true) return typeof name === "string" && !LIST_MEMBERS.has(name) ? undefined : true;
  if (typeof name === "number") return ownMember(names, ELEMENTS);
  return name === undefined ? "any" : (ownMember(names, name) ?? (name === "size" ? true : undefined));
}

function ownMember(names: ScopeNames, name: string): true | "any" | ScopeNames | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

function stepOf(prop: PropertyAccessToken["props"][number]): Step {
  if (TypeGuards.isNumberToken(prop)) return { name: prop.content, stretch: prop };
  if (TypeGuards.isQuotedToken(prop)) {
    return { name: prop.content, stretch: { begin: prop.begin + 1, end: prop.end - 1 } };
  }
  const name = TypeGuards.isWordToken(prop) ? prop.content : undefined;
  return { name, stretch: prop };
}

function joinPath(path: string, name: Step["name"]): string {
  if (name === undefined) return `${path}[]`;
  if (typeof name === "number") return `${path}[${name}]`;
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function unknownRoot(name: string, { scope, locals }: Findings): { message: string; hint: string } {
  const message = `There is no variable "${name}" here.`;
  const known = [...Object.keys(scope), ...locals.keys()];
  const owner = Object.entries(scope).find(
    ([, names]) => typeof names === "object" && Object.hasOwn(names, name) && name !== ELEMENTS,
  );
  if (owner !== undefined) return { message, hint: `Did you mean ${joinPath(owner[0], name)}?` };
  const best = nearest(name, known);
  if (best !== undefined) return { message, hint: `Did you mean "${best}"?` };
  if (name === "product")
    return { message, hint: "A product is there only in shots with for_each: product." };
  return {
    message,
    hint: known.length === 0 ? "No variables are there." : `There are: ${known.join(", ")}.`,
  };
}

function unknownMember(
  path: string,
  names: true | ScopeNames,
  name: string,
): { message: string; hint: string } {
  if (names === true) {
    return { message: `${path} is a plain value and has no "${name}".`, hint: `Write ${path} by itself.` };
  }
  const message = `${path} has no "${name}".`;
  const known = Object.keys(names).filter((one) => one !== ELEMENTS);
  const best = nearest(name, known);
  if (best !== undefined) {
    const simple = joinPath("", best) === `.${best}`;
    return { message, hint: `Did you mean ${simple ? `"${best}"` : joinPath(path, best)}?` };
  }
  const { row, variants } = names;
  const variant = typeof variants === "object" ? variants["first"] : undefined;
  if (typeof variant === "object" && Object.hasOwn(variant, name)) {
    return { message, hint: `Did you mean ${joinPath(`${path}.variants.first`, name)}?` };
  }
  const header = typeof row === "object" ? headerLike(name, Object.keys(row)) : undefined;
  if (header !== undefined) return { message, hint: `Did you mean ${joinPath(`${path}.row`, header)}?` };
  const shown = known.slice(0, 24).join(", ");
  return {
    message,
    hint:
      known.length === 0 ? "It has no names at all." : `It has: ${shown}${known.length > 24 ? ", …" : ""}.`,
  };
}

/** The catalog's header that says what somebody may have meant by `name`: itself, or with the word before it, as in `Variant SKU`. */
function headerLike(name: string, headers: readonly string[]): string | undefined {
  const wanted = headerKey(name);
  if (wanted === "") return undefined;
  return (
    headers.find((header) => headerKey(header) === wanted) ??
    headers.find((header) => headerKey(header).endsWith(wanted)) ??
    nearest(name, headers)
  );
}
