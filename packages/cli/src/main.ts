import { readFileSync } from "node:fs";
import type { Handlers } from "./arguments.ts";
import type { Io } from "./io.ts";
import { processIo } from "./process-io.ts";

const VERSION_FLAGS: ReadonlySet<string> = new Set(["--version", "-V"]);

/** The version of the installed package. */
function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * The command line: reads the arguments, runs the command, prints what went wrong.
 *
 * Each command's code is loaded only when it is called; the version alone is said without loading anything.
 *
 * @param argv - the words after the program's name.
 * @param io - what of the process commands may use; the process itself unless said.
 * @returns the exit code.
 */
export async function main(
  argv: readonly string[] = process.argv.slice(2),
  io: Io = processIo({ noColor: argv.includes("--no-color") }),
): Promise<number> {
  const version = packageVersion();
  if (argv.length === 1 && VERSION_FLAGS.has(argv[0] ?? "")) {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  const handlers: Handlers = {
    init: async (...args) => (await import("./commands/init.ts")).init(io, ...args),
    validate: async (...args) => (await import("./commands/validate.ts")).validate(io, ...args),
    plan: async (...args) => (await import("./commands/plan.ts")).plan(io, version, ...args),
    run: async (...args) => (await import("./commands/run.ts")).run(io, version, ...args),
    status: async (...args) => (await import("./commands/status.ts")).status(io, version, ...args),
    report: async (...args) => (await import("./commands/report.ts")).report(io, ...args),
    review: async (...args) => (await import("./commands/review/review.ts")).review(io, ...args),
    reviewApply: async (...args) => (await import("./commands/review/apply.ts")).reviewApply(io, ...args),
    reviewPrompts: async (...args) =>
      (await import("./commands/review/prompts.ts")).reviewPrompts(io, ...args),
    exportClips: async (...args) => (await import("./commands/export.ts")).exportClips(io, ...args),
    resolve: async (...args) => (await import("./commands/resolve.ts")).resolve(io, ...args),
    stateList: async (...args) => (await import("./commands/state/list.ts")).stateList(io, ...args),
    stateShow: async (...args) => (await import("./commands/state/show.ts")).stateShow(io, ...args),
    stateMove: async (...args) => (await import("./commands/state/move.ts")).stateMove(io, ...args),
    stateAdopt: async (...args) => (await import("./commands/state/adopt.ts")).stateAdopt(io, ...args),
    stateForget: async (...args) => (await import("./commands/state/forget.ts")).stateForget(io, ...args),
    stateRebind: async (...args) => (await import("./commands/state/rebind.ts")).stateRebind(io, ...args),
    stateExport: async (...args) => (await import("./commands/state/export.ts")).stateExport(io, ...args),
    stateUnlock: async (...args) => (await import("./commands/state/unlock.ts")).stateUnlock(io, ...args),
    doctor: async (...args) => (await import("./commands/doctor.ts")).doctor(io, version, ...args),
    simulate: async (...args) => (await import("./commands/simulate.ts")).simulate(io, ...args),
    ids: async (...args) => (await import("./commands/ids.ts")).ids(io, ...args),
    schema: async () => (await import("./commands/schema.ts")).schema(io),
  };
  try {
    const { runArguments } = await import("./arguments.ts");
    return await runArguments(argv, handlers, {
      version,
      out: (text) => io.stdout.write(text),
      error: (text) => io.stderr.write(text),
    });
  } catch (error) {
    const { printError } = await import("./print-error.ts");
    return printError(io, error);
  }
}
