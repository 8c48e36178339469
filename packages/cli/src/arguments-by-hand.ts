import { type Command, Option } from "commander";
import { placeOptions, readingOptions, whole } from "./command-options.ts";
import type { ResolveFlags } from "./commands/resolve.ts";
import type { AdoptFlags } from "./commands/state/adopt.ts";
import type { ExportFlags } from "./commands/state/export.ts";
import type { ForgetFlags } from "./commands/state/forget.ts";
import type { RebindFlags } from "./commands/state/rebind.ts";
import type { ShowFlags } from "./commands/state/show.ts";
import type { UnlockFlags } from "./commands/state/unlock.ts";
import type { CommonFlags } from "./flags.ts";

/** The handlers of the commands with which a person settles what no program can know. */
export interface HandHandlers {
  resolve(manifest: string, shots: readonly string[], flags: ResolveFlags): Promise<number>;
  stateList(manifest: string, shots: readonly string[], flags: CommonFlags): Promise<number>;
  stateShow(manifest: string, shot: string, flags: ShowFlags): Promise<number>;
  stateMove(manifest: string, from: string, to: string, flags: CommonFlags): Promise<number>;
  stateAdopt(
    manifest: string,
    shot: string | undefined,
    generation: string | undefined,
    flags: AdoptFlags,
  ): Promise<number>;
  stateForget(manifest: string, shots: readonly string[], flags: ForgetFlags): Promise<number>;
  stateRebind(manifest: string, flags: RebindFlags): Promise<number>;
  stateExport(manifest: string, flags: ExportFlags): Promise<number>;
  stateUnlock(manifest: string, flags: UnlockFlags): Promise<number>;
}

/** Adds `resolve` and `state …` to the program. */
export function handCommands(
  program: Command,
  handlers: HandHandlers,
  setCode: (code: number) => void,
): void {
  resolveCommand(program, handlers, setCode);
  const state = program
    .command("state")
    .summary("look into the state, and change it by hand")
    .description(
      "Looks into the state, and changes it by hand. A manifest or the state's own file is named.",
    );
  const below = (name: string, summary: string): Command =>
    placeOptions(
      readingOptions(
        state
          .command(name)
          .summary(summary)
          .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
          .argument("<manifest>", "the manifest, or the state's own .db file"),
      ),
    );
  readCommands(below, handlers, setCode);
  writeCommands(below, handlers, setCode);
}

function resolveCommand(program: Command, handlers: HandHandlers, setCode: (code: number) => void): void {
  const command = program
    .command("resolve")
    .summary("settle takes whose submission is unconfirmed")
    .description(
      "Settles takes whose submission is unconfirmed. Without an answer it says which takes wait for one.",
    )
    .argument("<manifest>", "the manifest, or the state's own .db file")
    .argument("[shots...]", "ids of shots");
  placeOptions(readingOptions(command))
    .option("--created <id>", "the API made it, under this id, which is looked up first")
    .option("--not-created", "the API never made it: its money is free, and it may be sent again")
    .option("--abandon", "give it up; what was paid stays spent")
    .addOption(takeOption())
    .option("--all", "with --not-created: every unconfirmed take that no list can settle")
    .option("--from <file>", "many answers: CSV or NDJSON with shot, take, generation id or not-created")
    .option("--force", "take an id although the API says that it was asked for something else")
    .addOption(baseUrlOption())
    .action(async (file: string, shots: readonly string[], flags: ResolveFlags) =>
      setCode(await handlers.resolve(file, shots, flags)),
    );
}

type Below = (name: string, summary: string) => Command;

function readCommands(below: Below, handlers: HandHandlers, setCode: (code: number) => void): void {
  below("list", "every take that the state holds")
    .argument("[shots...]", "ids of shots")
    .action(async (file: string, shots: readonly string[], flags: CommonFlags) =>
      setCode(await handlers.stateList(file, shots, flags)),
    );
  below("show", "all that happened to a shot's takes")
    .argument("<shot>", "the id of a shot")
    .addOption(takeOption())
    .action(async (file: string, shot: string, flags: ShowFlags) =>
      setCode(await handlers.stateShow(file, shot, flags)),
    );
  below("export", "the whole state as JSON; of a damaged one all that can be read")
    .option("--to <file>", "write it there instead of to stdout")
    .action(async (file: string, flags: ExportFlags) => setCode(await handlers.stateExport(file, flags)));
}

function writeCommands(below: Below, handlers: HandHandlers, setCode: (code: number) => void): void {
  below("move", "give the takes of a shot to another id")
    .argument("<old>", "the id that the state knows")
    .argument("<new>", "the id that the manifest has now")
    .action(async (file: string, from: string, to: string, flags: CommonFlags) =>
      setCode(await handlers.stateMove(file, from, to, flags)),
    );
  below("adopt", "take up what was made without this state; nothing is paid")
    .argument("[shot]", "the id of a shot")
    .argument("[generation]", "the id of a generation, which is looked up first")
    .option("--from-sidecars", "rebuild a lost state from what lies beside the clips")
    .option("--force", "take an id although the API says that it was asked for something else")
    .addOption(baseUrlOption())
    .action(
      async (file: string, shot: string | undefined, generation: string | undefined, flags: AdoptFlags) =>
        setCode(await handlers.stateAdopt(file, shot, generation, flags)),
    );
  below("forget", "take takes out of the state; their clips and their cost stay")
    .argument("<shots...>", "ids of shots")
    .addOption(takeOption())
    .option("--force", "also takes that are not finished")
    .action(async (file: string, shots: readonly string[], flags: ForgetFlags) =>
      setCode(await handlers.stateForget(file, shots, flags)),
    );
  below("rebind", "bind the state to the key that is set now")
    .option("--force", "also to another account")
    .addOption(baseUrlOption())
    .action(async (file: string, flags: RebindFlags) => setCode(await handlers.stateRebind(file, flags)));
  below("unlock", "take the lock from a holder that is gone")
    .option("--force", "really")
    .action(async (file: string, flags: UnlockFlags) => setCode(await handlers.stateUnlock(file, flags)));
}

function takeOption(): Option {
  return new Option("--take <n>", "the number of the take").argParser(whole);
}

function baseUrlOption(): Option {
  return new Option("--base-url <url>", "the API's base URL");
}
