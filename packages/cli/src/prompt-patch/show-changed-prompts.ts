import type { Io } from "../io.ts";
import type { Project } from "../project.ts";
import { oneLine } from "../terminal/text-width.ts";
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
    for (const line of prompt.split("\n")) io.stderr.write(`  ${oneLine(line)}\n`);
  }
}
