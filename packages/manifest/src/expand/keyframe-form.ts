import { didYouMean } from "../nearest.ts";
import type { ProblemList } from "../problem-list.ts";
import {
  type Located,
  type LocatedMap,
  type LocatedScalar,
  numberOf,
  placeOf,
  textOf,
} from "../source/located.ts";

/** A keyframe as it is written, its texts still templates. */
export type WrittenKeyframe =
  | { readonly type: "image"; readonly text: LocatedScalar }
  | { readonly type: "generation"; readonly text: LocatedScalar }
  | { readonly type: "file"; readonly text: LocatedScalar }
  | {
      readonly type: "shot";
      readonly text: LocatedScalar;
      readonly take?: number;
      readonly when?: "approved";
    }
  /** A text without a template is told by its beginning: `shot:`, `generation:`, `file:`, else a URL. */
  | { readonly type: "short"; readonly text: LocatedScalar };

const FORMS = "Write a URL, {shot: id}, {generation: id} or {file: path}.";

/**
 * Reads a keyframe in any of its forms: a URL, `{shot}`, `{generation}`, `{file}`, `{url}`, or the API's own
 * `{type: image, url}` and `{type: generation, id}`.
 *
 * Reports `keyframe-form` where the parts belong to different forms. What the schema has already refused gives
 * undefined without a word.
 */
export function readKeyframe(node: Located, problems: ProblemList): WrittenKeyframe | undefined {
  if (node.kind === "scalar")
    return typeof node.value === "string" ? { type: "short", text: node } : undefined;
  if (node.kind !== "map") return undefined;
  const forms = ["url", "id", "generation", "shot", "file"].filter((key) => node.entries.has(key));
  const [form] = forms;
  if (form === undefined || forms.length > 1) {
    const said =
      forms.length > 1
        ? `"${forms.join('" and "')}" cannot stand together`
        : "it says neither what nor where";
    if (forms.length > 1 || saysOnlyHow(node)) {
      problems.add("keyframe-form", placeOf(node), `This keyframe cannot be understood: ${said}.`, {
        hint: FORMS,
      });
    }
    return undefined;
  }
  return checkForm(form, node, problems);
}

/** Parts that say something of a keyframe, but not what it is. */
const MANNERS = new Set(["type", "take", "when", "at", "weight", "seconds"]);

function saysOnlyHow({ entries }: LocatedMap): boolean {
  return entries.size > 0 && [...entries.keys()].every((key) => MANNERS.has(key));
}

function checkForm(form: string, node: LocatedMap, problems: ProblemList): WrittenKeyframe | undefined {
  const type = textOf(node.entries.get("type")?.value);
  const expected = form === "url" ? "image" : form === "id" ? "generation" : undefined;
  if (type !== expected && !(form === "url" && type === undefined)) {
    const message =
      type === undefined
        ? '"id" needs "type: generation" beside it'
        : `"type: ${type}" does not go with "${form}"`;
    problems.add("keyframe-form", placeOf(node), `This keyframe cannot be understood: ${message}.`, {
      hint: FORMS,
    });
    return undefined;
  }
  if (form !== "shot" && (node.entries.has("take") || node.entries.has("when"))) {
    problems.add("keyframe-form", placeOf(node), '"take" and "when" go with "shot" only.', { hint: FORMS });
    return undefined;
  }
  const text = node.entries.get(form)?.value;
  if (text?.kind !== "scalar" || typeof text.value !== "string") return undefined;
  switch (form) {
    case "url":
      return { type: "image", text };
    case "file":
      return { type: "file", text };
    case "shot":
      return { type: "shot", text, ...gateOf(node) };
    default:
      return { type: "generation", text };
  }
}

function gateOf(node: LocatedMap): { readonly take?: number; readonly when?: "approved" } {
  const take = numberOf(node.entries.get("take")?.value);
  const when = textOf(node.entries.get("when")?.value);
  return { ...(take === undefined ? {} : { take }), ...(when === "approved" ? { when } : {}) };
}

