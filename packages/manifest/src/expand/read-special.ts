import type { Json, JsonObject } from "../json.ts";
import type { ProblemList } from "../problem-list.ts";
import type { EditOptions, FramePosition } from "../shot.ts";
import {
  type Located,
  type LocatedMap,
  member,
  numberOf,
  placeOf,
  textOf,
  toJson,
} from "../source/located.ts";
import type { ClipFields } from "./clip-fields.ts";
import { type KeyframeDraft, readKeyframe, settleKeyframe } from "./keyframe-form.ts";
import type { KindWord } from "./kind-fields.ts";
import type { RenderText } from "./render-text.ts";
import type { GuideDraft, ReferenceDraft, SourceDraft, SpecialDraft } from "./special-draft.ts";

/** Frames a second on the grid of guide pictures. */
const GRID_FPS = 24;

/** How the fields of a clip are read. */
export interface ReadContext {
  readonly fields: ClipFields;
  readonly render: RenderText;
  readonly problems: ProblemList;
}

/** What only some kinds of shots have, with the keyframe that an extension's source becomes. */
export interface ReadSpecial {
  readonly special: SpecialDraft;
  readonly frame0?: KeyframeDraft;
  readonly frame1?: KeyframeDraft;
}

/**
 * Reads what only some kinds of shots have, from fields that the kind has.
 *
 * The source of an extension comes back as the keyframe that it is: what a clip goes on from is its first frame, what
 * it leads up to its last one. Reports `extend-source`, `extend-keyframe`, `keyframe-at`, `source-form` and what
 * keyframes report.
 */
export function readSpecial(kind: KindWord, context: ReadContext): ReadSpecial {
  const source = readSource(context);
  const special: { -readonly [K in keyof SpecialDraft]: SpecialDraft[K] | undefined } = {
    kind,
    guides: readGuides(context),
    edit: readEdit(context.fields.get("edit")),
    position: readPosition(context.fields.get("position")),
    references: readReferences(context),
    format: formatIn(context.fields),
    style: textIn("style", context),
    webSearch: truthIn("web_search", context),
    hdr: truthIn("hdr", context),
    exr: truthIn("exr", context),
  };
  if (kind === "extend") return { ...compact(special), ...extended(source?.media, context) };
  special.source = source?.media;
  special.sourceS = source?.seconds;
  return compact(special);
}

/** What is undefined or false says nothing. */
function compact(special: { [K in keyof SpecialDraft]: SpecialDraft[K] | undefined }): ReadSpecial {
  const said = Object.entries(special).filter(([, value]) => value !== undefined && value !== false);
  return { special: Object.fromEntries(said) as unknown as SpecialDraft };
}

function readSource(
  context: ReadContext,
): { readonly media: SourceDraft; readonly seconds?: number } | undefined {
  const node = context.fields.get("source");
  const frame = node === undefined ? undefined : keyframeAt(node, context);
  if (node === undefined || frame === undefined) return undefined;
  const media: SourceDraft = frame.type === "image" ? { type: "video", url: frame.url } : frame;
  const written = member(node, "seconds");
  if (written === undefined) return { media };
  if (media.type === "shot") {
    context.problems.add("source-form", placeOf(written), '"seconds" does not go with "shot".');
    return { media };
  }
  const seconds = secondsOf(written, context);
  return seconds === undefined ? { media } : { media, seconds };
}

function secondsOf(node: Located, { render, problems }: ReadContext): number | undefined {
  const number = numberOf(node);
  if (number !== undefined) return number > 0 ? number : undefined;
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const text = render(node, "accept")?.trim() ?? "";
  const seconds = /^(\d+(?:\.\d+)?)\s*s?$/.exec(text)?.[1];
  if (seconds !== undefined && Number(seconds) > 0) return Number(seconds);
  if (text !== "") {
    problems.add("source-form", placeOf(node), `The length "${text}" of the source is no number of seconds.`);
  }
  return undefined;
}

function extended(source: SourceDraft | undefined, { fields, problems }: ReadContext): Partial<ReadSpecial> {
  const frame = textOf(fields.get("direction")) === "backward" ? "frame1" : "frame0";
  const beside = fields.get(`keyframes.${frame}`);
  const node = fields.get("source");
  if (source === undefined || node === undefined) return {};
  if (source.type === "video" || source.type === "file") {
    const what = source.type === "video" ? "an address" : "a local file";
    problems.add(
      "extend-source",
      placeOf(node),
      `Only a clip that the API has made can be extended, and the source is ${what}.`,
    );
    return {};
  }
  if (beside !== undefined) {
    problems.add(
      "extend-keyframe",
      placeOf(beside),
      `The source of this extension already is its ${frame}, and another is named.`,
    );
  }
  return { [frame]: source };
}

