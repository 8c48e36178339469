import { type Command, InvalidArgumentError, Option } from "commander";

/** Options of every command that reads a manifest. */
export function readingOptions(command: Command): Command {
  return command
    .option("--profile <name>", "apply a profile of the manifest")
    .option("--model <name>", "use this model for every shot")
    .option("--json", "NDJSON on stdout, one documented type each")
    .option("-q, --quiet", "only problems and the last line")
    .option("--no-color", "no colours (also NO_COLOR)");
}

/** Options that say where the state and the clips are. */
export function placeOptions(command: Command, options: { readonly saves?: boolean } = {}): Command {
  const placed = command
    .option("--simulate", "on a local, simulated Luma: no key, no money, its own state and clips")
    .option("--state <file>", "the state file");
  return options.saves === true
    ? placed.addOption(
        new Option(
          "--out <path>",
          "a .json file: save the plan there; else the folder of the clips; may be said twice",
        ).argParser(collect),
      )
    : placed.option("--out <folder>", "the folder of the clips");
}

/** Flags whose `--out` may be said for a file and for a folder. */
export type PlaceOf<Flags> = Omit<Flags, "out" | "save"> & { readonly out?: readonly string[] };

/** Tells the file that a plan is saved to from the folder of the clips. */
export function withPlaces<Flags extends { readonly out?: string; readonly save?: string }>(
  flags: PlaceOf<Flags>,
): Flags {
  const { out = [], ...rest } = flags;
  const save = out.findLast((path) => path.endsWith(".json"));
  const folder = out.findLast((path) => !path.endsWith(".json"));
  return {
    ...rest,
    ...(save === undefined ? {} : { save }),
    ...(folder === undefined ? {} : { out: folder }),
  } as unknown as Flags;
}

/** Options for what a plan buys beside what is missing. */
export function chainOptions(command: Command): Command {
  return command
    .option("--remake-chains", "make shots again that continue another take than the one chosen now")
    .option("--refresh-defaults", "make shots again that were made with other defaults of shotlist's own")
    .option("--new-state", "begin a new state, though one beside the manifest knows its shots");
}

/** Options that select shots, and failures to try again. */
export function selectingOptions(command: Command): Command {
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

/** Options for what the account and the user allow. */
export function limitOptions(command: Command): Command {
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

/** An `http` or `https` address. */
export function webAddress(value: string): string {
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError("It must be an http or https address.");
  }
  return value;
}

/** A port that one can listen on. */
export function portNumber(value: string): number {
  const port = whole(value);
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("It must be from 1 to 65535.");
  return port;
}

/** Gathers the values of an option that may be repeated. */
function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** A whole number from 0. */
export function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(value);
}

/** A number above 0; fractions are allowed. */
export function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}

/** An amount in US dollars. */
export function dollars(value: string): number {
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
