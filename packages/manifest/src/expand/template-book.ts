import type { Product } from "../catalog/product.ts";
import type { Catalog } from "../catalog/read-catalog.ts";
import type { Json } from "../json.ts";
import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import { type LocatedScalar, placeWithin } from "../source/located.ts";
import { placeOfVariable } from "./place-of-variable.ts";
import type { CompileTemplate, Template } from "./template.ts";
import type { ScopeNames } from "./template-scope.ts";

/** What a template may speak of for one shot. */
export interface RenderContext {
  readonly [name: string]: unknown;
  readonly product?: Product;
  readonly matrix: Readonly<Record<string, Json>>;
}

/** Whether an empty field in a text is a fault of the manifest, or only leaves the field out. */
export type WhenEmpty = "report" | "accept";

interface EmptyUses {
  readonly node: LocatedScalar;
  readonly variable: string;
  readonly products: { readonly handle: string; readonly place: Place }[];
}

/**
 * The templates of one entry of the manifest: each is compiled once, however many shots it gives, and what
 * is wrong with it is reported once.
 */
export class TemplateBook {
  readonly #scope: ScopeNames;
  readonly #problems: ProblemList;
  readonly #compileTemplate: CompileTemplate | undefined;
  readonly #templates = new Map<LocatedScalar, Template | "broken">();
  readonly #empty = new Map<string, EmptyUses>();
  readonly #silenced = new Set<LocatedScalar>();

  /** @param compileTemplate - may be left out where no text of the entry holds a template. */
  constructor(scope: ScopeNames, problems: ProblemList, compileTemplate: CompileTemplate | undefined) {
    this.#scope = scope;
    this.#problems = problems;
    this.#compileTemplate = compileTemplate;
  }

  /** The compiled template of a text, or undefined for a text without one and for a broken one. */
  templateOf(node: LocatedScalar): Template | undefined {
    if (!hasTemplate(node)) return undefined;
    const template = this.#compile(node);
    return template === "broken" ? undefined : template;
  }

  /**
   * The text of a scalar for one shot, or undefined when its template is broken (which is reported).
   *
   * @param place - where the product's row stands, to list products whose field is empty.
   */
  render(
    node: LocatedScalar,
    context: RenderContext,
    whenEmpty: WhenEmpty,
    place?: Place,
  ): string | undefined {
    if (!hasTemplate(node)) return String(node.value ?? "");
    const template = this.#compile(node);
    if (template === "broken") return undefined;
    const rendered = template.render(context);
    if ("problem" in rendered) {
      if (!this.#silenced.has(node)) this.#problems.addAll([rendered.problem]);
      return undefined;
    }
    if (whenEmpty === "report") {
      // Only a catalog can be empty without anybody's will; a matrix says what it says.
      const fields = rendered.emptyVariables.filter((name) => name.startsWith("product."));
      for (const variable of fields) this.#noteEmpty(node, variable, context, place);
    }
    return rendered.text;
  }

  /** Whether some template could not be compiled, so that what it uses is not known. */
  get hasBroken(): boolean {
    return [...this.#templates.values()].includes("broken");
  }

  /** Keeps quiet about a template's failures while rendering: what causes them has been reported. */
  silence(node: LocatedScalar): void {
    this.#silenced.add(node);
  }

  /** Reports each field that was empty for some products, once for each template that uses it. */
  reportEmptyFields(catalog: Catalog | undefined): void {
    for (const { node, variable, products } of this.#empty.values()) {
      const place = placeOfVariable(node, variable);
      const total = catalog?.products.length ?? products.length;
      const handles = products.slice(0, 5).map(({ handle }) => handle);
      const more = products.length > handles.length ? " …" : "";
      const message =
        products.length === 0
          ? `"${variable}" is empty here.`
          : `"${variable}" is empty for ${products.length} of ${total} products: ${handles.join(", ")}${more}.`;
      const related = products
        .slice(0, 5)
        .map((product) => ({ place: product.place, message: product.handle }));
      this.#problems.add("empty-field", place, message, { related });
    }
  }

  #compile(node: LocatedScalar): Template | "broken" {
    const known = this.#templates.get(node);
    if (known !== undefined) return known;
    if (this.#compileTemplate === undefined) throw new Error("A template came up where none was seen.");
    const placeAt = (offset: number, length: number) => placeWithin(node, offset, length);
    const { template, problems } = this.#compileTemplate(
      { text: String(node.value), placeAt },
      { names: this.#scope },
    );
    this.#problems.addAll(problems);
    const isBroken = template === undefined || problems.some(({ severity }) => severity === "error");
    const result = isBroken ? "broken" : template;
    this.#templates.set(node, result);
    return result;
  }

  #noteEmpty(node: LocatedScalar, variable: string, context: RenderContext, place: Place | undefined): void {
    const key = `${node.span.source.file}:${node.span.start}:${variable}`;
    const uses = this.#empty.get(key) ?? { node, variable, products: [] };
    this.#empty.set(key, uses);
    const handle = context.product?.handle;
    if (handle === undefined || place === undefined) return;
    // A product meets a template once for each combination of the matrix.
    if (uses.products.at(-1)?.handle !== handle) uses.products.push({ handle, place });
  }
}

/** Whether a text holds a template at all; most do not, and are never compiled. */
export function hasTemplate(node: LocatedScalar): boolean {
  return typeof node.value === "string" && (node.value.includes("{{") || node.value.includes("{%"));
}
