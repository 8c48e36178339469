import type { Product } from "../catalog/product.ts";
import type { Catalog } from "../catalog/read-catalog.ts";
import type { Json } from "../json.ts";
import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import { CLIP_FIELDS } from "../schema/shot-schema.ts";
import { type LocatedMap, type LocatedScalar, member, textsIn, toJson } from "../source/located.ts";
import { type ClipFields, layFields, layValues } from "./clip-fields.ts";
import { idFromContent, idFromEntry } from "./derive-id.ts";
import { type KindWord, kindIn } from "./kind-fields.ts";
import { type Combination, combineMatrix, NO_MATRIX } from "./matrix.ts";
import { type Branch, checkMatrixUse, matrixScope } from "./matrix-use.ts";
import { type ClipDraft, readClip } from "./read-clip.ts";
import type { RenderText } from "./render-text.ts";
import type { ShotDraft } from "./shot-draft.ts";
import type { CompileTemplate } from "./template.ts";
import { hasTemplate, type RenderContext, TemplateBook } from "./template-book.ts";
import { productScope, type ScopeNames } from "./template-scope.ts";

const FIELD_SET: ReadonlySet<string> = new Set(CLIP_FIELDS);
/** `include` and `exclude` of a matrix may hold templates of their own only as values. */
const ENTRY_ONLY = new Set(["id", "for_each", "matrix"]);

/** A product that shots are made for, and its row's place. */
export interface PlacedProduct {
  readonly product: Product;
  readonly place: Place;
}

/** What all entries of a manifest share. */
export interface ExpandContext {
  readonly problems: ProblemList;
  /** Defaults, with the profile laid over them. */
  readonly defaults: ClipFields;
  readonly catalog: Catalog | undefined;
  /** The catalog's products that its `where` lets through. */
  readonly products: readonly PlacedProduct[];
  readonly overrides: { readonly model?: string };
  /** Left out where no text of the manifest holds a template. */
  readonly compileTemplate: CompileTemplate | undefined;
}

/** The shots of one entry; `isComplete` is false when some could not be named. */
export interface ExpandedEntry {
  readonly drafts: readonly ShotDraft[];
  readonly isComplete: boolean;
}

/**
 * Expands one entry of the manifest's `shots` into a draft for each product and combination.
 *
 * Every template is checked before anything is rendered, even when there is no product to render it for.
 */
export function expandEntry(entry: LocatedMap, context: ExpandContext): ExpandedEntry {
  const isForEach = entry.entries.has("for_each");
  if (isForEach && context.catalog === undefined) return { drafts: [], isComplete: false };
  return new EntryExpansion(entry, isForEach, context).run();
}

class EntryExpansion {
  readonly #entry: LocatedMap;
  readonly #context: ExpandContext;
  readonly #isForEach: boolean;
  readonly #idNode: LocatedScalar | undefined;
  readonly #branches: readonly Branch[];
  readonly #book: TemplateBook;
  readonly #keysInId: ReadonlySet<string>;
  #isComplete = true;

