import type { Shot } from "@shotlist/manifest";

/**
 * The prompt as it goes to the API: a camera motion that the model has no concept for is told in words, as a
 * sentence of its own or a last clause.
 *
 * @param concepts - whether the model takes concept keys; one that takes none is told every motion in words.
 * @returns trimmed; empty when the shot has neither a prompt nor a motion to tell.
 */
export function wordedPrompt(shot: Pick<Shot, "prompt" | "camera">, concepts: boolean): string {
  const told = shot.camera !== undefined && !(concepts && shot.camera.concept !== undefined);
  const phrase = told ? shot.camera.phrase.trim() : "";
  const prompt = shot.prompt.trim();
  if (phrase === "") return prompt;
  if (prompt === "") return phrase;
  if (/[.!?…。！？]["'”’)]*$/u.test(prompt)) return `${prompt} ${capitalised(phrase)}.`;
  return `${prompt.replace(/[,;:\s]+$/u, "")}, ${phrase}`;
}

function capitalised(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}
