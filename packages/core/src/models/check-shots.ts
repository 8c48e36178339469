import { type MediaFile, nearest, type Place, type Problem, type Shot } from "@shotlist/manifest";
import type { ModelCard } from "./model-card.ts";
import { cardOfShot, cardsOf } from "./model-cards.ts";
import { MODEL_PROBLEM_CODES, type ModelProblemCode } from "./model-problem-codes.ts";
import type { Finding, RuleContext } from "./shot-rule.ts";
import { KIND_WORDS, kindMade, RULES_OF } from "./shot-rules.ts";

/** How shots are checked. */
export interface CheckShotsOptions {
  /** The manifest names storage that local files are put into for APIs that only fetch links. */
  readonly uploads?: boolean;
  /** The local files that shots are made from, by path, from reading the manifest. */
  readonly mediaFiles?: ReadonlyMap<string, MediaFile>;
  /** The manifest has errors: a prompt or keyframe may be missing only because it could not be read. */
  readonly partial?: boolean;
}

/**
 * What only says that something is missing, which it may be because it could not be read, or of a prompt that was
 * filled in part. What is there was read whole, and is judged with everything else in one pass.
 */
const MAY_BE_UNREAD: ReadonlySet<Finding["code"]> = new Set<Finding["code"]>([
  "prompt-needed",
  "prompt-too-short",
  "prompt-too-long",
  "edit-strength-needed",
]);

/**
 * Checks shots against what their models accept, before anything is sent.
 *
 * What several shots have in common at one place of the file (a default, a template of a catalog) is one
 * problem that names the first of them and counts the rest. A model's lifecycle is told once.
 *
 * @param placeOf - where a shot or one of its fields stands, from reading the manifest.
 * @returns problems with codes of `MODEL_PROBLEM_CODES`, in the order of the shots.
 */
export function checkShots(
  shots: readonly Shot[],
  placeOf: (shotId: string, field?: string) => Place,
  options: CheckShotsOptions = {},
): Problem[] {
  const context = new CheckContext(shots, options);
  const groups = new Map<string | ModelFinding, Group>();
  for (const shot of shots) {
    for (const finding of findingsOf(shot, context)) {
      if (options.partial === true && MAY_BE_UNREAD.has(finding.code)) continue;
      const key = finding.once === true ? finding : keyAt(finding, placeOf(shot.id, finding.field));
      const group = groups.get(key);
      if (group !== undefined) group.shots += 1;
      else groups.set(key, { finding, place: placeOf(shot.id, finding.field), first: shot.id, shots: 1 });
    }
  }
  return [...groups.values()].map(problemOf);
}

function keyAt({ code, message, names }: Finding, { file, line, column }: Place): string {
  const words = names === undefined ? message : message.replaceAll(names, "");
  return `${code}\n${words}\n${file}:${line}:${column}`;
}

/** What the checks of all shots share. */
class CheckContext {
  readonly #shots: readonly Shot[];
  readonly #options: CheckShotsOptions;
  readonly #rules = new Map<ModelCard, RuleContext>();
  readonly #retiring = new Map<ModelCard, ModelFinding>();
  #byId: ReadonlyMap<string, Shot> | undefined;

  constructor(shots: readonly Shot[], options: CheckShotsOptions) {
    this.#shots = shots;
    this.#options = options;
  }

  rulesFor(card: ModelCard): RuleContext {
    const known = this.#rules.get(card);
    if (known !== undefined) return known;
    const context = {
      card,
      otherCards: cardsOf(card.dialect === "crazyrouter" ? "crazyrouter" : "luma"),
      uploads: this.#options.uploads === true,
      fileAt: (path: string) => this.#options.mediaFiles?.get(path),
      shotOf: (id: string) => this.#shotOf(id),
      cardOf: cardOfShot,
    };
    this.#rules.set(card, context);
    return context;
  }

  /** The same finding for all shots of a card. */
  retiring(card: ModelCard): ModelFinding {
    const known = this.#retiring.get(card);
    if (known !== undefined) return known;
    const finding = retiring(card);
    this.#retiring.set(card, finding);
    return finding;
  }

  /** Most manifests have no shot that continues another. */
  #shotOf(id: string): Shot | undefined {
    this.#byId ??= new Map(this.#shots.map((shot) => [shot.id, shot]));
    return this.#byId.get(id);
  }
}

interface Group {
  readonly finding: Finding;
  readonly place: Place;
  readonly first: string;
  shots: number;
}

/** `once`: told once for all shots, wherever they stand; it is the same object for all of them. */
type ModelFinding = Finding & { readonly once?: boolean };

function findingsOf(shot: Shot, context: CheckContext): readonly ModelFinding[] {
  const card = cardOfShot(shot);
  if (card === undefined) return [unknownModel(shot)];
  const rules = context.rulesFor(card);
  const findings: ModelFinding[] = card.lifecycle.status === "active" ? [] : [context.retiring(card)];
  if (card.dialect === "crazyrouter") findings.push(GATEWAY_IS_EXPERIMENTAL);
  const misfit = kindMade(shot, rules);
  if (misfit.length > 0) return [...findings, ...misfit];
  for (const rule of RULES_OF[card.dialect]) for (const finding of rule(shot, rules)) findings.push(finding);
  return findings;
}

function unknownModel({ provider, model, kind }: Shot): Finding {
  const cards = cardsOf(provider);
  if (provider === "crazyrouter" && !cards.some(({ kinds }) => kinds.includes(kind))) {
    return {
      code: "kind-not-made",
      field: "provider",
      message: `crazyrouter makes no ${KIND_WORDS[kind]}`,
      hint: "Leave `provider` out of this shot: Luma itself makes them.",
    };
  }
  const known = cards.map((card) => card.model);
  const near = nearest(model, known) ?? (known.length === 1 ? known[0] : undefined);
  const list =
    provider === "luma" ? `shotlist knows ${known.join(", ")}.` : `crazyrouter has ${known.join(", ")}.`;
  return {
    code: "model-unknown",
    field: "model",
    message: provider === "luma" ? `there is no model "${model}"` : `crazyrouter has no model "${model}"`,
    hint: near === undefined ? `Use a known one: ${list}` : `Did you mean ${near}? (${list})`,
  };
}

const GATEWAY_IS_EXPERIMENTAL: ModelFinding = {
  code: "gateway-experimental",
  field: "provider",
  message:
    "crazyrouter publishes neither prices nor refund rules for Luma, and its answers are known from few examples",
  once: true,
};

function retiring({ model, lifecycle }: ModelCard): ModelFinding {
  const { status, endsOn, replacement, source } = lifecycle;
  const day = endsOn === undefined ? "" : ` (after ${endsOn}, as far as is known)`;
  return {
    code: "model-retiring",
    field: "model",
    message:
      status === "retired"
        ? `Luma has taken ${model} out of service${day}`
        : `Luma is taking ${model} out of service${day} and may refuse it already`,
    hint: `${replacement === undefined ? "Choose another model" : `Its replacement is ${replacement}`}. Source: ${source.name}, ${source.asOf}.`,
    once: true,
  };
}

function problemOf({ finding, place, first, shots }: Group): Problem {
  const code: ModelProblemCode = MODEL_PROBLEM_CODES[finding.code];
  const subject = shots === 1 ? `Shot "${first}"` : `Shot "${first}" and ${shots - 1} more`;
  return {
    code: finding.code,
    severity: code.severity,
    message: `${subject}: ${finding.message}.`,
    place,
    hint: finding.hint ?? code.hint,
  };
}
