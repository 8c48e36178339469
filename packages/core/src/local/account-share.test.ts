import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Account } from "../take/take.ts";
import { openAccountShare } from "./account-share.ts";

const ACCOUNT: Account = { dialect: "dream-machine", origin: "https://api.test", keyHash: "00" };
const POLL = 20;

let folder: string;
let troubles: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-share-"));
  troubles = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (account = ACCOUNT, at = folder): ReturnType<typeof openAccountShare> =>
  openAccountShare({ folder: at, account, pollMs: POLL, onTrouble: (words) => void troubles.push(words) });

function ask(slots: number, creates = 20): Parameters<ReturnType<typeof open>["take"]>[0] {
  const nowMs = Date.now();
  return { nowMs, slots, creates, windowMs: 60_000, openUntilMs: nowMs + 240_000 };
}

describe("an account that runs of one machine share", () => {
  it("gives a lone run all of it", () => {
    const share = open();
    expect([share.take(ask(2)), share.take(ask(2)), share.othersSlots()]).toEqual([0, 0, 0]);
    expect(share.take(ask(2))).toBe(POLL);
    share.hold(1);
    expect(share.take(ask(2))).toBe(0);
    share.close();
    expect(troubles).toEqual([]);
  });

  it("counts what others hold, until they give it back or leave", () => {
    const [one, other] = [open(), open()];
    one.take(ask(2));
    one.take(ask(2));
    expect(other.othersSlots()).toBe(2);
    expect(other.take(ask(2))).toBe(POLL);
    one.hold(1);
    // The other one waits and has fewer.
    expect(one.take(ask(2))).toBe(POLL);
    expect(other.take(ask(2))).toBe(0);
    one.close();
    expect(other.othersSlots()).toBe(0);
    other.close();
  });

  it("lets one that waits no more be passed over", () => {
    const [one, other] = [open(), open()];
    one.take(ask(1));
    expect(other.take(ask(1))).toBe(POLL);
    one.hold(0);
    other.rest();
    expect(one.take(ask(1))).toBe(0);
    one.close();
    other.close();
  });

  it("keeps one rate over all runs, those that are over included", () => {
    const [one, other] = [open(), open()];
    one.take(ask(9, 2));
    one.answered(Date.now() + 60_000);
    one.close();
    expect(other.take(ask(9, 2))).toBe(0);
    const waitMs = other.take(ask(9, 2));
    expect(waitMs).toBeGreaterThan(59_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    other.giveBack();
    other.hold(0);
    expect(other.take(ask(9, 2))).toBe(0);
    other.close();
  });

  it("keeps accounts apart", () => {
    const [one, other] = [open(), open({ ...ACCOUNT, keyHash: "01" })];
    one.take(ask(1));
    expect(other.othersSlots()).toBe(0);
    expect(other.take(ask(1))).toBe(0);
    one.close();
    other.close();
  });

  it("frees the slots of a process that was killed, and clears up after it", async () => {
    const script = `
      import { openAccountShare } from ${JSON.stringify(join(import.meta.dirname, "account-share.ts"))};
      const share = openAccountShare({ folder: ${JSON.stringify(folder)}, account: ${JSON.stringify(ACCOUNT)}, pollMs: 20, onTrouble: console.log });
      const nowMs = Date.now();
      for (let slot = 0; slot < 3; slot++) share.take({ nowMs, slots: 3, creates: 20, windowMs: 60000, openUntilMs: nowMs + 240000 });
      console.log("holds");
      setInterval(() => {}, 1000);`;
    const child = spawn(
      process.execPath,
      ["--conditions=@shotlist/source", "--input-type=module", "-e", script],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(child.stdout, "data");
    const before = open();
    expect(before.othersSlots()).toBe(3);
    expect(before.take(ask(3))).toBe(POLL);
    child.kill("SIGKILL");
    await once(child, "close");
    // One that comes later calls the roll at once.
    const after = open();
    expect(after.othersSlots()).toBe(0);
    after.close();
    // Its creates may have arrived, and count for a minute more; not for as long as an answer may take.
    const waitMs = before.take(ask(3, 3));
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(before.take(ask(3, 4))).toBe(0);
    before.close();
    expect((await readdir(folder)).filter((name) => name.endsWith(".run"))).toEqual([]);
  });

  it("goes without, and says so once, where the file cannot be used", async () => {
    const blocked = join(folder, "file");
    await writeFile(blocked, "not a folder");
    const share = open(ACCOUNT, blocked);
    expect([share.take(ask(1)), share.take(ask(1)), share.othersSlots()]).toEqual([0, 0, 0]);
    share.hold(1);
    share.answered(0);
    share.close();
    expect(troubles).toEqual([expect.stringMatching(/goes on as if it were the only one$/)]);
  });

  it("goes without when the file breaks while it runs", async () => {
    const share = open();
    share.take(ask(2));
    const [ledger = ""] = (await readdir(folder)).filter((name) => name.endsWith(".db"));
    share.close();
    await writeFile(
      join(folder, ledger),
      "not a database, and longer than a header of one hundred bytes".repeat(9),
    );
    const next = open();
    expect(next.take(ask(1))).toBe(0);
    next.close();
    expect(troubles).toHaveLength(1);
  });
});
