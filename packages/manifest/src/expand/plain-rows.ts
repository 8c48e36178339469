import { ProblemList } from "../problem-list.ts";
import { type Located, member, textsIn } from "../source/located.ts";
import type { RowGroup, TableShot } from "../source/table-shot.ts";
import { type ClipFields, layFields } from "./clip-fields.ts";
import { idFromContent } from "./derive-id.ts";
import { type ExpandContext, ownFields, withModel } from "./expand-entry.ts";
import { type KeyframeDraft, shortKeyframe } from "./keyframe-form.ts";
import { kindIn } from "./kind-fields.ts";
import { type ClipDraft, plainPrompt, readClip } from "./read-clip.ts";
import type { ShotDraft } from "./shot-draft.ts";
import { hasTemplate } from "./template-book.ts";

const OWN_FIELDS = new Set(["prompt", "keyframes"]);
const NO_MATRIX: ReadonlyMap<string, Located> = new Map();
const NO_TEXTS: Readonly<Record<string, string>> = {};

/** What all rows of a group say. */
interface GroupClip {
  /** With the defaults under it. */
  readonly clip: ClipDraft;
  /** Without them. */
  readonly own: ClipDraft;
}

/**
 * Expands rows of a table that hold no templates, the same way as `expandEntry` does any entry: what the rows of a
 * group share is read once.
 */
export class PlainRows {
  readonly #context: ExpandContext;
  readonly #groups = new Map<RowGroup, GroupClip | "not plain">();

  constructor(context: ExpandContext) {
    this.#context = context;
  }

  /** The draft of a row; undefined for one that has a template, or of which something is to be reported. */
  draftOf(row: TableShot): PlainDraft | undefined {
    if (row.mayHaveTemplates) return undefined;
    const group = this.#groupOf(row);
    if (group === "not plain") return undefined;
    const frame0 = row.frame0 === "" ? undefined : shortKeyframe(row.frame0);
    const frame1 = row.frame1 === "" ? undefined : shortKeyframe(row.frame1);
    if ((row.frame0 !== "" && frame0 === undefined) || (row.frame1 !== "" && frame1 === undefined))
      return undefined;
    const prompt = row.prompt === "" ? undefined : plainPrompt(row.prompt);
    const clip = withOwn(group.clip, prompt, frame0, frame1);
    const id = row.id === "" ? idFromContent(withOwn(group.own, prompt, frame0, frame1)) : row.id;
    return new PlainDraft(id, row, clip, this.#context.defaults);
  }

  #groupOf(row: TableShot): GroupClip | "not plain" {
    const known = this.#groups.get(row.group);
    if (known !== undefined) return known;
    const group = this.#readGroup(row);
    this.#groups.set(row.group, group);
    return group;
  }

  #readGroup(row: TableShot): GroupClip | "not plain" {
    const { defaults, overrides } = this.#context;
    const shared = ownFields(row);
    const entries = new Map([...shared.entries].filter(([name]) => !OWN_FIELDS.has(name)));
    const layer = { ...shared, entries };
    const fields = layFields(defaults, layer);
    for (const field of fields.values())
      for (const text of textsIn(field)) if (hasTemplate(text)) return "not plain";
    const found = new ProblemList();
    const clip = readClip(fields, textOfScalar, found);
    const own = readClip(layFields(new Map(), layer), textOfScalar, found, kindIn(fields));
    if (!found.isEmpty || !takesFrames(clip)) return "not plain";
    return { clip: withRoom(withModel(clip, overrides.model)), own: withRoom(own) };
  }
}

/** Keyframes of a row are laid over its group's clip, which only fits where nothing else decides about them. */
function takesFrames({ special }: ClipDraft): boolean {
  return special === undefined || (special.kind === "video" && special.guides === undefined);
}

function textOfScalar({ value }: { readonly value: unknown }): string {
  return String(value ?? "");
}

/** A clip that has every field of its own in place, so that its copies are quick to make and small. */
function withRoom(clip: ClipDraft): ClipDraft {
  const { prompt, frame0, frame1 } = clip;
  return { ...clip, prompt, frame0, frame1 } as ClipDraft;
}

function withOwn(
  group: ClipDraft,
  prompt: string | undefined,
  frame0: KeyframeDraft | undefined,
  frame1: KeyframeDraft | undefined,
): ClipDraft {
  const clip: { -readonly [K in keyof ClipDraft]: ClipDraft[K] } = { ...group };
  if (prompt !== undefined) clip.prompt = prompt;
  if (frame0 !== undefined) clip.frame0 = frame0;
  if (frame1 !== undefined) clip.frame1 = frame1;
  return clip;
}

/** The draft of a plain row; its fields are made of the row again when their places are asked for. */
class PlainDraft implements ShotDraft {
  id: string;
  readonly entry: TableShot;
  readonly clip: ClipDraft;
  readonly #defaults: ClipFields;

  constructor(id: string, entry: TableShot, clip: ClipDraft, defaults: ClipFields) {
    this.id = id;
    this.entry = entry;
    this.clip = clip;
    this.#defaults = defaults;
  }

  get idNode(): Located {
    return member(this.entry, "id") ?? this.entry;
  }

  get fields(): ClipFields {
    return layFields(this.#defaults, ownFields(this.entry));
  }

  get product(): undefined {
    return undefined;
  }

  get productPlace(): undefined {
    return undefined;
  }

  get matrix(): Readonly<Record<string, string>> {
    return NO_TEXTS;
  }

  get matrixValues(): ReadonlyMap<string, Located> {
    return NO_MATRIX;
  }

  get idSuffix(): string {
    return "";
  }
}
