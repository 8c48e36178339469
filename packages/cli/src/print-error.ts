import { errorExitCode } from "./error-exit-code.ts";
import type { Io } from "./io.ts";
import { createPaint, type Paint } from "./terminal/look.ts";
import { oneLine, wrapTo } from "./terminal/text-width.ts";

/** How an error is drawn. */
export interface DrawErrorOptions {
  readonly color: boolean;
  /** Width of the terminal, in cells. */
  readonly columns: number;
  /** Adds where an unexpected fault came from. */
  readonly stack: boolean;
}

/**
 * Prints an error to stderr: what happened, why, what to do, and how files and money stand.
 *
 * @returns the exit code that belongs to it.
 */
export function printError(io: Io, error: unknown): number {
  const options = {
    color: io.color,
    columns: io.stderr.columns ?? 100,
    stack: Boolean(io.env["SHOTLIST_DEBUG"]),
  };
  io.stderr.write(`${drawError(error, options)}\n`);
  return errorExitCode(ourCode(error));
}

/** Draws an error, without a last line end. Errors are ours by their code, not by their class. */
export function drawError(error: unknown, options: DrawErrorOptions): string {
  const paint = createPaint(options.color);
  const code = ourCode(error);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  const rows =
    code === undefined
      ? faultRows(error, options)
      : [
          ...causes(error).map((words) => ["why", words] as const),
          ["do", textOf(error, "hint")] as const,
          ["state", textOf(error, "standing")] as const,
        ];
  const head = code === undefined ? "unexpected fault" : "error";
  const title = wrapTo(message === "" ? "no message" : message, options.columns - head.length - 3).join(
    "\n  ",
  );
  return [
    `${paint("bad", head)} ${paint("strong", title)}${code === undefined ? "" : ` ${paint("quiet", `[${code}]`)}`}`,
    ...rows.flatMap(([label, words]) => (words === "" ? [] : row(label, words, paint, options.columns))),
    ...(code === undefined && options.stack && error instanceof Error && error.stack ? [error.stack] : []),
  ].join("\n");
}

const SAFE = "What was recorded before is safe: the next run goes on from there and pays for nothing twice.";

function faultRows(error: unknown, options: DrawErrorOptions): (readonly [string, string])[] {
  if (isSystemError(error)) {
    const hint =
      "The system refused this. Check that the file or folder is there and may be read and written.";
    return [
      ["do", hint],
      ["state", SAFE],
    ];
  }
  const again = options.stack ? "" : " Run it again with SHOTLIST_DEBUG=1 to see where.";
  return [
    ...causes(error).map((words) => ["why", words] as const),
    ["do", `This is a mistake in shotlist; please report it.${again}`],
    [
      "state",
      "What was recorded before is safe: the next run goes on from there and pays for nothing twice.",
    ],
  ];
}

function row(label: string, words: string, paint: Paint, columns: number): string[] {
  const [first = "", ...rest] = wrapTo(words, Math.max(20, columns - 9));
  return [`  ${paint("fetching", label.padEnd(5))} ${first}`, ...rest.map((line) => `        ${line}`)];
}

/** Codes of ours are kebab-case; those of Node and of other libraries are not. */
function ourCode(error: unknown): string | undefined {
  const code = textOf(error, "code");
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(code) ? code : undefined;
}

/** Errors of system calls name the call and a code such as `EACCES`. */
function isSystemError(error: unknown): boolean {
  return /^E[A-Z0-9]+$/.test(textOf(error, "code")) && textOf(error, "syscall") !== "";
}

function textOf(error: unknown, field: string): string {
  if (typeof error !== "object" || error === null || !(field in error)) return "";
  const value = (error as Readonly<Record<string, unknown>>)[field];
  return typeof value === "string" ? oneLine(value) : "";
}

/** The messages of the errors behind an error, the nearest first, at most three. */
function causes(error: unknown): string[] {
  const messages: string[] = [];
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && messages.length < 3) {
    messages.push(oneLine(cause instanceof Error ? cause.message : String(cause)));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return messages.filter((message) => message !== "");
}
