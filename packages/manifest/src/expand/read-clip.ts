import type { Json, JsonObject } from "../json.ts";
import { didYouMean } from "../nearest.ts";
import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import type { CameraMotion, Provider } from "../shot.ts";
import { type Located, placeOf } from "../source/located.ts";
import { CONCEPT_KEYS, findMotion, foldWord, nearestMotion } from "./camera.ts";
import type { ClipFields } from "./clip-fields.ts";
import {
  type Normalized,
  normalizeAspectRatio,
  normalizeDuration,
  normalizeResolution,
} from "./clip-values.ts";
import { type KeyframeDraft, readKeyframe, settleKeyframe } from "./keyframe-form.ts";
import { fieldsOfKind, isPlainVideo, type KindWord, kindIn } from "./kind-fields.ts";
import { readSpecial, truthOf } from "./read-special.ts";
import type { RenderText } from "./render-text.ts";
import { draftInputsOf, type SpecialDraft } from "./special-draft.ts";

/** What the user's files say of one clip, templates filled in; what they leave open is not there. */
export interface ClipDraft {
  readonly prompt?: string;
  readonly provider?: Provider;
  readonly model?: string;
  readonly aspectRatio?: string;
  readonly resolution?: string;
  readonly duration?: string;
  readonly loop?: boolean;
  readonly frame0?: KeyframeDraft;
  readonly frame1?: KeyframeDraft;
  readonly camera?: { readonly said: string; readonly motion: CameraMotion };
  readonly concepts?: readonly string[];
  readonly tags?: readonly string[];
  readonly takes?: number;
  readonly extra?: Readonly<Record<string, JsonObject>>;
  /** There wherever a field is written that plain videos do not have, also where it does not apply. */
  readonly special?: SpecialDraft;
}

/**
 * Reads the fields of one clip into the form that shots have.
 *
 * Reports what a schema cannot see because it may come out of a template: aspect ratios, durations and
 * resolutions that cannot be read, unknown camera motions (`camera-unknown`), keyframes. A field that the
 * schema has refused is left out without a word, and so is one that the kind does not have.
 *
 * @param kind - the shot's kind, where the fields are not all that the shot has.
 */
export function readClip(
  fields: ClipFields,
  render: RenderText,
  problems: ProblemList,
  kind: KindWord = kindIn(fields),
): ClipDraft {
  if (kind === "video" && isPlainVideo(fields)) return readFields(fields, render, problems);
  const fitting = fieldsOfKind(kind, fields);
  const { special, ...frames } = readSpecial(kind, { fields: fitting, render, problems });
  return { ...readFields(fitting, render, problems), ...frames, special };
}

function readFields(fields: ClipFields, render: RenderText, problems: ProblemList): ClipDraft {
  const reader = new ClipReader(fields, render, problems);
  const draft: { -readonly [K in keyof ClipDraft]: ClipDraft[K] | undefined } = {
    prompt: reader.prompt(),
    provider: reader.provider(),
    model: reader.text("model"),
    aspectRatio: reader.measure("aspect_ratio", normalizeAspectRatio),
    resolution: reader.measure("resolution", normalizeResolution),
    duration: reader.measure("duration", normalizeDuration),
    loop: reader.loop(),
    frame0: reader.keyframe("frame0"),
    frame1: reader.keyframe("frame1"),
    camera: reader.camera(),
    concepts: reader.concepts(),
    tags: reader.texts("tags"),
    takes: reader.takes(),
    extra: reader.extra(),
  };
  for (const key of Object.keys(draft) as (keyof ClipDraft)[])
    if (draft[key] === undefined) delete draft[key];
  return draft as ClipDraft;
}

/** Whether something that the clip is made from is another shot of the manifest. */
export function namesShot(clip: ClipDraft): boolean {
  if (clip.frame0?.type === "shot" || clip.frame1?.type === "shot") return true;
  return clip.special !== undefined && draftInputsOf(clip).some(([, media]) => media.type === "shot");
}

/** A prompt as it is sent: trimmed, with LF line ends; undefined where nothing is left. */
export function plainPrompt(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return trimmed.includes("\r") ? trimmed.replace(/\r\n?/g, "\n") : trimmed;
}

class ClipReader {
  readonly #fields: ClipFields;
  readonly #render: RenderText;
  readonly #problems: ProblemList;

  constructor(fields: ClipFields, render: RenderText, problems: ProblemList) {
    this.#fields = fields;
    this.#render = render;
    this.#problems = problems;
  }

  prompt(): string | undefined {
    const node = this.#fields.get("prompt");
    if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
    const text = this.#render(node, "report");
    return text === undefined ? undefined : plainPrompt(text);
  }

