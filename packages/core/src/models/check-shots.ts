import { nearest, type Place, type Problem, type Shot } from "@shotlist/manifest";
import type { ModelCard } from "./model-card.ts";
import { MODEL_CARDS, modelCard } from "./model-cards.ts";
import { MODEL_PROBLEM_CODES, type ModelProblemCode } from "./model-problem-codes.ts";
import type { Finding, RuleContext } from "./shot-rule.ts";
import { SHOT_RULES } from "./shot-rules.ts";

/** How shots are checked. */
export interface CheckShotsOptions {
  /** Only their price is wanted: a provider that this release cannot run is no problem. */
  readonly priceOnly?: boolean;
  /** The manifest has errors: a prompt or keyframe may be missing only because it could not be read. */
  readonly partial?: boolean;
}

/** Fields that are templates more often than not, and so are missing when a template is wrong. */
const OFTEN_TEMPLATES = /^(prompt|keyframes)\b/;

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
  const context = new CheckContext(shots);
  const groups = new Map<string | ModelFinding, Group>();
  for (const shot of shots) {
    for (const finding of findingsOf(shot, context, options)) {
      if (options.partial === true && OFTEN_TEMPLATES.test(finding.field)) continue;
      const key = finding.once === true ? finding : keyAt(finding, placeOf(shot.id, finding.field));
      const group = groups.get(key);
      if (group !== undefined) group.shots += 1;
      else groups.set(key, { finding, place: placeOf(shot.id, finding.field), first: shot.id, shots: 1 });
    }
  }
  return [...groups.values()].map(problemOf);
}

function keyAt({ code, message }: Finding, { file, line, column }: Place): string {
  return `${code}\n${message}\n${file}:${line}:${column}`;
}

/** What the checks of all shots share. */
class CheckContext {
  readonly #shots: readonly Shot[];
  readonly #rules = new Map<ModelCard, RuleContext>();
  readonly #retiring = new Map<ModelCard, ModelFinding>();
  #byId: ReadonlyMap<string, Shot> | undefined;

  constructor(shots: readonly Shot[]) {
    this.#shots = shots;
  }

  rulesFor(card: ModelCard): RuleContext {
    const known = this.#rules.get(card);
    if (known !== undefined) return known;
    const context = { card, shotOf: (id: string) => this.#shotOf(id), cardOf: modelCard };
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

function findingsOf(shot: Shot, context: CheckContext, options: CheckShotsOptions): readonly ModelFinding[] {
  if (shot.provider === "crazyrouter") {
    return options.priceOnly === true ? [] : [GATEWAY_NOT_READY];
  }
  const card = modelCard(shot.model);
  if (card === undefined) return [unknownModel(shot.model)];
  const rules = context.rulesFor(card);
  const findings: ModelFinding[] = card.lifecycle.status === "active" ? [] : [context.retiring(card)];
  for (const rule of SHOT_RULES) for (const finding of rule(shot, rules)) findings.push(finding);
  return findings;
}

function unknownModel(model: string): Finding {
  const known = MODEL_CARDS.map((card) => card.model);
  const near = nearest(model, known);
  const list = `shotlist knows ${known.join(", ")}.`;
  return {
    code: "model-unknown",
    field: "model",
    message: `there is no model "${model}"`,
    hint: near === undefined ? `Use a known one: ${list}` : `Did you mean ${near}? (${list})`,
  };
}

const GATEWAY_NOT_READY: ModelFinding = {
  code: "dialect-not-ready",
  field: "provider",
  message: "this release cannot run anything through the provider crazyrouter yet",
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
