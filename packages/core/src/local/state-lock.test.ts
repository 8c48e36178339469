import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireStateLock, stateHolder } from "./state-lock.ts";

let folder: string;
let stateFile: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-lock-"));
  stateFile = join(folder, "a.shotlist.db");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

const acquire = (command = "shotlist run a.yaml") =>
  acquireStateLock({ stateFile, command, nowMs: () => Date.UTC(2026, 4, 1) });

/** A process of its own that takes the lock, says so, and holds it until it is killed. */
async function holdElsewhere(): Promise<ChildProcess> {
  const module = new URL("./state-lock.ts", import.meta.url).href;
  const script = `
    const { acquireStateLock } = await import(${JSON.stringify(module)});
    await acquireStateLock({ stateFile: ${JSON.stringify(stateFile)}, command: "shotlist run far.yaml", nowMs: () => 0 });
    console.log("held");
    setInterval(() => {}, 1_000);`;
  const child = spawn(
    process.execPath,
    ["--conditions=@shotlist/source", "--input-type=module", "-e", script],
    { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(new URL(".", import.meta.url)) },
  );
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  expect(line).toBe("held");
  return child;
}

test("a second run is refused and told who holds the state", async () => {
  const lock = await acquire();
  await expect(acquire()).rejects.toMatchObject({
    code: "state-locked",
    message: expect.stringContaining(
      `process ${process.pid} on ${hostname()} (shotlist run a.yaml) since 2026-05-01T00:00:00.000Z`,
    ),
  });
  await lock.release();
  const next = await acquire("shotlist run b.yaml");
  expect(next.holder.command).toBe("shotlist run b.yaml");
  await next.release();
});

test("releasing twice is harmless, also to the one who came after", async () => {
  const first = await acquire();
  await first.release();
  const second = await acquire();
  await first.release();
  expect(await stateHolder(stateFile)).toEqual(second.holder);
  await second.release();
});

test("after a release nothing says that the state is held", async () => {
  const lock = await acquire();
  await lock.release();
  expect(await stateHolder(stateFile)).toBeUndefined();
  expect(await readdir(folder)).toEqual(["a.shotlist.db.lock"]);
});

test("asking who holds a state makes no file", async () => {
  expect(await stateHolder(stateFile)).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
});

test("another process holds the state until it is killed; then the lock is free at once", async () => {
  const child = await holdElsewhere();
  expect(await stateHolder(stateFile)).toMatchObject({ pid: child.pid, command: "shotlist run far.yaml" });
  await expect(acquire()).rejects.toMatchObject({
    code: "state-locked",
    message: expect.stringContaining(`process ${child.pid}`),
  });

  child.kill("SIGKILL");
  await once(child, "exit");
  // The dead one's name is still in the holder file, but it holds nothing.
  expect(await readFile(`${stateFile}.holder.json`, "utf8")).toContain(String(child.pid));
  expect(await stateHolder(stateFile)).toBeUndefined();
  const lock = await acquire();
  expect(await stateHolder(stateFile)).toEqual(lock.holder);
  await lock.release();
});

test("a holder file that cannot be read does not hide that the state is held", async () => {
  const lock = await acquire();
  await writeFile(`${stateFile}.holder.json`, "{ half");
  expect(await stateHolder(stateFile)).toBe("unknown");
  await expect(acquire()).rejects.toMatchObject({
    code: "state-locked",
    message: expect.stringContaining("another process"),
  });
  await lock.release();
});

test("a state that is reached by two names has one lock", async () => {
  await writeFile(stateFile, "");
  const lock = await acquire();
  await symlink(stateFile, join(folder, "other.db"));
  stateFile = join(folder, "other.db");
  await expect(acquire()).rejects.toMatchObject({ code: "state-locked" });
  expect(await stateHolder(stateFile)).toEqual(lock.holder);
  await lock.release();
});

test("a folder that cannot hold a lock is said so", async () => {
  await writeFile(join(folder, "plain"), "");
  stateFile = join(folder, "plain", "a.shotlist.db");
  await expect(acquire()).rejects.toMatchObject({ code: "state-unwritable" });
});
