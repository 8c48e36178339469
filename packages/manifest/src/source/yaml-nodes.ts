import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { ProblemList } from "../problem-list.ts";
import { type Located, type LocatedEntry, type LocatedScalar, placeOfSpan } from "./located.ts";
import type { RepairedText } from "./repaired-text.ts";
import type { ScalarStyle } from "./scalar-offsets.ts";
import type { SourceText, Span } from "./source-text.ts";

/** Values that aliases may add to a file: enough to share settings, far from an alias bomb. */
const MOST_ALIASED_VALUES = 10_000;
/** No manifest needs more; deeper nesting only serves to break readers. */
const DEEPEST = 64;

/** Whether a file is nested deeper than is read; told without recursion, as such a file is made to exhaust the stack. */
export function isTooDeep(root: ParsedNode | null): boolean {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((node): unknown[] => {
      if (isMap(node)) return node.items.flatMap(({ key, value }) => [key, value]);
      return isSeq(node) ? node.items : [];
    });
  }
  return false;
}

interface Context {
  readonly source: SourceText;
  readonly repaired: RepairedText;
  readonly problems: ProblemList;
}

/**
 * Turns YAML's nodes into values with places.
 *
 * Refuses tags, merge keys, keys that are no text, duplicate keys, `__proto__`, numbers that JSON cannot
 * hold and aliases that repeat too much; each is reported and left out.
 */
export function locateYaml(root: ParsedNode, context: Context): Located {
  return new NodeReader(context).read(root, 0);
}

class NodeReader {
  readonly #context: Context;
  readonly #anchors = new Map<string, Located | "open">();
  /** Values below a node, aliases counted as often as they repeat it. */
  readonly #sizes = new WeakMap<Located, number>();
  #aliasedValues = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  read(node: ParsedNode | null, depth: number, fallback?: Span): Located {
    if (node === null) return emptyAt(fallback ?? this.#span(0, 0));
    if (isAlias(node)) return this.#readAlias(node as Alias.Parsed);
    this.#refuseTag(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, "open");
    const located = this.#readCollection(node, depth);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, located);
    return located;
  }

  #readCollection(node: ParsedNode, depth: number): Located {
    if (depth > DEEPEST) {
      this.#report(
        "yaml-too-deep",
        this.#rangeOf(node),
        `The file is nested more than ${DEEPEST} levels deep.`,
      );
      return emptyAt(this.#rangeOf(node));
    }
    if (isScalar(node)) return this.#readScalar(node as Scalar.Parsed);
    if (isSeq(node)) return this.#readList(node as YAMLSeq.Parsed, depth);
    if (isMap(node)) return this.#readMap(node as YAMLMap.Parsed, depth);
    return emptyAt(this.#rangeOf(node));
  }

