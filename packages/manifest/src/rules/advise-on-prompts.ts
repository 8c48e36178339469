import { contradiction, mayNameSeveral, motionsIn, speaksOfMotion } from "../expand/prompt-motion.ts";
import { placeOfField, placeOfShot, type ShotDraft } from "../expand/shot-draft.ts";
import { draftInputsOf, type SpecialDraft } from "../expand/special-draft.ts";
import type { ProblemList } from "../problem-list.ts";
import { GroupedFindings, others } from "./grouped-findings.ts";

/** Longer prompts do not improve clips, says the guide. */
const MOST_WORDS = 200;

type Advice = (draft: ShotDraft) => string | undefined;

/** Gives advice on prompts: warnings, each once for a template. Nothing here keeps a shot from being made. */
export function adviseOnPrompts(drafts: readonly ShotDraft[], problems: ProblemList): void {
  advise("prompt-long", drafts, problems, tooManyWords);
  advise("prompt-without-motion", drafts, problems, noCameraMotion);
  advise("prompt-contradicts-itself", drafts, problems, contradictoryMotion);
  advise("prompt-contradicts-camera", drafts, problems, promptAgainstCamera);
  adviseOnPictures(drafts, problems);
}

type AdviceCode =
  | "prompt-long"
  | "prompt-without-motion"
  | "prompt-contradicts-itself"
  | "prompt-contradicts-camera";

function advise(code: AdviceCode, drafts: readonly ShotDraft[], problems: ProblemList, advice: Advice): void {
  const findings = new GroupedFindings<{ readonly id: string; readonly text: string }>();
  for (const draft of drafts) {
    const text = advice(draft);
    if (text !== undefined) findings.add(placeOfField(draft, "prompt"), { id: draft.id, text });
  }
  for (const { place, first, count } of findings) {
    problems.add(code, place, `The prompt of "${first.id}"${others(count)} ${first.text}.`);
  }
}

function tooManyWords({ clip }: ShotDraft): string | undefined {
  if (clip.prompt === undefined || clip.prompt.length < MOST_WORDS) return undefined;
  const count = countWords(clip.prompt);
  return count > MOST_WORDS ? `has ${count} words` : undefined;
}

/** Scripts that do not part words by spaces have words too. */
function countWords(text: string): number {
  if (!/[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]/.test(text)) return text.split(/\s+/).length;
  return [...new Intl.Segmenter("und", { granularity: "word" }).segment(text)].filter(
    (part) => part.isWordLike,
  ).length;
}

function noCameraMotion({ clip }: ShotDraft): string | undefined {
  if (clip.prompt === undefined || clip.camera !== undefined || clip.concepts !== undefined) return undefined;
  // A still does not move, and what is made from a video moves as that does.
  if (clip.special !== undefined && !isNewVideo(clip.special)) return undefined;
  // Our words for motion are English; of another language nothing can be said.
  const isEnglish = (prompt: string): boolean => /^[\p{ASCII}\p{P}\p{S}\p{Script=Latin}]*$/u.test(prompt);
  return !speaksOfMotion(clip.prompt) && isEnglish(clip.prompt)
    ? "says nothing of how the camera moves"
    : undefined;
}

function contradictoryMotion({ clip }: ShotDraft): string | undefined {
  if (clip.prompt === undefined || clip.special?.kind === "image" || !mayNameSeveral(clip.prompt))
    return undefined;
  const pair = contradiction(motionsIn(clip.prompt));
  return pair === undefined ? undefined : `asks for "${pair[0]}" and "${pair[1]}" in one clip`;
}

function promptAgainstCamera({ clip }: ShotDraft): string | undefined {
  if (clip.prompt === undefined || clip.camera === undefined) return undefined;
  const said = motionsIn(clip.prompt);
  if (contradiction(said) !== undefined) return undefined;
  const pair = contradiction([clip.camera.motion.word, ...said]);
  if (pair === undefined) return undefined;
  const other = pair[0] === clip.camera.motion.word ? pair[1] : pair[0];
  return `asks for "${other}", but its camera is "${clip.camera.motion.word}"`;
}

function isNewVideo({ kind }: SpecialDraft): boolean {
  return kind === "video" || kind === "extend";
}

/** A product's own picture is the surest way to a clip that shows the product. */
function adviseOnPictures(drafts: readonly ShotDraft[], problems: ProblemList): void {
  const findings = new GroupedFindings<string>();
  for (const draft of drafts) {
    if (draft.product === undefined || draft.product.image === "") continue;
    const hasPicture =
      draft.fields.has("keyframes.frame0") ||
      draft.fields.has("keyframes.frame1") ||
      (draft.clip.special !== undefined && draftInputsOf(draft.clip).length > 0);
    if (!hasPicture) findings.add(placeOfShot(draft), draft.id);
  }
  for (const { place, first, count } of findings) {
    problems.add(
      "product-picture-unused",
      place,
      `"${first}"${others(count)} does not start from the product's own picture.`,
    );
  }
}
