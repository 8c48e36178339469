/** Words that people use for a field that has another name here, to that field in dotted form. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  aspect: "aspect_ratio",
  ratio: "aspect_ratio",
  format: "aspect_ratio",
  size: "resolution",
  quality: "resolution",
  length: "duration",
  seconds: "duration",
  text: "prompt",
  description: "prompt",
  name: "id",
  image: "keyframes.frame0",
  image_url: "keyframes.frame0",
  start_frame: "keyframes.frame0",
  first_frame: "keyframes.frame0",
  frame0: "keyframes.frame0",
  image_end_url: "keyframes.frame1",
  end_frame: "keyframes.frame1",
  last_frame: "keyframes.frame1",
  frame1: "keyframes.frame1",
  media: "source",
  video: "source",
  mode: "edit.strength",
  strength: "edit.strength",
  auto_controls: "edit.auto",
  controls: "edit.controls",
  source_position: "position",
  image_ref: "references",
  reference: "references",
  output_format: "format",
  exr_export: "exr",
  count: "takes",
  variations: "takes",
  camera_motion: "camera",
  motion: "camera",
  products: "catalog",
  scenes: "shots",
  clips: "shots",
};

/** The field that a word most likely means although it looks nothing like it; dotted, such as `keyframes.frame0`. */
export function otherNameOf(word: string): string | undefined {
  const key = word.toLowerCase().replace(/[\s-]+/g, "_");
  return Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : undefined;
}
