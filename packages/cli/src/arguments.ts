import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { CommonFlags } from "./flags.ts";

/** What `shotlist init` takes. */
export interface InitFlags {
  readonly force?: boolean;
}

/** What `shotlist plan` takes beside the common options. */
export interface PlanFlags extends CommonFlags {
  readonly detailedExitcode?: boolean;
}

/** What `shotlist validate` takes beside the common options. */
export interface ValidateFlags extends CommonFlags {
  readonly checkUrls?: boolean;
}

/** What `shotlist simulate` takes. */
export interface SimulateFlags {
  readonly port: number;
  readonly speed: number;
  readonly seed?: number;
  readonly book?: string;
}

/** One handler a command; each gives the exit code. */
export interface Handlers {
  init(folder: string | undefined, flags: InitFlags): Promise<number>;
  validate(manifest: string, flags: ValidateFlags): Promise<number>;
  plan(manifest: string, flags: PlanFlags): Promise<number>;
  run(manifest: string, flags: CommonFlags): Promise<number>;
  status(manifest: string, flags: CommonFlags): Promise<number>;
  report(manifest: string, flags: CommonFlags): Promise<number>;
  simulate(flags: SimulateFlags): Promise<number>;
  schema(): Promise<number>;
}

/** Where help and usage errors are written. */
export interface ArgumentsOutput {
  readonly version: string;
  out(text: string): void;
  error(text: string): void;
}

/**
 * Reads the command line and calls the handler that it names.
 *
 * @returns the handler's exit code; 0 for help and version; 2 for bad usage, with the nearest command named.
 */
export async function runArguments(
  argv: readonly string[],
  handlers: Handlers,
  output: ArgumentsOutput,
): Promise<number> {
  let code = 0;
  const program = buildProgram(handlers, output, (value) => {
    code = value;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const helpWasAsked =
      error.exitCode === 0 || error.code === "commander.help" || error.code === "commander.helpDisplayed";
    return helpWasAsked ? 0 : 2;
  }
}

function buildProgram(handlers: Handlers, output: ArgumentsOutput, setCode: (code: number) => void): Command {
  const program = new Command("shotlist")
    .description("Declarative batches of AI video with Luma: plan, cost, run, resume, review.")
    .version(output.version, "-V, --version")
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .showSuggestionAfterError(true)
    .exitOverride()
    .helpCommand(true)
    .addHelpText(
      "after",
      "\nStart with:  shotlist init   then  shotlist run shotlist.yaml --simulate\nHelp on one command:  shotlist run --help",
    );
  program
    .command("init")
    .summary("a manifest and a sample catalog to start from")
    .description(
      "Writes a manifest and a sample catalog to start from. Never replaces a file unless --force is given.",
    )
    .argument("[folder]", "where to write", ".")
    .option("--force", "replace files that are there")
    .action(async (folder: string, flags: InitFlags) => setCode(await handlers.init(folder, flags)));
  const withManifest = (name: string, summary: string): Command =>
    program
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .argument("<manifest>", "the YAML or CSV manifest");
  const validate = readingOptions(withManifest("validate", "every problem of a manifest, nothing else"));
  validate
    .option("--check-urls", "also ask whether the keyframe pictures are there")
    .action(async (file: string, flags: ValidateFlags) => setCode(await handlers.validate(file, flags)));
  const plan = selectingOptions(
    readingOptions(withManifest("plan", "what a run would do, and what it would cost")),
  );
  limitOptions(placeOptions(plan))
    .option("--detailed-exitcode", "exit 10 when there is something to do, 0 when there is nothing")
    .action(async (file: string, flags: PlanFlags) => setCode(await handlers.plan(file, flags)));
  const run = selectingOptions(
    readingOptions(withManifest("run", "do it: resume, retry, submit, download, report")),
  );
  limitOptions(placeOptions(run))
    .option("-y, --yes", "spend without asking")
    .option("--no-check-urls", "do not ask whether keyframe pictures are there")
    .addOption(new Option("--base-url <url>", "the API's base URL"))
    .addOption(
      new Option("--speed <factor>", "of a simulated Luma: how many times as fast as life").argParser(
        positive,
      ),
    )
    .addOption(
      new Option("--simulate-seed <n>", "with --simulate: the seed of its latencies").argParser(whole),
    )
    .action(async (file: string, flags: CommonFlags) => setCode(await handlers.run(file, flags)));
  const status = selectingOptions(
    readingOptions(withManifest("status", "where things stand, also while a run is going")),
  );
  placeOptions(status).action(async (file: string, flags: CommonFlags) =>
    setCode(await handlers.status(file, flags)),
  );
  const report = selectingOptions(
    readingOptions(withManifest("report", "the contact sheet, and estimate and results as JSON and CSV")),
  );
  placeOptions(report).action(async (file: string, flags: CommonFlags) =>
    setCode(await handlers.report(file, flags)),
  );
  program
    .command("simulate")
    .summary("a local Luma to try things on")
    .description("Starts a local Luma and prints its address. It runs until Ctrl-C.")
    .addOption(new Option("--port <n>", "its port").argParser(whole).default(4177))
    .addOption(
      new Option("--speed <factor>", "how many times as fast as life").argParser(positive).default(1),
    )
    .addOption(new Option("--seed <n>", "the seed of its latencies and faults").argParser(whole))
    .option("--book <file>", "keep its generations in this file between starts")
    .action(async (flags: SimulateFlags) => setCode(await handlers.simulate(flags)));
  program
    .command("schema")
    .summary("the JSON Schema of manifests, for editors")
    .description("Prints the JSON Schema of manifests, for editors and checks.")
    .action(async () => setCode(await handlers.schema()));
  return program;
}

function readingOptions(command: Command): Command {
  return command
    .option("--profile <name>", "apply a profile of the manifest")
    .option("--model <name>", "use this model for every shot")
    .option("--json", "NDJSON on stdout, one documented type each")
    .option("-q, --quiet", "only problems and the last line")
    .option("--no-color", "no colours (also NO_COLOR)");
}

function placeOptions(command: Command): Command {
  return command
    .option("--simulate", "on a local, simulated Luma: no key, no money, its own state and clips")
    .option("--state <file>", "the state file")
    .option("--out <folder>", "the folder of the clips");
}

function selectingOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--only <what>", "id:GLOB, failed, new, rejected or approved; may be repeated").argParser(
        collect,
      ),
    )
    .addOption(new Option("--tag <name>", "shots with this tag; may be repeated").argParser(collect))
    .addOption(new Option("--sample <n>", "n shots, the same ones each time").argParser(whole))
    .addOption(
      new Option("--retry <which>", "which failures to try again")
        .choices(["failed", "all", "none"])
        .default("failed"),
    );
}

