import { type ClipFields, layFields } from "./expand/clip-fields.ts";
import { type ExpandedShots, expandShots } from "./expand/expand-shots.ts";
import { FIELD_NAMES } from "./expand/kind-fields.ts";
import { loadTemplates } from "./expand/load-templates.ts";
import { settleShots } from "./expand/settle-shots.ts";
import { placeOfField, placeOfInput, type ShotDraft } from "./expand/shot-draft.ts";
import { draftInputsOf } from "./expand/special-draft.ts";
import type { CompileTemplate } from "./expand/template.ts";
import { type UsedCatalog, useCatalog } from "./expand/use-catalog.ts";
import type { Manifest } from "./manifest.ts";
import type { Place } from "./problem.ts";
import { ProblemList } from "./problem-list.ts";
import type { ReadManifestInput, ReadResult } from "./read-result.ts";
import { adviseOnLists } from "./rules/advise-on-lists.ts";
import { adviseOnPrompts } from "./rules/advise-on-prompts.ts";
import { checkContent } from "./rules/check-content.ts";
import { checkExtra } from "./rules/check-extra.ts";
import { checkIdsAreSafe, checkIdsAreUnique, idKey } from "./rules/check-ids.ts";
import { checkExtensions, checkKinds } from "./rules/check-kinds.ts";
import { checkOutputCollisions, checkOutputTemplate } from "./rules/check-output.ts";
import { orderByNeeds, resolveReferences } from "./rules/check-references.ts";
import { warnOfEqualRequests } from "./rules/warn-of-equal-requests.ts";
import { validateManifest } from "./schema/validate-manifest.ts";
import { readPrices } from "./settings/read-prices.ts";
import { readLimits, readName, readOutput, readProfile } from "./settings/read-settings.ts";
import { readUploads } from "./settings/read-uploads.ts";
import type { Shot } from "./shot.ts";
import { readMediaFiles } from "./source/loaded-files.ts";
import { type LocatedMap, member, placeOfSpan, textOf } from "./source/located.ts";
import { readRoot } from "./source/read-root.ts";
import { TableShot } from "./source/table-shot.ts";
import { withoutEchoes } from "./without-echoes.ts";

/**
 * Reads a manifest: text in; shots, or every problem of the files with its place, out, in one pass.
 *
 * Source (YAML or CSV into values with places) → schema → expand (defaults, profile, matrix, templates over the
 * catalog) → rules over all shots → fingerprints. A stage goes on with what the one before could make of the file.
 *
 * Never rejects for what stands in the files; only for faults of `loadFile` that are no file errors.
 */
export async function readManifest(input: ReadManifestInput): Promise<ReadResult> {
  return new ManifestReading(input).run();
}

class ManifestReading {
  readonly #input: ReadManifestInput;
  readonly #problems = new ProblemList();
  readonly #sources = new Map<string, string>();
  #drafts: readonly ShotDraft[] = [];
  #shots: readonly Shot[] = [];
  #uploads = false;
  #mediaFiles: ReadResult["mediaFiles"] = new Map();
  /** Where no two ids are alike. */
  #byKey: ReadonlyMap<string, ShotDraft> | undefined;
  #byId: ReadonlyMap<string, ShotDraft> | undefined;

  constructor(input: ReadManifestInput) {
    this.#input = input;
  }

