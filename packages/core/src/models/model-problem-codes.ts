import type { Severity } from "@shotlist/manifest";
import { KIND_PROBLEM_CODES } from "./kind-problem-codes.ts";

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
  | keyof typeof KIND_PROBLEM_CODES
  | "model-unknown"
  | "model-retiring"
  | "gateway-experimental"
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
  | "concepts-not-taken"
  | "duration-with-keyframe"
  | "loop-with-duration"
  | "keyframe-beside-clip"
  | "keyframe-url-not-https"
  | "keyframe-url-not-public"
  | "resolution-doubtful"
  | "hdr-not-possible"
  | "exr-needs-hdr"
  | "keyframe-list-not-possible"
  | "extra-of-other-api"
  | "aspect-ratio-not-sent"
  | "duration-doubtful";

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
  "gateway-experimental": {
    severity: "warning",
    title: "Gateway that little is known of",
    explain:
      "Crazyrouter documents its Luma route by a few examples: no prices, no refund rules, no life of its links, and Luma is retiring the model behind it. shotlist treats what it does not know as still running and the price as unknown.",
    hint: "Set a price under `prices`, begin with one shot, or leave `provider` out.",
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
    explain:
      "Dream Machine wants a prompt unless the shot starts from or ends with a picture; the Agents API always wants one.",
    hint: "Give the shot a prompt that says what moves.",
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
    title: "Made from a shot of another API",
    explain: "A generation can only be used by the API and the account that made it.",
    hint: "Give both shots the same model family and provider.",
  },
  "keyframe-file-not-taken": {
    severity: "error",
    title: "Local file for an API that takes only links",
    explain:
      "Dream Machine and the gateway fetch pictures and videos from public links; the Agents API takes files.",
    hint: "Name storage that files may be put into, uploads: {endpoint: …, bucket: …}, or put the file where it has a public link (a shop's CDN, a bucket) and use that URL.",
  },
  "concepts-not-taken": {
    severity: "error",
    title: "Concepts on a model that takes none",
    explain: "The API refuses concept keys for this model.",
    hint: "Use camera, which becomes words in the prompt, or write the motion into the prompt.",
  },
  "duration-with-keyframe": {
    severity: "error",
    title: "Duration that does not go with keyframes",
    explain: "ray-3.2 makes its longer clips from a prompt alone; a start or end frame means 5s.",
    hint: "Use duration: 5s, or take out the keyframes.",
  },
  "loop-with-duration": {
    severity: "error",
    title: "Duration that does not loop",
    explain: "ray-3.2 makes loops of 5s only.",
    hint: "Use duration: 5s, or take out loop.",
  },
  "keyframe-beside-clip": {
    severity: "error",
    title: "Keyframe beside a clip that is continued",
    explain:
      "ray-3.2 continues exactly one clip, forwards as start or backwards as end frame, without a picture or another clip at the other end.",
    hint: "Take out one of the keyframes.",
  },
  "keyframe-url-not-https": {
    severity: "error",
    title: "Picture link without https",
    explain: "The Agents API fetches pictures over https only, and follows no redirect away from it.",
    hint: "Use the picture's https link.",
  },
  "keyframe-url-not-public": {
    severity: "error",
    title: "Picture link on a private network",
    explain: "The Agents API fetches pictures from public addresses only.",
    hint: "Put the picture where it has a public link (a shop's CDN, a bucket) and use that URL.",
  },
  "resolution-doubtful": {
    severity: "warning",
    title: "Resolution that may be refused",
    explain:
      "What Luma's partners publish differs on 1080p at upright ratios, and on reframing in 1080p. A refusal costs nothing.",
    hint: "Use 720p to be certain.",
  },
  "hdr-not-possible": {
    severity: "error",
    title: "HDR that the model does not make",
    explain:
      "ray-3.2 makes HDR at 720p and 1080p, of 5s, without a loop, and not as the continuation of a clip; edits at 720p and 1080p. Accounts need access to it.",
    hint: "Take hdr out, or change what it does not go with.",
  },
  "exr-needs-hdr": {
    severity: "error",
    title: "EXR without HDR",
    explain: "The API refuses exr_export without hdr.",
    hint: "Add hdr: true beside it, or take it out.",
  },
  "keyframe-list-not-possible": {
    severity: "error",
    title: "List of keyframes beside what excludes it",
    explain: "The API takes a list of keyframes, or start and end frames; a list does not loop either.",
    hint: "Take out the list, or what it does not go with.",
  },
  "extra-of-other-api": {
    severity: "warning",
    title: "Fields for an API that the shot does not go to",
    explain:
      "`extra` is merged into requests of the API that it names; a shot of another API is not changed by it.",
    hint: "Take them out, or write them for the API that makes the shot.",
  },
  "aspect-ratio-not-sent": {
    severity: "warning",
    title: "Aspect ratio that the gateway is not told",
    explain: "The gateway's Luma route has no field for it, so the clip may come in another shape.",
    hint: "Use 16:9, or Luma itself.",
  },
  "duration-doubtful": {
    severity: "warning",
    title: "Duration that may be refused",
    explain: "The gateway's page shows 5 seconds only.",
    hint: "Use 5s to be certain.",
  },
  ...KIND_PROBLEM_CODES,
};
