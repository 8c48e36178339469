import { ShotlistError } from "@shotlist/core";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { EXIT } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { drawError, printError } from "./print-error.ts";

const look = { color: false, columns: 80, stack: false };
const locked = new ShotlistError("state-locked", "Another run holds this state.", {
  hint: "Wait for it to end.",
  standing: "Nothing was sent.",
  cause: new Error("database is locked"),
});

describe("an error of ours", () => {
  it("says what happened, why, what to do and how things stand", () => {
    expect(drawError(locked, look).split("\n")).toEqual([
      "error Another run holds this state. [state-locked]",
      "  why   database is locked",
      "  do    Wait for it to end.",
      "  state Nothing was sent.",
    ]);
  });

  it("leaves out what it does not know", () => {
    expect(drawError(new ShotlistError("bad-selection", "No shot is called so."), look)).toBe(
      "error No shot is called so. [bad-selection]",
    );
  });

  it("is known by its code, whichever copy of the class made it", () => {
    expect(drawError(Object.assign(new Error("x"), { code: "state-locked" }), look)).toContain(
      "[state-locked]",
    );
  });

  it("keeps long words inside the terminal, and one line a sentence", () => {
    const long = new ShotlistError("a-b", "word ".repeat(60), {
      hint: "more ".repeat(60),
      standing: "a\u001b[2J\nb",
    });
    const drawn = drawError(long, { ...look, columns: 50 });
    for (const line of drawn.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(56);
    expect(drawn).toContain("  state a [2J b");
  });
});

describe("a fault", () => {
  it("asks to be reported, and shows its stack when that is wanted", () => {
    const fault = new TypeError("x is not a function");
    expect(drawError(fault, look)).toContain("unexpected fault x is not a function");
    expect(drawError(fault, look)).toContain("SHOTLIST_DEBUG=1");
    expect(drawError(fault, look)).not.toContain("print-error.test.ts");
    expect(drawError(fault, { ...look, stack: true })).toContain("print-error.test.ts");
  });

  it("of the system is no mistake of ours", () => {
    const denied = Object.assign(new Error("EACCES: permission denied, open 'x'"), {
      code: "EACCES",
      syscall: "open",
    });
    expect(drawError(denied, look)).not.toContain("report");
    expect(drawError(denied, look)).toContain("The system refused this.");
  });

  it.each([undefined, null, "text", 7, {}])("survives %j being thrown", (thrown) => {
    expect(drawError(thrown, look)).toContain("unexpected fault");
  });
});

describe("the exit code", () => {
  const exitOf = (error: unknown): { code: number; text: string } => {
    let text = "";
    const stream = {
      write: (more: string) => {
        text += more;
        return true;
      },
    };
    const io: Io = {
      cwd: "/",
      env: {},
      stdout: { write: () => true },
      stderr: stream,
      isTerminal: false,
      color: false,
      ask: () => Promise.resolve(""),
      onStopSignal: () => () => undefined,
    };
    return { code: printError(io, error), text };
  };

  it.each([
    ["state-locked", EXIT.locked],
    ["state-superseded", EXIT.locked],
    ["state-other-account", EXIT.locked],
    ["manifest-not-found", EXIT.usage],
    ["no-api-key", EXIT.usage],
    ["state-disk-full", EXIT.stopped],
    ["luma-account-refused", EXIT.stopped],
    ["luma-unreachable", EXIT.fault],
    ["state-damaged", EXIT.fault],
    ["never-heard-of", EXIT.fault],
  ])("of %s is %i", (code, exit) => {
    expect(exitOf(new ShotlistError(code, "x")).code).toBe(exit);
  });

  it("of anything else is 1, and it is said on stderr", () => {
    const { code, text } = exitOf(new Error("boom"));
    expect(code).toBe(EXIT.fault);
    expect(text).toMatch(/^unexpected fault boom\n[\s\S]*\n$/);
  });
});