function keyframeAt(node: Located, { render, problems }: ReadContext): KeyframeDraft | undefined {
  const written = readKeyframe(node, problems);
  const text = written === undefined ? undefined : render(written.text, "report");
  return written === undefined || text === undefined ? undefined : settleKeyframe(written, text, problems);
}

function readGuides(context: ReadContext): readonly GuideDraft[] | undefined {
  const list = context.fields.get("keyframes");
  if (list?.kind !== "list") return undefined;
  const guides: GuideDraft[] = [];
  for (const node of list.items) {
    const media = keyframeAt(node, context);
    const at = frameAt(member(node, "at"), context);
    if (media === undefined || at === undefined) continue;
    const first = guides.find((guide) => guide.at === at);
    if (first === undefined) guides.push({ at, media, node });
    else {
      context.problems.add("keyframe-at", placeOf(node), `Two keyframes stand at frame ${at}.`, {
        related: [{ place: placeOf(first.node), message: "the other one" }],
      });
    }
  }
  return guides.length === 0 ? undefined : guides.sort((a, b) => a.at - b.at);
}

/** A moment that lies between two frames is that of the nearest one. */
function frameAt(node: Located | undefined, { render, problems }: ReadContext): number | undefined {
  const frame = numberOf(node);
  if (node?.kind !== "scalar" || frame !== undefined) return frame;
  const text = typeof node.value === "string" ? (render(node, "report")?.trim() ?? "") : "";
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(s?)$/.exec(text) ?? [];
  if (number === undefined || (unit === "" && !Number.isInteger(Number(number)))) {
    if (text !== "") problems.add("keyframe-at", placeOf(node), `"${text}" is no moment of a clip.`);
    return undefined;
  }
  return unit === "" ? Number(number) : Math.round(Number(number) * GRID_FPS);
}

function readReferences(context: ReadContext): readonly ReferenceDraft[] | undefined {
  const list = context.fields.get("references");
  if (list?.kind !== "list") return undefined;
  const references = list.items.flatMap((node): ReferenceDraft[] => {
    const media = keyframeAt(node, context);
    const weight = numberOf(member(node, "weight"));
    return media === undefined ? [] : [{ media, node, ...(weight === undefined ? {} : { weight }) }];
  });
  return references.length === 0 ? undefined : references;
}

function readEdit(node: Located | undefined): EditOptions | undefined {
  if (node?.kind !== "map") return undefined;
  const strength = textOf(member(node, "strength"));
  const controls = controlsOf(member(node, "controls"));
  const autoNode = member(node, "auto");
  const auto = autoNode?.kind === "scalar" && autoNode.value === true;
  if (strength === undefined && controls === undefined && !auto) return undefined;
  return {
    ...(strength === undefined ? {} : { strength }),
    ...(auto ? { autoControls: true } : {}),
    ...(controls === undefined ? {} : { controls }),
  };
}

function controlsOf(node: Located | undefined): JsonObject | undefined {
  const json: Json | undefined = node?.kind === "map" ? toJson(node as LocatedMap) : undefined;
  return json === undefined ? undefined : (json as JsonObject);
}

function readPosition(node: Located | undefined): FramePosition | undefined {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => numberOf(member(node, name)));
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { x, y, width, height };
}

function formatIn(fields: ClipFields): SpecialDraft["format"] {
  const text = textOf(fields.get("format"));
  return text === "jpg" || text === "png" ? text : undefined;
}

function textIn(name: string, { fields, render }: ReadContext): string | undefined {
  const node = fields.get(name);
  if (node?.kind !== "scalar" || typeof node.value !== "string") return undefined;
  return render(node, "accept")?.trim() || undefined;
}

function truthIn(name: string, context: ReadContext): boolean | undefined {
  const node = context.fields.get(name);
  return node === undefined ? undefined : truthOf(name, node, context);
}

/**
 * The truth of a field that may be a template; an empty text is none. Reports `wrong-type` for a template that gives
 * anything else.
 */
export function truthOf(
  name: string,
  node: Located,
  { render, problems }: Pick<ReadContext, "render" | "problems">,
): boolean | undefined {
  if (node.kind !== "scalar") return undefined;
  if (typeof node.value === "boolean") return node.value;
  const text =
    typeof node.value === "string" ? render(node, "accept")?.trim().toLowerCase() || undefined : undefined;
  if (text === undefined) return undefined;
  if (text === "false" || text === "true") return text === "true";
  if (typeof node.value === "string" && /\{[{%]/.test(node.value)) {
    problems.add(
      "wrong-type",
      placeOf(node),
      `"${name}" must be true or false, and its template gives "${text}".`,
    );
  }
  return undefined;
}