  provider(): Provider | undefined {
    const text = this.text("provider");
    return text === "luma" || text === "crazyrouter" ? text : undefined;
  }

  /** A text or number as trimmed text; empty is not there. */
  text(name: string): string | undefined {
    const node = this.#fields.get(name);
    return node === undefined ? undefined : this.#textOf(node);
  }

  measure(name: string, normalize: (text: string) => Normalized): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const normalized = normalize(text);
    if ("value" in normalized) return normalized.value;
    const message = `"${text}" is no ${name.replace("_", " ")} that can be read.`;
    this.#problems.add("unreadable-measure", this.#placeOf(name), message, { hint: normalized.hint });
    return undefined;
  }

  loop(): boolean | undefined {
    const node = this.#fields.get("loop");
    return node === undefined
      ? undefined
      : truthOf("loop", node, { render: this.#render, problems: this.#problems });
  }

  takes(): number | undefined {
    const node = this.#fields.get("takes");
    if (node === undefined) return undefined;
    const text = this.#textOf(node);
    const takes = Number(text);
    if (text !== undefined && Number.isInteger(takes) && takes >= 1 && takes <= 100) return takes;
    if (
      node.kind === "scalar" &&
      typeof node.value === "string" &&
      text !== undefined &&
      /\{[{%]/.test(node.value)
    ) {
      this.#problems.add(
        "wrong-type",
        placeOf(node),
        `"takes" must be a whole number from 1 to 100, and its template gives "${text}".`,
      );
    }
    return undefined;
  }

  keyframe(frame: "frame0" | "frame1"): KeyframeDraft | undefined {
    const node = this.#fields.get(`keyframes.${frame}`);
    const written = node === undefined ? undefined : readKeyframe(node, this.#problems);
    const text = written === undefined ? undefined : this.#render(written.text, "report");
    return written === undefined || text === undefined
      ? undefined
      : settleKeyframe(written, text, this.#problems);
  }

  camera(): ClipDraft["camera"] {
    const text = this.text("camera");
    if (text === undefined) return undefined;
    const motion = findMotion(text);
    if (motion !== undefined) return { said: foldWord(text), motion };
    const near = nearestMotion(text);
    const hint =
      near === undefined ? {} : { hint: `Did you mean "${near}"? Anything else can be said in the prompt.` };
    this.#problems.add(
      "camera-unknown",
      this.#placeOf("camera"),
      `"${text}" is no camera motion that is known.`,
      hint,
    );
    return undefined;
  }

  concepts(): readonly string[] | undefined {
    const concepts = this.texts("concepts");
    const node = this.#fields.get("concepts");
    for (const [index, concept] of (concepts ?? []).entries()) {
      if (CONCEPT_KEYS.includes(concept)) continue;
      const item = node?.kind === "list" ? node.items[index] : undefined;
      this.#problems.add(
        "concept-unknown",
        item === undefined ? this.#placeOf("concepts") : placeOf(item),
        `"${concept}" is not among the concepts that Luma is known to have.`,
        {
          hint: didYouMean(concept, CONCEPT_KEYS),
        },
      );
    }
    return concepts;
  }

  texts(name: string): readonly string[] | undefined {
    const node = this.#fields.get(name);
    if (node?.kind !== "list") return undefined;
    const texts = node.items.flatMap((item) => this.#textOf(item) ?? []);
    return texts.length === 0 ? undefined : [...new Set(texts)];
  }

  extra(): Readonly<Record<string, JsonObject>> | undefined {
    const node = this.#fields.get("extra");
    if (node?.kind !== "map") return undefined;
    const extra: Record<string, JsonObject> = {};
    for (const [dialect, { value }] of node.entries) {
      if (value.kind === "map" && value.entries.size > 0) extra[dialect] = this.#jsonOf(value) as JsonObject;
    }
    return Object.keys(extra).length === 0 ? undefined : extra;
  }

  #jsonOf(node: Located): Json {
    if (node.kind === "list") return node.items.map((item) => this.#jsonOf(item));
    if (node.kind === "scalar")
      return typeof node.value === "string" ? (this.#render(node, "accept") ?? "") : node.value;
    return Object.fromEntries([...node.entries].map(([key, entry]) => [key, this.#jsonOf(entry.value)]));
  }

  #textOf(node: Located): string | undefined {
    if (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean") return undefined;
    if (typeof node.value === "number") return String(node.value);
    const text = this.#render(node, "accept")?.trim();
    return text === "" ? undefined : text;
  }

  #placeOf(name: string): Place {
    const node = this.#fields.get(name);
    if (node === undefined) throw new Error(`The field "${name}" was read, so it is there.`);
    return placeOf(node);
  }
}
