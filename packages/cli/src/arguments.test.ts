import { expect, it } from "vitest";
import { type Handlers, runArguments } from "./arguments.ts";

const NAMES = [
  ...["init", "validate", "plan", "run", "status", "report", "review", "export", "resolve", "state"],
  ...["doctor", "simulate", "ids", "schema"],
];

async function said(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const handlers = new Proxy({}, { get: () => async () => 0 }) as Handlers;
  const texts = { out: "", error: "" };
  const code = await runArguments(words, handlers, {
    version: "1.2.3",
    out: (text) => {
      texts.out += text;
    },
    error: (text) => {
      texts.error += text;
    },
  });
  return { code, ...texts };
}

it("lists every command in the help, in the order of the work", async () => {
  const { out } = await said("--help");
  expect([...out.matchAll(/^ {2}(\w+)\b.* {2}/gm)].map(([, name]) => name)).toEqual([...NAMES, "help"]);
});

it.each(NAMES)("says the same of %s alone as beside all other commands", async (name) => {
  const alone = await said(name, "--help");
  expect(alone).toEqual(await said("help", name));
  expect(alone.out).toContain(`Usage: shotlist ${name}`);
});

it("names the nearest command for one that there is not", async () => {
  const { code, error } = await said("validat", "m.yaml");
  expect(code).toBe(2);
  expect(error).toContain("Did you mean validate?");
});
