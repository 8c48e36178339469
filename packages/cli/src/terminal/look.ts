import { createColors } from "picocolors";

/** What a piece of text says, whatever colour that is. */
export type Tone = "good" | "bad" | "active" | "fetching" | "doubtful" | "quiet" | "strong" | "plain";

/** Writes a text in the colour of its tone, or as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** Makes a paint with or without colours. The colours are the terminal's own sixteen, so that themes hold. */
export function createPaint(color: boolean): Paint {
  const colors = createColors(color);
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    good: colors.green,
    bad: colors.red,
    active: colors.yellow,
    fetching: colors.cyan,
    doubtful: colors.magenta,
    quiet: colors.dim,
    strong: colors.bold,
    plain: (text) => text,
  };
  return (tone, text) => tones[tone](text);
}

/** Signs of one cell each; every state has its own, so that colour is never the only difference. */
export interface Signs {
  readonly done: string;
  readonly downloading: string;
  readonly running: string;
  readonly waiting: string;
  readonly failed: string;
  readonly unconfirmed: string;
  readonly blocked: string;
  readonly pause: string;
  readonly warning: string;
  readonly stop: string;
  readonly full: string;
  readonly free: string;
  readonly dot: string;
  readonly cut: string;
  readonly spinner: readonly string[];
  /** The bar with colours: one line, told apart by them. */
  readonly line: string;
  /** The bar without colours: told apart by its cells. */
  readonly cells: Readonly<Record<BarPart, string>>;
}

/** The parts of the bar, in the order in which they are drawn. */
export type BarPart = "done" | "downloading" | "running" | "unconfirmed" | "failed" | "blocked" | "waiting";

const UNICODE: Signs = {
  done: "✔",
  downloading: "↓",
  running: "●",
  waiting: "○",
  failed: "✖",
  unconfirmed: "?",
  blocked: "⊘",
  pause: "‖",
  warning: "!",
  stop: "■",
  full: "■",
  free: "□",
  dot: "·",
  cut: "…",
  spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
  line: "━",
  cells: {
    done: "█",
    downloading: "▓",
    running: "▒",
    unconfirmed: "?",
    failed: "x",
    blocked: "x",
    waiting: "░",
  },
};

const ASCII: Signs = {
  done: "+",
  downloading: "v",
  running: "*",
  waiting: ".",
  failed: "x",
  unconfirmed: "?",
  blocked: "/",
  pause: "=",
  warning: "!",
  stop: "#",
  full: "#",
  free: "-",
  dot: "-",
  cut: "...",
  spinner: ["|", "/", "-", "\\"],
  line: "=",
  cells: {
    done: "#",
    downloading: "v",
    running: "*",
    unconfirmed: "?",
    failed: "x",
    blocked: "x",
    waiting: ".",
  },
};

/** The signs for a terminal: plain ASCII where it cannot be trusted with more. */
export function signsFor(unicode: boolean): Signs {
  return unicode ? UNICODE : ASCII;
}

/** Whether a terminal shows signs beyond ASCII, by its environment: not the Linux console, not old Windows. */
export function hasUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
  if (env["OS"] !== "Windows_NT") return true;
  return (
    ["WT_SESSION", "TERMINUS_SUBLIME", "ConEmuTask"].some((name) => env[name] !== undefined) ||
    env["TERM_PROGRAM"] !== undefined ||
    /^(xterm|alacritty|rxvt)/.test(env["TERM"] ?? "")
  );
}
