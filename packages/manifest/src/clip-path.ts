import { compileTemplate, type Template } from "./expand/template.ts";
import type { ScopeNames } from "./expand/template-scope.ts";
import type { Output } from "./manifest.ts";
import { safeSegment } from "./safe-segment.ts";
import { DEFAULT_OUTPUT_FILE } from "./settings/read-settings.ts";
import type { Shot } from "./shot.ts";

const PRODUCT_NAMES: ScopeNames = { id: true, handle: true, title: true, sku: true };

/** What `output.file` may speak of. */
export const CLIP_PATH_SCOPE: ScopeNames = {
  shot: {
    id: true,
    model: true,
    provider: true,
    kind: true,
    aspect_ratio: true,
    resolution: true,
    duration: true,
    loop: true,
    matrix: "any",
    product: PRODUCT_NAMES,
  },
  take: { number: true },
  product: PRODUCT_NAMES,
  matrix: "any",
};

const compiled = new WeakMap<Output, Template>();

/**
 * The path of a take's clip or still inside the output folder, with `/`. A still's ends in `.jpg` or `.png` where a
 * clip's would end in `.mp4`.
 *
 * Values are made safe before they are put in and each segment after: the path has no `..`, no empty segment, no
 * separator out of a value, no character or name that a file system refuses, and so cannot leave the folder.
 *
 * @param takeNumber - counted from 1.
 * @throws Error when `output.file` is a template that reading the manifest would have refused.
 */
export function clipPath(output: Output, shot: Shot, takeNumber: number): string {
  if (output.file === DEFAULT_OUTPUT_FILE)
    return withEnding(`${safeSegment(shot.id)}/take-${takeNumber}.mp4`, shot);
  const rendered = templateOf(output).render(pathContext(shot, takeNumber));
  if ("problem" in rendered) throw new Error(rendered.problem.message);
  return withEnding(safePath(rendered.text), shot);
}

/** Paths are written for clips; a still has its own ending in place of theirs. */
function withEnding(path: string, { image }: Shot): string {
  return image === undefined ? path : path.replace(/\.mp4$/i, `.${image.format}`);
}

function templateOf(output: Output): Template {
  const known = compiled.get(output);
  if (known !== undefined) return known;
  const placeAt = () => ({ file: "output.file", line: 1, column: 1, length: 1 });
  const { template, problems } = compileTemplate({ text: output.file, placeAt }, { names: CLIP_PATH_SCOPE });
  if (template === undefined) throw new Error(problems[0]?.message ?? "output.file cannot be read.");
  compiled.set(output, template);
  return template;
}

/** The values that a path may be made of, each already safe as a part of a segment. */
function pathContext(shot: Shot, takeNumber: number): Readonly<Record<string, unknown>> {
  const { id, handle, title, sku } = shot.product ?? { id: "", handle: "", title: "", sku: "" };
  const product = {
    id: safeValue(id),
    handle: safeValue(handle),
    title: safeValue(title),
    sku: safeValue(sku),
  };
  const matrix = Object.fromEntries(
    Object.entries(shot.matrix).map(([key, value]) => [key, safeValue(value)]),
  );
  return {
    shot: {
      id: safeValue(shot.id),
      model: safeValue(shot.model),
      provider: shot.provider,
      kind: shot.kind,
      aspect_ratio: safeValue(shot.aspectRatio),
      resolution: safeValue(shot.resolution),
      duration: safeValue(shot.duration),
      loop: shot.loop,
      matrix,
      product,
    },
    take: { number: takeNumber },
    product,
    matrix,
  };
}

/** An aspect ratio reads as `16x9` in a path; an empty value stays empty. */
function safeValue(value: string): string {
  const text = value.replace(/(\d):(?=\d)/g, "$1x");
  return text === "" ? "" : safeSegment(text);
}

function safePath(text: string): string {
  const segments = text.split("/").filter((segment) => segment.trim() !== "");
  const name = segments.pop();
  return [...segments.map(safeSegment), name === undefined ? "clip.mp4" : safeFileName(name)].join("/");
}

/** A name whose values are all empty is nothing but its ending: it is given a stem. */
function safeFileName(name: string): string {
  const safe = safeSegment(name);
  return safe.endsWith(".mp4") ? safe : safeSegment(`clip${name}`);
}
