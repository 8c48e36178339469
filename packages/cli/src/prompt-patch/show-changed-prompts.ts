import type { Io } from "../io.ts";
import type { Project } from "../project.ts";
import type { ChangedPrompt } from "./changed-prompts.ts";
import { promptPatch } from "./prompt-patch.ts";

/** Shows changed prompts for the user to take over: the patch on stdout, everything else on stderr. */
export async function showChangedPrompts(
  io: Io,
  project: Project,
  changes: readonly ChangedPrompt[],
): Promise<void> {
  const { diff, toPaste } = await promptPatch(io, project, changes);
  if (diff !== "") {
    io.stderr.write("Prompts that were changed for a retake; `patch -p0` takes this over:\n");
    io.stdout.write(diff);
  }
  for (const { shotId, take, prompt, place } of toPaste) {
    io.stderr.write(
      `The prompt of ${shotId}, changed for a retake of take ${take}; it comes from ${place}:\n`,
    );
    for (const line of prompt.split("\n")) io.stderr.write(`  ${shown(line)}\n`);
  }
}

/** A line without what could steer a terminal. */
function shown(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "�");
}
