import { ProblemList } from "../problem-list.ts";
import type { LoadFile } from "../read-result.ts";
import { readCsv } from "./csv-source.ts";
import { decodeSource } from "./decode-source.ts";
import { loadNamedFile } from "./loaded-files.ts";
import { type LocatedEntry, type LocatedMap, member, placeOf, textOf } from "./located.ts";
import { shotsOfTable } from "./shot-table.ts";
import type { SourceText, Span } from "./source-text.ts";

/** Reading context: where problems and sources are gathered. */
export interface RootContext {
  readonly loadFile: LoadFile;
  readonly problems: ProblemList;
  readonly sources: Map<string, string>;
}

/** Whether a file is read as a table of shots. */
function isTableFile(file: string): boolean {
  return /\.(?:csv|tsv)$/i.test(file);
}

/**
 * Reads a manifest into the one form that YAML gives: a CSV or TSV manifest becomes its shots, and
 * `shots: {file: …}` is replaced by the shots of that table. Undefined where there is nothing to go on with.
 */
export async function readRoot(
  file: string,
  bytes: Uint8Array,
  context: RootContext,
): Promise<LocatedMap | undefined> {
  if (isTableFile(file)) return tableRoot(file, bytes, context);
  // A table needs no YAML reader, which takes longer to load than everything else of a small manifest.
  const { readYaml } = await import("./yaml-source.ts");
  const { root, source } = readYaml(file, bytes, context.problems);
  context.sources.set(file, source.text);
  if (root === undefined) {
    context.problems.add("manifest-empty", source.place(0, 1), `${file} is empty.`);
    return undefined;
  }
  if (root.kind === "map") return withShotsOfFile(root, context);
  context.problems.add(
    "not-a-manifest",
    placeOf(root),
    "A manifest is a map of fields: version, shots and others.",
  );
  return undefined;
}

function tableRoot(file: string, bytes: Uint8Array, context: RootContext): LocatedMap | undefined {
  const table = readTable(file, bytes, context);
  if (table === undefined) return undefined;
  const start = spanAt(table.source);
  const version: LocatedEntry = {
    key: start,
    value: { kind: "scalar", value: 1, span: start, style: "derived" },
  };
  const shots: LocatedEntry = { key: start, value: shotsOfTable(table, context.problems) };
  return {
    kind: "map",
    entries: new Map([
      ["version", version],
      ["shots", shots],
    ]),
    span: start,
  };
}

async function withShotsOfFile(root: LocatedMap, context: RootContext): Promise<LocatedMap> {
  const entry = root.entries.get("shots");
  const node = member(entry?.value, "file");
  const file = textOf(node);
  if (entry === undefined || entry.value.kind !== "map" || node === undefined || file === undefined)
    return root;
  // Other fields beside `file` are for the schema to refuse.
  if (entry.value.entries.size > 1) return root;
  if (!isTableFile(file)) {
    context.problems.add("shots-file-form", placeOf(node), `"${file}" is no CSV or TSV file by its name.`);
    return root;
  }
  const bytes = await loadNamedFile(file, placeOf(node), context);
  const table = bytes === undefined ? undefined : readTable(file, bytes, context);
  const shots = table === undefined ? undefined : shotsOfTable(table, context.problems);
  if (shots === undefined) return root;
  return { ...root, entries: new Map([...root.entries, ["shots", { key: entry.key, value: shots }]]) };
}

function readTable(file: string, bytes: Uint8Array, context: RootContext): ReturnType<typeof readCsv> {
  const table = readCsv(file, bytes, context.problems);
  // A table that cannot be read has problems with places all the same.
  const source = table?.source ?? decodeSource(file, bytes, new ProblemList());
  context.sources.set(file, source.text);
  return table;
}

function spanAt(source: SourceText): Span {
  return { source, start: 0, end: 1 };
}