  async run(): Promise<ReadResult> {
    const { file, bytes, loadFile } = this.#input;
    this.#sources.set(file, "");
    const context = { loadFile, problems: this.#problems, sources: this.#sources };
    const root = await readRoot(file, bytes, context);
    const manifest = root === undefined ? undefined : await this.#readRootMap(root);
    const problems = withoutEchoes(this.#problems.sorted(this.#sources.keys()));
    const top: Place = { file, line: 1, column: 1, length: 1 };
    return {
      shots: this.#shots,
      manifest: problems.some(({ severity }) => severity === "error") ? undefined : manifest,
      problems,
      sources: this.#sources,
      uploads: this.#uploads,
      mediaFiles: this.#mediaFiles,
      placeOf: (shotId, field) => placeInShot(this.#draftOf(shotId), field) ?? top,
    };
  }

  async #readRootMap(root: LocatedMap): Promise<Manifest | undefined> {
    const { file, profile } = this.#input;
    validateManifest(root, this.#problems);
    const limits = readLimits(member(root, "limits"), this.#problems);
    const prices = readPrices(member(root, "prices"), this.#problems);
    const uploads = readUploads(member(root, "uploads"), this.#problems);
    this.#uploads = uploads !== undefined;
    const outputFile = member(member(root, "output"), "file");
    await checkOutputTemplate(outputFile, this.#problems);
    const output = readOutput(member(root, "output"));
    const used = await this.#useCatalog(root);
    const expanded = this.#expand(root, used, await loadTemplates(root));
    this.#drafts = expanded.drafts;
    const isSettled = await this.#check(expanded);
    if (!isSettled || this.#problems.hasErrors) return undefined;
    await checkOutputCollisions(output, this.#shots, outputFile, this.#problems);
    return {
      name: readName(root, file),
      ...(profile === undefined ? {} : { profile }),
      limits,
      output,
      ...(uploads === undefined ? {} : { uploads }),
      prices,
      shots: this.#shots,
    };
  }

  async #useCatalog(root: LocatedMap): Promise<UsedCatalog> {
    const node = member(root, "catalog");
    const entries = member(root, "shots");
    // Rows of a table are a shot each.
    const templates =
      entries?.kind === "list" ? entries.items.filter((entry) => !(entry instanceof TableShot)) : [];
    const users = templates.filter((entry) => textOf(member(entry, "for_each")) === "product");
    const isMeant =
      entries?.kind !== "list" || templates.some((entry) => member(entry, "for_each") !== undefined);
    if (node !== undefined && !isMeant) {
      const place = placeOfSpan(root.entries.get("catalog")?.key ?? node.span);
      this.#problems.add("catalog-unused", place, "No shot uses the catalog.");
    }
    const [first] = users;
    if (node === undefined && first?.kind === "map") {
      const place = placeOfSpan(first.entries.get("for_each")?.value.span ?? first.span);
      this.#problems.add(
        "catalog-missing",
        place,
        "`for_each: product` needs a catalog, and the manifest names none.",
      );
    }
    return useCatalog(node, {
      loadFile: this.#input.loadFile,
      problems: this.#problems,
      sources: this.#sources,
    });
  }

  #expand(root: LocatedMap, used: UsedCatalog, compileTemplate: CompileTemplate | undefined): ExpandedShots {
    const shots = member(root, "shots");
    const profile = readProfile(root, this.#input.profile, this.#problems);
    if (shots?.kind !== "list") return { drafts: [], isComplete: false };
    const defaults = onlyFields(layFields(layFields(new Map(), member(root, "defaults")), profile));
    const expanded = expandShots(shots, {
      problems: this.#problems,
      defaults,
      ...used,
      overrides: this.#input.overrides ?? {},
      compileTemplate,
    });
    adviseOnLists(shots, root.entries.get("shots")?.key ?? shots.span, this.#problems);
    if (shots.items.length === 0) {
      const place = placeOfSpan(root.entries.get("shots")?.key ?? shots.span);
      this.#problems.add("no-shots", place, "The manifest has no shots.");
    }
    return expanded;
  }

  /** Of two with the same id the last. */
  #draftOf(shotId: string): ShotDraft | undefined {
    if (this.#byKey !== undefined) {
      const draft = this.#byKey.get(idKey(shotId));
      return draft?.id === shotId ? draft : undefined;
    }
    this.#byId ??= new Map(this.#drafts.map((draft) => [draft.id, draft]));
    return this.#byId.get(shotId);
  }

  /** Runs the rules over all shots and settles them. @returns false where some need each other in a circle. */
  async #check({ drafts, isComplete }: ExpandedShots): Promise<boolean> {
    const problems = this.#problems;
    checkIdsAreSafe(drafts, problems);
    const firsts = checkIdsAreUnique(drafts, problems);
    if (firsts.size === drafts.length) this.#byKey = firsts;
    checkExtra(drafts, problems);
    checkKinds(drafts, problems);
    adviseOnPrompts(drafts, problems);
    const references = resolveReferences(drafts, isComplete, problems);
    checkExtensions(drafts, references, problems);
    const ordered = orderByNeeds(drafts, references, problems);
    const { loadFile, measureMedia: measure } = this.#input;
    this.#mediaFiles = await readMediaFiles(filesOf(drafts), { loadFile, measure, problems });
    checkContent(drafts, problems);
    // Shots in a circle have no fingerprints to speak of, but their fields can still be checked.
    const settled = settleShots({ ordered: ordered ?? drafts, references, files: this.#mediaFiles });
    this.#shots = inFileOrder(settled, ordered ?? drafts, drafts);
    if (ordered === undefined) return false;
    if (this.#byKey !== undefined || new Set(drafts.map(({ id }) => id)).size === drafts.length) {
      warnOfEqualRequests(
        this.#shots,
        (id) => placeInShot(this.#draftOf(id), undefined) ?? { file: "", line: 1, column: 1, length: 1 },
        problems,
      );
    }
    return true;
  }
}

/** @param shots - one of each of `ordered`. */
function inFileOrder(
  shots: readonly Shot[],
  ordered: readonly ShotDraft[],
  drafts: readonly ShotDraft[],
): readonly Shot[] {
  if (ordered === drafts) return shots;
  const shotOf = new Map(ordered.map((draft, index) => [draft, shots[index]]));
  return drafts.flatMap((draft) => shotOf.get(draft) ?? []);
}

function onlyFields(fields: ClipFields): ClipFields {
  return new Map([...fields].filter(([name]) => FIELD_NAMES.has(name)));
}

function filesOf(drafts: readonly ShotDraft[]): ReadonlyMap<string, Place> {
  const files = new Map<string, Place>();
  for (const draft of drafts) {
    for (const [name, media] of draftInputsOf(draft.clip)) {
      if (media.type === "file" && !files.has(media.path)) files.set(media.path, placeOfInput(draft, name));
    }
  }
  return files;
}

/** Fields may be named as the manifest writes them or as shots do; of a deeper path the nearest part that is written. */
function placeInShot(draft: ShotDraft | undefined, field: string | undefined): Place | undefined {
  if (draft === undefined) return undefined;
  const steps = (field ?? "id").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).split(".");
  while (steps.length > 0) {
    const name = steps.join(".");
    if (draft.fields.has(name)) return placeOfField(draft, name);
    steps.pop();
  }
  // What an extension goes on from is written as its source.
  if (field?.startsWith("keyframes") === true) return placeOfField(draft, "source");
  return placeOfField(draft, "id");
}
