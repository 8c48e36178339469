import type { ShotDraft } from "../expand/shot-draft.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, placeOfSpan } from "../source/located.ts";

/** Request fields that shotlist fills in itself, by dialect, with the manifest's field for each; nested ones dotted. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "dream-machine": {
    model: "model",
    prompt: "prompt",
    aspect_ratio: "aspect_ratio",
    resolution: "resolution",
    duration: "duration",
    loop: "loop",
    keyframes: "keyframes",
    concepts: "concepts",
    generation_type: "kind",
    callback_url: "",
    media: "source",
    mode: "edit.strength",
    first_frame: "keyframes.frame0",
    image_ref: "references",
    format: "format",
  },
  agents: {
    model: "model",
    prompt: "prompt",
    type: "kind",
    aspect_ratio: "aspect_ratio",
    "video.resolution": "resolution",
    "video.duration": "duration",
    "video.loop": "loop",
    "video.start_frame": "keyframes.frame0",
    "video.end_frame": "keyframes.frame1",
    "video.edit": "edit",
    "video.source_position": "position",
    source: "source",
    image_ref: "references",
    output_format: "format",
    style: "style",
    web_search: "web_search",
  },
  crazyrouter: {
    model_name: "model",
    user_prompt: "prompt",
    duration: "duration",
    resolution: "resolution",
    image_url: "keyframes.frame0",
    image_end_url: "keyframes.frame1",
  },
};

/** Reports fields under `extra` that shotlist fills in itself (`extra-known-field`). */
export function checkExtra(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const seen = new Set<Located>();
  for (const draft of drafts) {
    if (draft.clip.extra === undefined) continue;
    const extra = draft.fields.get("extra");
    if (extra?.kind !== "map" || seen.has(extra)) continue;
    seen.add(extra);
    for (const [dialect, { value }] of extra.entries)
      checkFields(value, "", KNOWN[dialect] ?? {}, { dialect, problems });
  }
}

function checkFields(
  node: Located,
  prefix: string,
  known: Readonly<Record<string, string>>,
  context: { readonly dialect: string; readonly problems: ProblemList },
): void {
  if (node.kind !== "map") return;
  for (const [name, { key, value }] of node.entries) {
    const path = `${prefix}${name}`;
    const field = Object.hasOwn(known, path) ? known[path] : undefined;
    if (field === undefined) {
      checkFields(value, `${path}.`, known, context);
      continue;
    }
    const hint =
      field === "" ? "It is shotlist's own; leave it out." : `Use the shot's own field \`${field}\`.`;
    context.problems.add(
      "extra-known-field",
      placeOfSpan(key),
      `"${path}" of ${context.dialect} is set by shotlist itself.`,
      { hint },
    );
  }
}
