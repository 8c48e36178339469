import { Command, CommanderError, Option } from "commander";
import { type HandHandlers, handCommands } from "./arguments-by-hand.ts";
import { type ReviewHandlers, reviewCommands } from "./arguments-for-review.ts";
import {
  chainOptions,
  dollars,
  limitOptions,
  type PlaceOf,
  placeOptions,
  portNumber,
  positive,
  readingOptions,
  selectingOptions,
  webAddress,
  whole,
  withPlaces,
} from "./command-options.ts";
import type { IdsFlags } from "./commands/ids.ts";
import type { CommonFlags } from "./flags.ts";

/** What `shotlist init` takes. */
export interface InitFlags {
  readonly force?: boolean;
}

/** What `shotlist plan` takes beside the common options. */
export interface PlanFlags extends CommonFlags {
  readonly detailedExitcode?: boolean;
  /** The file that the plan is saved to. */
  readonly save?: string;
  readonly format?: "text" | "markdown";
  /** Another manifest, whose cost this one's is told against. */
  readonly compareTo?: string;
}

/** What `shotlist run` takes beside the common options. */
export interface RunFlags extends CommonFlags {
  /** A saved plan to do. */
  readonly plan?: string;
  /** Unconfirmed takes of APIs without a list are sent again, up to this sum in US dollars. */
  readonly acceptRisk?: number;
  /** True: take generations up that equal what would be bought; false: never ask for them. */
  readonly adoptMatching?: boolean;
}

/** What `shotlist report` takes beside the common options. */
export interface ReportFlags extends CommonFlags {
  /** A folder that holds everything, to be zipped and mailed. */
  readonly folder?: string;
  /** The clips go into the contact sheet itself. */
  readonly embed?: boolean;
}

/** What `shotlist status` takes beside the common options. */
export interface StatusFlags extends CommonFlags {
  readonly verify?: boolean;
  readonly repair?: boolean;
  /** What was spent, by day, model, tag and product. */
  readonly spend?: boolean;
  /** What the account has left, where the API tells. */
  readonly balance?: boolean;
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
export interface Handlers extends HandHandlers, ReviewHandlers {
  init(folder: string | undefined, flags: InitFlags): Promise<number>;
  validate(manifest: string, flags: ValidateFlags): Promise<number>;
  plan(manifest: string, flags: PlanFlags): Promise<number>;
  run(manifest: string | undefined, flags: RunFlags): Promise<number>;
  status(manifest: string, flags: StatusFlags): Promise<number>;
  report(manifest: string, flags: ReportFlags): Promise<number>;
  doctor(manifest: string | undefined, flags: CommonFlags): Promise<number>;
  simulate(flags: SimulateFlags): Promise<number>;
  ids(manifest: string, flags: IdsFlags): Promise<number>;
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
  const program = emptyProgram(output);
  const setCode: SetCode = (value) => {
    code = value;
  };
  for (const [, add] of commandsFor(argv[0])) add(program, handlers, setCode);
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

type SetCode = (code: number) => void;
type AddCommands = (program: Command, handlers: Handlers, setCode: SetCode) => void;

/** Every command, in the order of the help, with what adds it to a program. */
const COMMANDS: readonly (readonly [names: readonly string[], add: AddCommands])[] = [
  [["init"], initCommand],
  [["validate"], validateCommand],
  [["plan", "run"], spendingCommands],
  [["status", "report"], lookingCommands],
  [["review", "export"], reviewCommands],
  [["resolve", "state"], handCommands],
  [["doctor"], doctorCommand],
  [["simulate"], simulateCommand],
  [["ids"], idsCommand],
  [["schema"], schemaCommand],
];

/** A command that is named needs no other beside it; to add all of them takes longer than to read a manifest. */
function commandsFor(word: string | undefined): typeof COMMANDS {
  const named = COMMANDS.filter(([names]) => word !== undefined && names.includes(word));
  return named.length === 0 ? COMMANDS : named;
}

function emptyProgram(output: ArgumentsOutput): Command {
  return (
    new Command("shotlist")
      .description("Declarative batches of AI video with Luma: plan, cost, run, resume, review.")
      .version(output.version, "-V, --version")
      .configureOutput({ writeOut: output.out, writeErr: output.error })
      .showSuggestionAfterError(true)
      // `review` has options and commands below it, so that an option belongs to the last command before it.
      .enablePositionalOptions()
      .exitOverride()
      .helpCommand(true)
      .addHelpText(
        "after",
        "\nStart with:  shotlist init   then  shotlist run shotlist.yaml --simulate\nHelp on one command:  shotlist run --help",
      )
  );
}

function initCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
  program
    .command("init")
    .summary("a manifest and a sample catalog to start from")
    .description(
      "Writes a manifest and a sample catalog to start from. Never replaces a file unless --force is given.",
    )
    .argument("[folder]", "where to write", ".")
    .option("--force", "replace files that are there")
    .action(async (folder: string, flags: InitFlags) => setCode(await handlers.init(folder, flags)));
}

function doctorCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
  const command = program
    .command("doctor")
    .summary("key, balance, limits, clock, pictures, disk and state: what a run stands on")
    .description(
      "Looks at all that a run stands on: key, balance, limits, clock, pictures, disk and state. Buys nothing.",
    )
    .argument("[manifest]", "the YAML or CSV manifest");
  limitOptions(placeOptions(readingOptions(command)))
    .option("--no-check-urls", "do not ask whether keyframe pictures are there")
    .addOption(new Option("--base-url <url>", "the API's base URL"))
    .action(async (file: string | undefined, flags: CommonFlags) =>
      setCode(await handlers.doctor(file, flags)),
    );
}

function simulateCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
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
}

function idsCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
  const withManifest = withManifestIn(program);
  readingOptions(withManifest("ids", "every shot's id, and where it comes from"))
    .option("--write", "put derived ids into the manifest, so that they stay when a shot is edited")
    .action(async (file: string, flags: IdsFlags) => setCode(await handlers.ids(file, flags)));
}

function schemaCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
  program
    .command("schema")
    .summary("the JSON Schema of manifests, for editors")
    .description("Prints the JSON Schema of manifests, for editors and checks.")
    .action(async () => setCode(await handlers.schema()));
}

type WithManifest = (name: string, summary: string, argument?: string) => Command;

function withManifestIn(program: Command): WithManifest {
  return (name, summary, argument = "<manifest>") =>
    program
      .command(name)
      .summary(summary)
      .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
      .argument(argument, "the YAML or CSV manifest");
}

function validateCommand(program: Command, handlers: Handlers, setCode: SetCode): void {
  const withManifest = withManifestIn(program);
  readingOptions(withManifest("validate", "every problem of a manifest, nothing else"))
    .option("--check-urls", "also ask whether the keyframe pictures are there")
    .action(async (file: string, flags: ValidateFlags) => setCode(await handlers.validate(file, flags)));
}

function lookingCommands(program: Command, handlers: Handlers, setCode: SetCode): void {
  const withManifest = withManifestIn(program);
  const status = selectingOptions(
    readingOptions(withManifest("status", "where things stand, also while a run is going")),
  );
  placeOptions(status)
    .option("--verify", "read every clip, and compare it with what was fetched")
    .option("--spend", "what was spent, held and refunded: by day, model, tag and product")
    .option("--balance", "ask what the account has left, and say what this state's spend explains of it")
    .addOption(new Option("--base-url <url>", "with --balance: the API's base URL"))
    .option(
      "--repair",
      "with --verify: give edited clips another name, so that the next run fetches them again",
    )
    .action(async (file: string, flags: StatusFlags) => setCode(await handlers.status(file, flags)));
  const report = selectingOptions(
    readingOptions(
      withManifest("report", "the contact sheet, and estimate, results and spend as JSON and CSV"),
    ),
  );
  placeOptions(report)
    .option("--folder <path>", "write it there, with copies of the clips: one folder to zip and to mail")
    .option("--embed", "put the clips into the contact sheet itself, as far as they fit: one file to mail")
    .action(async (file: string, flags: ReportFlags) => setCode(await handlers.report(file, flags)));
}

function spendingCommands(program: Command, handlers: Handlers, setCode: SetCode): void {
  const withManifest = withManifestIn(program);
  const plan = selectingOptions(
    readingOptions(withManifest("plan", "what a run would do, and what it would cost")),
  );
  chainOptions(limitOptions(placeOptions(plan, { saves: true })))
    .option("--detailed-exitcode", "exit 10 when there is something to do, 0 when there is nothing")
    .addOption(
      new Option("--format <form>", "text, or markdown for a pull request")
        .choices(["text", "markdown"])
        .default("text")
        .conflicts("json"),
    )
    .option("--compare-to <file>", "tell what it costs against another manifest, such as the base branch's")
    .action(async (file: string, flags: PlaceOf<PlanFlags>) =>
      setCode(await handlers.plan(file, withPlaces(flags))),
    );
  const run = selectingOptions(
    readingOptions(withManifest("run", "do it: resume, retry, submit, download, report", "[manifest]")),
  );
  chainOptions(limitOptions(placeOptions(run)))
    .option("--plan <file>", "do a saved plan, exactly as it shows")
    .addOption(
      new Option(
        "--accept-risk <usd>",
        "send unconfirmed takes of APIs without a list again, up to this sum that may be paid twice",
      ).argParser(dollars),
    )
    .option("--adopt-matching", "take up generations of the account that equal what would be bought")
    .option("--no-adopt-matching", "buy anew, whatever the account holds")
    .option("-y, --yes", "spend without asking")
    .option("--no-check-urls", "do not ask whether keyframe pictures are there")
    .addOption(new Option("--base-url <url>", "the API's base URL"))
    .addOption(
      new Option(
        "--callback-url <url>",
        "an address at which Dream Machine can reach this machine: it then says when a generation ends",
      ).argParser(webAddress),
    )
    .addOption(
      new Option("--callback-port <n>", "the port here that --callback-url leads to").argParser(portNumber),
    )
    .addOption(
      new Option("--speed <factor>", "of a simulated Luma: how many times as fast as life").argParser(
        positive,
      ),
    )
    .addOption(
      new Option("--simulate-seed <n>", "with --simulate: the seed of its latencies").argParser(whole),
    )
    .action(async (file: string | undefined, flags: RunFlags) => {
      if (file === undefined && flags.plan === undefined) {
        run.error("error: name a manifest, or a saved plan with --plan FILE");
      }
      if ((flags.callbackUrl === undefined) !== (flags.callbackPort === undefined)) {
        run.error("error: --callback-url and --callback-port belong together");
      }
      setCode(await handlers.run(file, flags));
    });
}
