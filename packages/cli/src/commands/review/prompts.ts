import { systemClock } from "@shotlist/core/local";
import { EXIT } from "../../exit-code.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { readProject } from "../../project.ts";
import { changesIn } from "../../prompt-patch/changed-prompts.ts";
import { showChangedPrompts } from "../../prompt-patch/show-changed-prompts.ts";
import { showProblems } from "../../show-problems.ts";
import { readStanding } from "../../standing.ts";
import { readModelOf } from "../../write-report.ts";

/**
 * Shows every prompt that a reviewer changed for a retake and that the manifest does not have yet: a patch on
 * stdout for those that stand in the YAML as they are, words to paste on stderr for the others. Changes nothing.
 */
export async function reviewPrompts(io: Io, file: string, flags: CommonFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  if (project.manifest === undefined) return EXIT.usage;
  const standing = await readStanding(io, file, project.manifest, flags);
  const nowMs = systemClock.nowMs();
  const changes = changesIn(readModelOf(standing, { simulated: flags.simulate === true, nowMs }));
  if (changes.length === 0) io.stderr.write("No changed prompt waits for the manifest.\n");
  else await showChangedPrompts(io, project, changes);
  return EXIT.ok;
}
