/** Types of generation and the models that make them; the default of both comes first. */
export const MODELS_BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  image: ["uni-1", "uni-1-max"],
  image_edit: ["uni-1", "uni-1-max"],
  video: ["ray-3.2"],
  video_edit: ["ray-3.2"],
  video_reframe: ["ray-3.2"],
};

/** Every model. */
export const MODELS: readonly string[] = ["uni-1", "uni-1-max", "ray-3.2"];

/** Aspect ratios of `ray-3.2`. */
export const VIDEO_ASPECT_RATIOS: readonly string[] = ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"];

/** Aspect ratios of images: those of the schema that no video has, and the common ones. The guide shows the beginning. */
export const IMAGE_ASPECT_RATIOS: readonly string[] = [
  "1:1",
  "1:2",
  "1:3",
  "16:9",
  "2:1",
  "2:3",
  "3:1",
  "3:2",
  "9:16",
];

/** Resolutions of video; 360p is the draft quality. */
export const RESOLUTIONS: readonly string[] = ["360p", "540p", "720p", "1080p"];

/** Durations of video and their length in seconds. */
export const DURATIONS: Readonly<Record<string, number>> = { "5s": 5, "10s": 10 };

/** What is made where nothing is asked for. */
export const DEFAULT_RESOLUTION = "720p";
export const DEFAULT_DURATION = "5s";

/** Strengths of an edit, the nine modes of Dream Machine. */
export const EDIT_STRENGTHS: readonly string[] = ["adhere", "flex", "reimagine"].flatMap((mode) =>
  [1, 2, 3].map((strength) => `${mode}_${strength}`),
);

/** File formats and styles of images (SDK). */
export const OUTPUT_FORMATS: readonly string[] = ["png", "jpeg"];
export const STYLES: readonly string[] = ["auto", "manga"];

/** What an edit can hold on to, with its options: a share from 0 to 1, or one of a closed set (SDK). */
export const EDIT_CONTROLS: Readonly<Record<string, Readonly<Record<string, "share" | readonly string[]>>>> =
  {
    depth: { blur: "share" },
    normals: { augmentation: "share" },
    pose: { strength: ["precise", "coarse"] },
    trajectory: { sparsity: "share" },
    face: {},
  };

/** Frames a second of the grid that keyframe indexes lie on. */
export const FRAMES_PER_SECOND = 24;

/** Fields of a create. */
export const CREATE_FIELDS: readonly string[] = [
  "prompt",
  "model",
  "type",
  "aspect_ratio",
  "source",
  "video",
  "user_id",
  "image_ref",
  "output_format",
  "style",
  "web_search",
];

/** Fields of `video`. */
export const VIDEO_FIELDS: readonly string[] = [
  "resolution",
  "duration",
  "loop",
  "hdr",
  "exr_export",
  "start_frame",
  "end_frame",
  "keyframes",
  "keyframe_indexes",
  "guide_frame",
  "source_position",
  "edit",
];