/** A keyframe after its templates; a file is not read yet, and a shot is not looked up yet. */
export type KeyframeDraft =
  | { readonly type: "image"; readonly url: string }
  | { readonly type: "generation"; readonly id: string }
  | { readonly type: "file"; readonly path: string }
  | { readonly type: "shot"; readonly shot: string; readonly take?: number; readonly when?: "approved" };

/**
 * Settles a keyframe whose text has been rendered; an empty text is no keyframe.
 *
 * Reports `keyframe-url`, `keyframe-id`.
 */
export function settleKeyframe(
  written: WrittenKeyframe,
  rendered: string,
  problems: ProblemList,
): KeyframeDraft | undefined {
  const text = rendered.trim();
  if (text === "") return undefined;
  switch (written.type) {
    case "short":
      return settleShort(written.text, text, problems);
    case "image":
      return imageAt(written.text, text, problems);
    case "generation":
      return generationOf(written.text, text, problems);
    case "file":
      return { type: "file", path: text.replaceAll("\\", "/") };
    case "shot": {
      const { take, when } = written;
      return {
        type: "shot",
        shot: text,
        ...(take === undefined ? {} : { take }),
        ...(when === undefined ? {} : { when }),
      };
    }
  }
}

function settleShort(node: LocatedScalar, text: string, problems: ProblemList): KeyframeDraft | undefined {
  const settled = shortKeyframe(text);
  if (settled !== undefined) return settled;
  const generation = SHORT_FORM.exec(text)?.[2];
  return generation === undefined ? imageAt(node, text, problems) : generationOf(node, generation, problems);
}

const SHORT_FORM = /^(shot|generation|file):\s*(?!\/\/)(.+)$/s;

/** A keyframe in its short form, which its beginning tells; undefined where it is none. */
export function shortKeyframe(text: string): KeyframeDraft | undefined {
  if (isAddress(text)) return { type: "image", url: text };
  const [, prefix, rest = ""] = SHORT_FORM.exec(text) ?? [];
  if (prefix === "shot") return { type: "shot", shot: rest };
  if (prefix === "file") return { type: "file", path: rest.replaceAll("\\", "/") };
  return prefix === "generation" && isGenerationId(rest) ? { type: "generation", id: rest } : undefined;
}

/** Addresses that need no parsing to be known as such, which takes several times as long: most of all. */
const PLAIN_ADDRESS = /^https?:\/\/(?:[a-z]+\.)+[a-z]+\/[\w./~-]*$/i;

function isAddress(text: string): boolean {
  return PLAIN_ADDRESS.test(text) || (/^https?:\/\//i.test(text) && URL.canParse(text));
}

function isGenerationId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{5,127}$/.test(text);
}

function imageAt(node: LocatedScalar, text: string, problems: ProblemList): KeyframeDraft | undefined {
  if (isAddress(text)) return { type: "image", url: text };
  problems.add(
    "keyframe-url",
    placeOf(node),
    `"${shorten(text)}" is not an address that the API could fetch.`,
    {
      hint: urlHint(text),
    },
  );
  return undefined;
}

function urlHint(text: string): string {
  if (text.startsWith("data:")) return "Put the picture on the web, or name its file: {file: picture.jpg}.";
  if (text.startsWith("//")) return `Put "https:" before it: https:${text}`;
  if (/\.(?:jpe?g|png|webp|gif|mp4|mov|webm)$/i.test(text) && !text.includes(":"))
    return `For a local ${/\.(?:mp4|mov|webm)$/i.test(text) ? "video" : "picture"} write {file: ${text}}, in a table file:${text}.`;
  const scheme = /^([a-z]+):\/\//i.exec(text)?.[1];
  const near = scheme === undefined ? "" : didYouMean(scheme, ["https", "http"]);
  return (
    near ||
    "For another shot's clip write {shot: id}, in a table shot:id; a picture's address begins with https://."
  );
}

function generationOf(node: LocatedScalar, text: string, problems: ProblemList): KeyframeDraft | undefined {
  if (isGenerationId(text)) return { type: "generation", id: text };
  problems.add("keyframe-id", placeOf(node), `"${shorten(text)}" cannot be a generation's id.`);
  return undefined;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
