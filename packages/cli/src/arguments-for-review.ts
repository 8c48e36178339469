import { type Command, Option } from "commander";
import { placeOptions, readingOptions, selectingOptions, whole } from "./command-options.ts";
import type { ExportFlags } from "./commands/export.ts";
import type { ReviewFlags } from "./commands/review/review.ts";
import type { CommonFlags } from "./flags.ts";

/** The handlers of the commands with which clips are chosen and handed over. */
export interface ReviewHandlers {
  review(manifest: string, flags: ReviewFlags): Promise<number>;
  reviewApply(manifest: string, decisions: string, flags: CommonFlags): Promise<number>;
  reviewPrompts(manifest: string, flags: CommonFlags): Promise<number>;
  exportClips(manifest: string, flags: ExportFlags): Promise<number>;
}

/** Adds `review` and `export` to the program. */
export function reviewCommands(
  program: Command,
  handlers: ReviewHandlers,
  setCode: (code: number) => void,
): void {
  const manifest = ["<manifest>", "the YAML or CSV manifest"] as const;
  const review = program
    .command("review")
    .summary("look at the clips and decide, in the browser, also while a run is going")
    .description(
      "Serves the contact sheet on this machine, to look at the clips and decide, also while a run is going.",
    )
    .argument(...manifest);
  placeOptions(readingOptions(review))
    .addOption(new Option("--port <n>", "the port; any free one unless said").argParser(whole))
    .option("--no-open", "only print the address")
    .action(async (file: string, flags: ReviewFlags) => setCode(await handlers.review(file, flags)));
  placeOptions(
    readingOptions(
      review
        .command("apply")
        .summary("take in the decisions of a static contact sheet")
        .description("Takes in the decisions that a static contact sheet exported.")
        .argument(...manifest)
        .argument("<decisions>", "the file that the contact sheet exported"),
    ),
  ).action(async (file: string, from: string, flags: CommonFlags) =>
    setCode(await handlers.reviewApply(file, from, flags)),
  );
  placeOptions(
    readingOptions(
      review
        .command("prompts")
        .summary("prompts that were changed for a retake, as a patch for the manifest")
        .description("Shows prompts that were changed for a retake, as a patch for the manifest.")
        .argument(...manifest),
    ),
  ).action(async (file: string, flags: CommonFlags) => setCode(await handlers.reviewPrompts(file, flags)));
  exportCommand(program, handlers, setCode);
}

function exportCommand(program: Command, handlers: ReviewHandlers, setCode: (code: number) => void): void {
  const command = program
    .command("export")
    .summary("hand the approved clips over, named by SKU, with a table and a product feed")
    .description("Hands the approved clips over, named by SKU, with a table and a product feed.")
    .argument("<manifest>", "the YAML or CSV manifest");
  placeOptions(selectingOptions(readingOptions(command)))
    .option("--to <folder>", "where to; `export` beside the manifest unless said")
    .option("--all", "every finished clip that was not rejected, not only approved ones")
    .option("--link", "hard links instead of copies, where the disk has them")
    .option("--base-url <url>", "where the clips will be published: writes the Google Merchant feed")
    .option("--force", "replace files that an earlier export did not write")
    .action(async (file: string, flags: ExportFlags) => setCode(await handlers.exportClips(file, flags)));
}
