import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePlan, priceOf } from "@shotlist/core";
import { exampleShot, exampleSnapshot } from "@shotlist/core/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskNeed } from "./disk-need.ts";
import { examineDisk } from "./examine-disk.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-disk-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder that is to be made is judged by the disk that it will be on", async () => {
  const asked: string[] = [];
  const free = async (at: string): Promise<number> => {
    asked.push(at);
    return 5e9;
  };
  const deep = join(folder, "not", "yet");
  expect(await examineDisk(deep, { bytes: 4e9, clips: 3 }, free)).toEqual({
    check: "disk",
    level: "ok",
    message: `5.0 GB free at ${deep}, about 4.0 GB needed for 3 clips`,
  });
  expect(asked).toEqual([folder]);
  expect(await examineDisk(deep, { bytes: 6e9, clips: 1 }, free)).toMatchObject({
    level: "problem",
    code: "disk-short",
  });
});

test("a disk that does not tell is a warning, a file in the way a problem", async () => {
  const silent = (): Promise<number> => Promise.reject(new Error("ENOSYS"));
  expect(await examineDisk(folder, { bytes: 1, clips: 1 }, silent)).toMatchObject({ code: "disk-unknown" });
  await writeFile(join(folder, "file"), "");
  expect(await examineDisk(join(folder, "file", "below"), { bytes: 1, clips: 1 })).toMatchObject({
    code: "clips-unwritable",
  });
});

test("the real disk is asked", async () => {
  expect(await examineDisk(folder, { bytes: 1, clips: 1 })).toMatchObject({ level: "ok" });
  expect(await examineDisk(folder, { bytes: 1e18, clips: 1 })).toMatchObject({ code: "disk-short" });
});

test("what clips need grows with their length, their kind and their number", () => {
  const need = (fields: Parameters<typeof exampleShot>[0]): number => {
    const shots = [exampleShot(fields)];
    const plan = makePlan({
      name: "n",
      shots,
      snapshot: exampleSnapshot({}),
      priceOf: (shot) => priceOf(shot, {}),
      retry: "failed",
      retakeRejected: false,
      canList: () => true,
    });
    return diskNeed(plan, shots, []).bytes;
  };
  const short = need({ resolution: "720p", duration: "5s" });
  expect(need({ resolution: "720p", duration: "10s" })).toBe(short * 2);
  expect(need({ resolution: "720p", duration: "5s", takes: 3 })).toBe(short * 3);
  expect(need({ resolution: "1080p", duration: "5s" })).toBeGreaterThan(short);
  expect(need({ resolution: "1080p", duration: "5s", hdr: true, exr: true })).toBeGreaterThan(1e9);
});
