import { link, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { giveSecondName, isSameFile, moveFile, nameFile } from "./name-file.ts";

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-name-"));
  await writeFile(at("from"), "ours");
});
afterEach(() => rm(folder, { recursive: true }));

/** A file system without hard links. */
const withoutLinks = (code: string) => ({
  link: () => Promise.reject(Object.assign(new Error(code), { code, syscall: "link" })),
  rename,
});

test("a free name is given, a taken one is not", async () => {
  expect(await nameFile(at("from"), at("to"))).toBe("named");
  await writeFile(at("other"), "theirs");
  expect(await nameFile(at("from"), at("other"))).toBe("occupied");
  expect(await readFile(at("other"), "utf8")).toBe("theirs");
  expect(await nameFile(at("nothing"), at("new"))).toBe("no-such-file");
});

test.each(["EPERM", "ENOTSUP", "EMLINK", "EXDEV"])(
  "without hard links (%s) it is moved there instead",
  async (code) => {
    expect(await nameFile(at("from"), at("to"), withoutLinks(code))).toBe("named");
    expect(await readFile(at("to"), "utf8")).toBe("ours");
    await writeFile(at("from"), "again");
    expect(await nameFile(at("from"), at("to"), withoutLinks(code))).toBe("occupied");
    expect(await readFile(at("to"), "utf8")).toBe("ours");
  },
);

test("a fault of the disk is no reason to try another way", async () => {
  const calls = { ...withoutLinks("ENOSPC"), rename: () => expect.unreachable() };
  await expect(nameFile(at("from"), at("to"), calls)).rejects.toMatchObject({ code: "ENOSPC" });
});

test("a file keeps one name after a move, and two names left by a crash become one", async () => {
  expect(await moveFile(at("from"), at("to"))).toBe("named");
  await link(at("to"), at("from"));
  expect(await isSameFile(at("from"), at("to"))).toBe(true);
  expect(await moveFile(at("from"), at("to"))).toBe("named");
  expect(await readdir(folder)).toEqual(["to"]);
  expect(await moveFile(at("to"), at("to"))).toBe("named");
  expect(await readdir(folder)).toEqual(["to"]);
});

test("equal bytes under the other name are still another file", async () => {
  await writeFile(at("to"), "ours");
  expect(await isSameFile(at("from"), at("to"))).toBe(false);
  expect(await moveFile(at("from"), at("to"))).toBe("occupied");
  expect((await readdir(folder)).sort()).toEqual(["from", "to"]);
});

test("a second name leaves the first one, also where it has to be a copy", async () => {
  expect(await giveSecondName(at("from"), at("linked"))).toBe("named");
  expect(await isSameFile(at("from"), at("linked"))).toBe(true);
  expect(await giveSecondName(at("from"), at("copied"), withoutLinks("EPERM"))).toBe("named");
  expect(await isSameFile(at("from"), at("copied"))).toBe(false);
  expect(await readFile(at("copied"), "utf8")).toBe("ours");
  expect((await readdir(folder)).sort()).toEqual(["copied", "from", "linked"]);
});

test("a second name replaces nothing, and a half copy is no name", async () => {
  await writeFile(at("other"), "theirs");
  await writeFile(at("to.new"), "half of what a crash left, and longer than it");
  for (const calls of [undefined, withoutLinks("EPERM")]) {
    expect(await giveSecondName(at("from"), at("other"), calls)).toBe("occupied");
    expect(await giveSecondName(at("nothing"), at("new"), undefined)).toBe("no-such-file");
  }
  expect(await giveSecondName(at("from"), at("to"), withoutLinks("EPERM"))).toBe("named");
  expect(await readFile(at("to"), "utf8")).toBe("ours");
  expect((await readdir(folder)).sort()).toEqual(["from", "other", "to"]);
});
