import { spawn } from "node:child_process";
import { EXIT } from "../../exit-code.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";
import { readProject } from "../../project.ts";
import { type ChangedPrompt, changesIn } from "../../prompt-patch/changed-prompts.ts";
import { showChangedPrompts } from "../../prompt-patch/show-changed-prompts.ts";
import { LiveStanding } from "../../review-server/live-standing.ts";
import { startReviewServer } from "../../review-server/review-server.ts";
import { showProblems } from "../../show-problems.ts";
import { contactSheetTemplate } from "../../write-report.ts";

/** What `shotlist review` takes beside the common options. */
export interface ReviewFlags extends CommonFlags {
  readonly port?: number;
  /** False: only print the address. */
  readonly open?: boolean;
}

/**
 * Serves the contact sheet as an app on this machine until it is stopped, also while a run is going. Decisions are
 * in the state at once; a prompt that is changed for a retake is shown as a patch for the manifest.
 *
 * @returns 0 when it is stopped; 2 when the manifest has errors.
 * @throws ShotlistError `port-taken`, and those of the state store
 */
export async function review(io: Io, file: string, flags: ReviewFlags): Promise<number> {
  const project = await readProject(io, file, flags);
  showProblems(io, io.stderr, project);
  const { manifest } = project;
  if (manifest === undefined) return EXIT.usage;
  const live = new LiveStanding({ io, file, project: { ...project, manifest }, flags });
  await live.current();
  const server = await startReviewServer({
    live,
    template: await contactSheetTemplate(),
    port: flags.port ?? 0,
    onDecisions: ({ model }, shotIds) => {
      const changes = changesIn(model).filter(({ shotId }) => shotIds.has(shotId));
      // They are in the state, and `review prompts` shows them again, whatever happens here.
      if (changes.length > 0) void showPatch(io, file, flags, changes).catch(() => undefined);
    },
  });
  if (flags.json === true) printRecord(io, { type: "review", url: server.url });
  else {
    io.stdout.write(`Review ${manifest.name} at ${server.url}\n`);
    io.stdout.write("Decisions are stored at once. Ctrl-C ends it.\n");
  }
  if (flags.open !== false && io.isTerminal) openBrowser(io, server.url);
  await new Promise<void>((resolve) => {
    const stop = io.onStopSignal(() => {
      stop();
      resolve();
    });
  });
  await server.close();
  return EXIT.ok;
}

/** As a patch for the manifest as it is at this moment, which may not be as it was when the review began. */
async function showPatch(
  io: Io,
  file: string,
  flags: ReviewFlags,
  changes: readonly ChangedPrompt[],
): Promise<void> {
  await showChangedPrompts(io, await readProject(io, file, flags), changes);
}

/** Opens the page where there is a desktop to open it on; the address is printed in any case. */
function openBrowser({ env }: Io, url: string): void {
  const isRemote = env["SSH_CONNECTION"] !== undefined || env["CI"] !== undefined;
  const hasDesktop = env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined;
  const [command, ...words] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  if (isRemote || (process.platform === "linux" && !hasDesktop)) return;
  const child = spawn(command, words, { detached: true, stdio: "ignore" });
  child.on("error", () => undefined);
  child.unref();
}
