import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DIAGNOSIS_CODES,
  ERROR_CODES,
  formatUsd,
  MODEL_CARDS,
  MODEL_PROBLEM_CODES,
  type ModelCard,
  type Pricing,
} from "@shotlist/core";
import { LUMA_ERROR_CODES } from "@shotlist/luma";
import { FIELDS_BY_KIND, MANIFEST_SCHEMA, PROBLEM_CODES, TABLE_COLUMNS } from "@shotlist/manifest";

/** A JSON Schema, as far as the documents look into it. */
interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const root = join(import.meta.dirname, "..");
/** Fields of the manifest that hold the fields of a shot. */
const SHOT_FIELDS: ReadonlySet<string> = new Set(["defaults", "profiles"]);
const MADE = "<!-- Made from the code by `npm run docs`. Change it there. -->";

/** Every problem and error, by code. */
function errorsPage(): string {
  const errors: Readonly<Record<string, { title: string; explain: string; exitCode?: number }>> = {
    ...LUMA_ERROR_CODES,
    ...ERROR_CODES,
  };
  const problems = { ...PROBLEM_CODES, ...MODEL_PROBLEM_CODES };
  const lines = [
    "# Errors and problems",
    "",
    MADE,
    "",
    "Codes are permanent: a code never changes its meaning and is never used again for another one.",
    "",
    "## Problems in your files",
    "",
    "Found before anything is sent, all in one pass, each with its place. An error stops the run, a warning only speaks.",
    "",
  ];
  for (const [code, entry] of sorted(problems)) {
    lines.push(
      `### \`${code}\``,
      "",
      `${entry.severity === "error" ? "Error" : "Warning"}: ${entry.title}`,
      "",
    );
    lines.push(entry.explain, "", `*What to do:* ${entry.hint}`, "");
  }
  lines.push("## Errors of commands and runs", "");
  for (const [code, entry] of sorted(errors)) {
    lines.push(`### \`${code}\``, "", `${entry.title}`, "", entry.explain, "");
    if (entry.exitCode !== undefined) lines.push(`Exit code ${entry.exitCode}.`, "");
  }
  lines.push("## Findings of `shotlist doctor`", "");
  lines.push("Beside these it gives the codes of errors that a run would end with.", "");
  for (const [code, entry] of sorted(DIAGNOSIS_CODES)) {
    lines.push(`### \`${code}\``, "", `${entry.title}`, "", entry.explain, "");
    if (entry.exitCode !== undefined) lines.push(`Exit code ${entry.exitCode} where it is a problem.`, "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Every field of a manifest, with the schema as its source, and every model. */
function manifestPage(): string {
  const schema = MANIFEST_SCHEMA as Schema;
  return `${[
    "# The manifest",
    "",
    MADE,
    "",
    "Add this as the first line of a manifest, and your editor completes and checks it: `# yaml-language-server: $schema=./shotlist.schema.json` (`shotlist schema > shotlist.schema.json`).",
    "",
    ...fieldRows(schema, schema, "## Top level", new Set()),
    "## Kinds",
    "",
    "A field that a kind does not have is refused at a shot of that kind, and left out where it comes from the defaults.",
    "",
    ...Object.entries(FIELDS_BY_KIND).map(
      ([kind, fields]) => `- \`${kind}\`: ${fields.map((field) => `\`${field}\``).join(" ")}`,
    ),
    "",
    "## Tables of shots",
    "",
    "A CSV or TSV file is a manifest, too, a shot a row; an empty cell is a field that is not there. Its columns:",
    "",
    `${TABLE_COLUMNS.map((column) => `\`${column}\``).join(" ")} and \`extra.<api>.<field>\`.`,
    "",
    "What is a map in YAML is a word with a colon in a cell: `shot:opener`, `generation:5b1e7d1e-…`, `file:img/mug.png`, or a URL as it is. Cells of `tags` and `concepts` hold several values parted by commas, semicolons or bars, cells of `references` several pictures parted by spaces or bars. What needs more than a cell (`matrix`, `for_each`, `position`, keyframes as a list, limits, profiles) needs a YAML manifest, which can take its shots from a table: `shots: {file: shots.csv}`.",
    "",
    "## Models",
    "",
    ...MODEL_CARDS.flatMap(modelSection),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function fieldRows(schema: Schema, whole: Schema, heading: string, seen: Set<Schema>): string[] {
  const properties = objectProperties(schema, whole);
  if (properties === undefined || seen.has(schema)) return [];
  seen.add(schema);
  const lines = [heading, "", "| Field | Value | Meaning |", "| --- | --- | --- |"];
  const below: string[] = [];
  for (const [name, raw] of Object.entries(properties)) {
    const field = resolve(raw, whole);
    const meaning = raw.description ?? field.description ?? "";
    lines.push(`| \`${name}\` | ${cell(typeWords(field, whole))} | ${cell(meaning)}${defaultWords(field)} |`);
    const [inner, other] = innerObjects(field, whole);
    if (inner === undefined) continue;
    if (SHOT_FIELDS.has(name))
      below.push(
        `### \`${name}\``,
        "",
        "The fields of a shot, see [`shots`](#shots); all but `id`, `for_each` and `matrix`.",
        "",
      );
    else below.push(...fieldRows(inner, whole, `### \`${name}\``, seen));
    if (other !== undefined)
      below.push(...fieldRows(other, whole, `### \`${name}\`, in its other form`, seen));
  }
  return [...lines, "", ...below];
}

function objectProperties(schema: Schema, whole: Schema): Readonly<Record<string, Schema>> | undefined {
  const { properties } = resolve(schema, whole);
  return properties === undefined || Object.keys(properties).length === 0 ? undefined : properties;
}

function innerObjects(field: Schema, whole: Schema): readonly Schema[] {
  const options = [field, ...(field.anyOf ?? []), ...(field.oneOf ?? [])].map((one) => resolve(one, whole));
  const candidates = options.flatMap((one) => {
    const values =
      typeof one.additionalProperties === "object" ? [resolve(one.additionalProperties, whole)] : [];
    return [one, ...(one.items === undefined ? [] : [resolve(one.items, whole)]), ...values];
  });
  return candidates.filter((one) => objectProperties(one, whole) !== undefined);
}

function resolve(schema: Schema, whole: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace(/^#\/(\$defs|definitions)\//, "");
  const target = (whole.$defs ?? whole.definitions)?.[name];
  if (target === undefined) throw new Error(`${schema.$ref} is not in the schema`);
  return resolve(target, whole);
}

function typeWords(schema: Schema, whole: Schema): string {
  const field = resolve(schema, whole);
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${String(value)}\``).join(" ");
  const options = field.anyOf ?? field.oneOf;
  if (options !== undefined) return [...new Set(options.map((one) => typeWords(one, whole)))].join(" or ");
  if (field.items !== undefined) return `list of ${typeWords(field.items, whole)}`;
  if (typeof field.additionalProperties === "object") return "map";
  return Array.isArray(field.type) ? field.type.join(" or ") : String(field.type ?? "any");
}

function defaultWords(field: Schema): string {
  const isSaid = /\bDefault\b/.test(field.description ?? "");
  return field.default === undefined || isSaid ? "" : ` Default: \`${JSON.stringify(field.default)}\`.`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function modelSection(card: ModelCard): string[] {
  const { lifecycle, limits, still, sourceS } = card;
  const listed = (name: string, values: readonly string[]): string[] =>
    values.length === 0 ? [] : [`- ${name}: ${values.join(", ")}`];
  const longest = Object.entries(sourceS ?? {}).map(([kind, { most }]) => `${kind} ${most} s`);
  const prices = [
    ["price", card.pricing],
    ["price of an edit", card.editPricing],
    ["price of a reframe", card.reframePricing],
  ] as const;
  return [
    `### \`${card.model}\``,
    "",
    `${card.title}, through ${card.dialect}. Status: ${lifecycle.status}${lifecycle.replacement === undefined ? "" : `; move to \`${lifecycle.replacement}\``}.`,
    "",
    ...listed("kinds", card.kinds),
    ...listed("aspect ratios", card.aspectRatios),
    ...listed("resolutions", card.resolutions),
    ...listed("durations", card.durations),
    `- prompt: ${card.promptCharacters.min} to ${card.promptCharacters.max} characters`,
    ...(still === undefined ? [] : [`- references: at most ${still.references}`]),
    ...listed("longest source", longest),
    `- limits: ${limits.concurrency} at once, ${limits.createsPerMinute} creates a minute (${limits.source.name}, ${limits.source.asOf})`,
    ...prices.flatMap(([name, pricing]) =>
      pricing === undefined
        ? []
        : [
            `- ${name}: ${priceWords(pricing)} (${pricing.source.name}, ${pricing.source.asOf}, confidence ${pricing.source.confidence})`,
          ],
    ),
    "",
  ];
}

function priceWords(pricing: Pricing): string {
  const table = (prices: Readonly<Record<string, number>>): string =>
    Object.entries(prices)
      .map(([key, usdE4]) => `${key} ${formatUsd(usdE4)}`)
      .join(", ");
  switch (pricing.type) {
    case "table":
      return table(pricing.usdE4);
    case "source-seconds":
      return `for each second of the source ${table(pricing.usdE4PerSecond)}`;
    case "still":
      return `${usd(pricing.usdE4)}, and ${usd(pricing.referenceUsdE4)} for each reference`;
    case "unknown":
      return "unknown";
    default:
      return `$${pricing.usdPerMillionPixels} a million pixels`;
  }
}

/** Small amounts, of which cents would show nothing. */
function usd(usdE4: number): string {
  return `$${(usdE4 / 10_000).toFixed(4)}`;
}

const pages: Readonly<Record<string, string>> = {
  "docs/errors.md": errorsPage(),
  "docs/manifest.md": manifestPage(),
};
const isCheck = process.argv.includes("--check");
for (const [file, text] of Object.entries(pages)) {
  const path = join(root, file);
  if (!isCheck) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`${file} is out of date: npm run docs`);
    process.exitCode = 1;
  }
}
