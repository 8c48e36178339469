import type { Io } from "./io.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real process as an `Io`. The only place that reads `process` beside the entry. */
export function processIo(options: { readonly noColor: boolean }): Io {
  const isTerminal = process.stdout.isTTY === true && process.stdin.isTTY === true;
  const wantsColor = process.env["NO_COLOR"] === undefined || process.env["NO_COLOR"] === "";
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: surviving(process.stdout),
    // The process makes its streams when they are first asked for, which takes a while.
    get stderr() {
      return surviving(process.stderr);
    },
    isTerminal,
    color: isTerminal && wantsColor && !options.noColor && process.env["TERM"] !== "dumb",
    ask: async (question) => {
      const { createInterface } = await import("node:readline/promises");
      const reader = createInterface({ input: process.stdin, output: process.stdout });
      try {
        return await reader.question(question);
      } finally {
        reader.close();
      }
    },
    onStopSignal: (listener) => {
      for (const signal of STOP_SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of STOP_SIGNALS) process.off(signal, listener);
      };
    },
  };
}

const survivors = new WeakSet<NodeJS.WriteStream>();

/** A stream whose reader may leave, as `head` does: what nobody reads any more must not end what is being paid for. */
function surviving(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (survivors.has(stream)) return stream;
  survivors.add(stream);
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return stream;
}