  constructor(entry: LocatedMap, isForEach: boolean, context: ExpandContext) {
    this.#entry = entry;
    this.#context = context;
    this.#isForEach = isForEach;
    const id = member(entry, "id");
    this.#idNode = id?.kind === "scalar" && typeof id.value === "string" ? id : undefined;
    const own = layFields(context.defaults, ownFields(entry));
    const matrix = member(entry, "matrix");
    const combinations = matrix?.kind === "map" ? combineMatrix(matrix, context.problems) : [NO_MATRIX];
    this.#branches = combinations.map((combination) => ({
      combination,
      fields: layValues(own, combination.values, FIELD_SET),
    }));
    this.#book = new TemplateBook(this.#scope(), context.problems, context.compileTemplate);
    this.#checkTemplates();
    if (matrix?.kind === "map") {
      checkMatrixUse(matrix, this.#branches, this.#idNode, {
        book: this.#book,
        problems: context.problems,
        fields: FIELD_SET,
      });
    }
    const variables =
      this.#idNode === undefined ? [] : (this.#book.templateOf(this.#idNode)?.variables ?? []);
    this.#keysInId = new Set(
      variables.flatMap((name) => (name.startsWith("matrix.") ? [name.split(".")[1] ?? ""] : [])),
    );
  }

  run(): ExpandedEntry {
    const drafts: ShotDraft[] = [];
    const products: readonly (PlacedProduct | undefined)[] = this.#isForEach
      ? this.#context.products
      : [undefined];
    for (const product of products) {
      for (const branch of this.#branches) {
        const draft = this.#draft(branch, product);
        if (draft === undefined) this.#isComplete = false;
        else drafts.push(draft);
      }
    }
    this.#book.reportEmptyFields(this.#context.catalog);
    return { drafts, isComplete: this.#isComplete };
  }

  #scope(): ScopeNames {
    const { catalog } = this.#context;
    const matrix = matrixScope(this.#branches);
    return {
      ...(this.#isForEach && catalog !== undefined ? { product: productScope(catalog) } : {}),
      ...(this.#entry.entries.has("matrix") ? { matrix } : {}),
    };
  }

  #checkTemplates(): void {
    const fields = new Set(
      this.#branches.flatMap(({ fields, combination }) => [
        ...fields.values(),
        ...combination.values.values(),
      ]),
    );
    if (this.#idNode !== undefined) fields.add(this.#idNode);
    for (const field of fields) for (const text of textsIn(field)) this.#book.templateOf(text);
  }

  #draft(branch: Branch, placed: PlacedProduct | undefined): ShotDraft | undefined {
    const context = this.#renderContext(branch.combination, placed?.product);
    const render: RenderText = (node, whenEmpty) =>
      this.#book.render(node, context, whenEmpty, placed?.place);
    const idSuffix = this.#suffix(branch.combination);
    const { problems, overrides } = this.#context;
    const clip = withModel(readClip(branch.fields, render, problems), overrides.model);
    const id = this.#id(render, placed?.product, kindIn(branch.fields));
    if (id === undefined) return undefined;
    return {
      id: `${id}${idSuffix}`,
      idNode: this.#idNode ?? this.#entry,
      entry: this.#entry,
      fields: branch.fields,
      clip,
      product: placed?.product,
      productPlace: placed?.place,
      matrix: textsOf(context.matrix),
      matrixValues: branch.combination.values,
      idSuffix,
    };
  }

  #renderContext(combination: Combination, product: Product | undefined): RenderContext {
    const matrix: Record<string, Json> = {};
    const context = { ...(product === undefined ? {} : { product }), matrix };
    for (const { combination: other } of this.#branches) {
      // A key that this combination lacks is reported where it is used; rendering goes on without it.
      for (const key of other.values.keys()) matrix[key] ??= "";
    }
    for (const [key, value] of combination.values) matrix[key] = toJson(value);
    for (const [key, value] of combination.values) {
      if (value.kind === "scalar" && hasTemplate(value))
        matrix[key] = this.#book.render(value, context, "accept") ?? "";
    }
    return context;
  }

  #suffix({ slugs }: Combination): string {
    const parts = [...slugs].flatMap(([key, slug]) => (this.#keysInId.has(key) ? [] : [slug]));
    return parts.length === 0 ? "" : `@${parts.join("-")}`;
  }

  #id(render: RenderText, product: Product | undefined, kind: KindWord): string | undefined {
    if (this.#idNode !== undefined) {
      const id = render(this.#idNode, "report")?.trim();
      return id === "" ? undefined : id;
    }
    // An id that is there but is no text has been reported.
    if (this.#entry.entries.has("id")) return undefined;
    if (this.#isForEach || this.#entry.entries.has("matrix")) return idFromEntry(this.#entry, product);
    const own: ClipDraft = readClip(
      layFields(new Map(), ownFields(this.#entry)),
      render,
      this.#context.problems,
      kind,
    );
    return idFromContent(own);
  }
}

/** A clip with the model of a flag, which is meant for clips: stills are made by models of their own. */
export function withModel(clip: ClipDraft, model: string | undefined): ClipDraft {
  return model === undefined || clip.special?.kind === "image" ? clip : { ...clip, model };
}

/** What an entry says of its clip. */
export function ownFields({ entries, span }: LocatedMap): LocatedMap {
  const own = new Map([...entries].filter(([name]) => !ENTRY_ONLY.has(name)));
  return { kind: "map", entries: own, span };
}

function textsOf(matrix: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(matrix)) {
    if (value !== "")
      texts[key] =
        typeof value === "object" && value !== null && "name" in value
          ? String(value["name"])
          : textOfJson(value);
  }
  return texts;
}

function textOfJson(value: Json): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