function limitOptions(command: Command): Command {
  const option = (flags: string, text: string, parse: (value: string) => unknown): Option =>
    new Option(flags, text).argParser(parse);
  return command
    .addOption(option("--concurrency <n|auto>", "slots of the account", slots))
    .addOption(option("--requests-per-minute <n>", "creates a minute", positive))
    .addOption(option("--max-spend <usd>", "new spend of this run, at most", dollars))
    .addOption(option("--retries <n>", "how often a transient failure is tried again", whole))
    .addOption(option("--downloads <n>", "downloads at once, 1 to 32", whole))
    .addOption(option("--request-timeout <s>", "seconds for one request", positive))
    .addOption(
      option(
        "--confirm-after <s>",
        "seconds until an unanswered create counts as absent from the list",
        positive,
      ),
    )
    .addOption(option("--poll-min <s>", "shortest wait between looks, in seconds", positive))
    .addOption(option("--poll-max <s>", "longest wait between looks, in seconds", positive))
    .addOption(option("--generation-timeout <s>", "seconds until a generation counts as overdue", positive));
}

function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
}

function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

function dollars(value: string): number {
  if (!/^\$?\d{1,9}(\.\d{1,4})?$/.test(value)) {
    throw new InvalidArgumentError("It must be an amount in US dollars, such as 25 or 12.50.");
  }
  return Number(value.replace("$", ""));
}

function slots(value: string): number | "auto" {
  if (value === "auto") return "auto";
  const number = whole(value);
  if (number === 0) throw new InvalidArgumentError('It must be a whole number above 0, or "auto".');
  return number;
}
