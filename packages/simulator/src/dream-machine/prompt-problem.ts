/** What is wrong with a prompt, in the API's words; undefined if nothing. */
export function promptProblem(prompt: string | null, needed: boolean): string | undefined {
  if (prompt === null || prompt === "") return needed ? "Prompt is required" : undefined;
  if ([...prompt].length < 3) return "Prompt is too short, minimum length is 3 characters";
  if ([...prompt].length > 5000) return "Prompt is too long, maximum length is 5000 characters";
  return undefined;
}
