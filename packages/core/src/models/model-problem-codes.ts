import type { Severity } from "@shotlist/manifest";

/** What stands behind the code of a problem; `docs/errors.md` is made from it. */
export interface ModelProblemCode {
  readonly severity: Severity;
  /** A few words, as a heading. */
  readonly title: string;
  /** Why it is a problem. */
  readonly explain: string;
  /** What to do, in one sentence. */
  readonly hint: string;
}

/** A code of `MODEL_PROBLEM_CODES`. */
export type ModelProblemCodeName =
  | "model-unknown"
  | "model-retiring"
  | "dialect-not-ready"
  | "aspect-ratio-not-offered"
  | "resolution-not-offered"
  | "duration-not-offered"
  | "prompt-needed"
  | "prompt-too-short"
  | "prompt-too-long"
  | "loop-not-possible"
  | "keyframe-generation-not-taken"
  | "keyframe-other-account"
  | "keyframe-file-not-taken"
  | "concepts-not-taken";

/** Problems of shots against what their model accepts, by code. Codes are permanent. */
export const MODEL_PROBLEM_CODES: Readonly<Record<ModelProblemCodeName, ModelProblemCode>> = {
  "model-unknown": {
    severity: "error",
    title: "Unknown model",
    explain: "No model card has this name, so neither its limits nor its price are known.",
    hint: "Use one of the models that shotlist knows.",
  },
  "model-retiring": {
    severity: "warning",
    title: "Model is being retired",
    explain: "Luma is taking this model out of service; from a certain day on it refuses new generations.",
    hint: "Plan the move to the model that replaces it.",
  },
  "dialect-not-ready": {
    severity: "error",
    title: "This release cannot run it yet",
    explain: "The model or the provider belongs to an API that this release only knows the prices of.",
    hint: "Use ray-2 or ray-flash-2 through Luma itself.",
  },
  "aspect-ratio-not-offered": {
    severity: "error",
    title: "Aspect ratio that the model does not make",
    explain: "The API would refuse the shot.",
    hint: "Use one of the aspect ratios of the model.",
  },
  "resolution-not-offered": {
    severity: "error",
    title: "Resolution that the model does not make",
    explain: "The API would refuse the shot, or fall back to something else at a price that nobody knows.",
    hint: "Use one of the resolutions of the model.",
  },
  "duration-not-offered": {
    severity: "error",
    title: "Duration that the model does not make",
    explain: "The API would refuse the shot, or fall back to something else at a price that nobody knows.",
    hint: "Use one of the durations of the model.",
  },
  "prompt-needed": {
    severity: "error",
    title: "Prompt is missing",
    explain: "The model wants a prompt unless the shot starts from or ends with a picture.",
    hint: "Give the shot a prompt, or an image keyframe.",
  },
  "prompt-too-short": {
    severity: "error",
    title: "Prompt is too short",
    explain: "The API refuses prompts below its least number of characters.",
    hint: "Say a little more.",
  },
  "prompt-too-long": {
    severity: "error",
    title: "Prompt is too long",
    explain: "The API refuses prompts above its greatest number of characters.",
    hint: "Shorten the prompt; more than 200 words make a clip no better.",
  },
  "loop-not-possible": {
    severity: "error",
    title: "Loop with keyframes that exclude it",
    explain: "A clip loops only from a prompt, a start picture, or as the continuation of another clip.",
    hint: "Take out loop, or the end keyframe.",
  },
  "keyframe-generation-not-taken": {
    severity: "error",
    title: "Generation as keyframe on a model that takes none",
    explain: "The model cannot continue another generation.",
    hint: "Use a picture as keyframe, or another model.",
  },
  "keyframe-other-account": {
    severity: "error",
    title: "Keyframe from a shot of another API",
    explain: "A generation can only be continued by the API and the account that made it.",
    hint: "Give both shots the same model family and provider.",
  },
  "keyframe-file-not-taken": {
    severity: "error",
    title: "Local file as keyframe",
    explain: "Dream Machine has no upload: it fetches pictures from public links.",
    hint: "Put the picture where it has a public link (a shop's CDN, a bucket) and use that URL.",
  },
  "concepts-not-taken": {
    severity: "error",
    title: "Concepts on a model that takes none",
    explain: "The API refuses concept keys for this model.",
    hint: "Use camera, which becomes words in the prompt, or write the motion into the prompt.",
  },
};