  #readList(node: YAMLSeq.Parsed, depth: number): Located {
    const span = this.#rangeOf(node);
    const items = node.items.map((item) => this.read(item as ParsedNode, depth + 1, span));
    const list: Located = { kind: "list", items, span };
    this.#sizes.set(
      list,
      items.reduce((sum, item) => sum + this.#sizeOf(item), 1),
    );
    return list;
  }

  #readMap(node: YAMLMap.Parsed, depth: number): Located {
    const entries = new Map<string, LocatedEntry>();
    let size = 1;
    for (const pair of node.items) {
      const key = this.#readKey(pair.key as ParsedNode | null, node);
      if (key === undefined) continue;
      const first = entries.get(key.name);
      if (first !== undefined) {
        this.#context.problems.add(
          "yaml-duplicate-key",
          placeOfSpan(key.span),
          `"${key.name}" is set twice here.`,
          {
            related: [{ place: placeOfSpan(first.key), message: "the first one" }],
          },
        );
        continue;
      }
      const value = this.#readValue(pair.value as ParsedNode | null, depth + 1, key.span);
      size += this.#sizeOf(value);
      entries.set(key.name, { key: key.span, value });
    }
    const map: Located = { kind: "map", entries, span: this.#rangeOf(node) };
    this.#sizes.set(map, size);
    return map;
  }

  /** A value that is left out stands where its key does. */
  #readValue(node: ParsedNode | null, depth: number, key: Span): Located {
    const isLeftOut =
      node === null || (isScalar(node) && node.value === null && node.range[0] === node.range[1]);
    return isLeftOut && node?.anchor === undefined ? emptyAt(key) : this.read(node, depth, key);
  }

  #readKey(
    key: ParsedNode | null,
    map: ParsedNode,
  ): { readonly name: string; readonly span: Span } | undefined {
    const span = this.#rangeOf(key ?? map);
    if (key === null || !isScalar(key) || key.value === null) {
      this.#report("yaml-key", span, "A key must be a plain text.");
      return undefined;
    }
    this.#refuseTag(key);
    const name = String(key.value);
    if (name === "__proto__") {
      this.#report("yaml-forbidden-key", span, '"__proto__" cannot be a key.');
      return undefined;
    }
    if (name === "<<" && key.type === "PLAIN") {
      this.#report("yaml-merge-key", span, "Merge keys (`<<`) are not part of YAML 1.2 and are not read.");
      return undefined;
    }
    return { name, span };
  }

  #readScalar(node: Scalar.Parsed): LocatedScalar {
    const span = this.#rangeOf(node);
    const { value } = node;
    if (typeof value === "string")
      return { kind: "scalar", value: value, span, style: this.#styleOf(node, span) };
    if (typeof value === "number" && !Number.isFinite(value)) {
      this.#report("yaml-number", span, `${node.source} is not a number that can be used here.`);
      return emptyAt(span);
    }
    const isPlain = typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", value: isPlain ? value : null, span, style: "derived" };
  }

  #readAlias(node: Alias.Parsed): Located {
    const span = this.#rangeOf(node);
    const target = this.#anchors.get(node.source);
    if (target === "open") {
      this.#report("yaml-alias", span, `"*${node.source}" stands inside the value that it repeats.`);
      return emptyAt(span);
    }
    // An alias without an anchor is a syntax error, reported as such.
    if (target === undefined) return emptyAt(span);
    this.#aliasedValues += this.#sizeOf(target);
    if (this.#aliasedValues <= MOST_ALIASED_VALUES) return target;
    this.#report("yaml-alias", span, `Aliases repeat more than ${MOST_ALIASED_VALUES} values in this file.`);
    return emptyAt(span);
  }

  #refuseTag(node: ParsedNode): void {
    if (node.tag === undefined || node.range === undefined) return;
    const before = this.#context.repaired.text.slice(0, node.range[0]);
    const tag = /(!\S*)\s*(?:&\S+\s*)?$/.exec(before.slice(-500))?.[1];
    if (tag === undefined) return;
    const start = before.lastIndexOf(tag);
    this.#report(
      "yaml-tag",
      this.#span(start, start + tag.length),
      `The tag "${tag}" is refused: a manifest holds only data.`,
    );
  }

  #sizeOf(node: Located): number {
    return this.#sizes.get(node) ?? 1;
  }

  #styleOf(node: Scalar.Parsed, span: Span): ScalarStyle {
    const first = span.source.text[span.start];
    switch (node.type) {
      // A template that was quoted for the user has no quotes in the file.
      case "QUOTE_SINGLE":
        return first === "'" ? "single" : "plain";
      case "QUOTE_DOUBLE":
        return first === '"' ? "double" : "plain";
      case "BLOCK_FOLDED":
      case "BLOCK_LITERAL":
        return "block";
      default:
        return "plain";
    }
  }

  #rangeOf(node: ParsedNode): Span {
    return this.#span(node.range[0], node.range[1]);
  }

  #span(start: number, end: number): Span {
    const { source, repaired } = this.#context;
    return { source, start: repaired.toOriginal(start), end: repaired.toOriginal(end) };
  }

  #report(code: Parameters<ProblemList["add"]>[0], span: Span, message: string): void {
    this.#context.problems.add(code, placeOfSpan(span), message);
  }
}

function emptyAt(span: Span): LocatedScalar {
  return { kind: "scalar", value: null, span, style: "derived" };
}
