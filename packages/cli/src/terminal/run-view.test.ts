import { EventEmitter } from "node:events";
import { stripVTControlCharacters } from "node:util";
import type { RunEvent } from "@shotlist/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Io } from "../io.ts";
import { brokenLines } from "./live-driver.ts";
import { openRunView } from "./run-view.ts";
import { makeProgress } from "./sample-progress.ts";

class FakeStream extends EventEmitter {
  readonly isTTY: boolean;
  columns = 100;
  rows = 30;
  text = "";
  writes = 0;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    this.writes += 1;
    return true;
  }
}

function fakeIo(isTerminal: boolean): { io: Io; out: FakeStream; err: FakeStream } {
  const [out, err] = [new FakeStream(isTerminal), new FakeStream(isTerminal)];
  const io: Io = {
    cwd: "/",
    env: {},
    stdout: out as unknown as NodeJS.WriteStream,
    stderr: err as unknown as NodeJS.WriteStream,
    isTerminal,
    color: false,
    ask: () => Promise.resolve(""),
    onStopSignal: () => () => undefined,
  };
  return { io, out, err };
}

const about = { name: "spring", simulated: true, version: "1.0.0" };
const failed: RunEvent = {
  type: "take",
  atMs: 1_100_000,
  shotId: "mug",
  take: 1,
  from: "running",
  to: "failed",
  words: "Frame moderation failed",
  priceUsdE4: 7100,
};
const started: RunEvent = { type: "run-started", atMs: 1_000_000, shots: 96, toBuy: 58, epoch: 1 };

describe("without a terminal", () => {
  it("writes records, the version first, when they are asked for", () => {
    const { io, out, err } = fakeIo(false);
    const view = openRunView(io, { ...about, flags: { json: true } });
    view.observer(started, makeProgress());
    view.note("Stopping.");
    view.close();
    expect(out.text.split("\n")[0]).toBe('{"type":"version","format":1,"shotlist":"1.0.0"}');
    expect(JSON.parse(out.text.split("\n")[1] ?? "")).toEqual(started);
    expect(err.text).toBe("Stopping.\n");
  });

  it("says only what goes wrong when it is to be quiet", () => {
    const { io, out, err } = fakeIo(false);
    const view = openRunView(io, { ...about, flags: { quiet: true } });
    view.observer(started, makeProgress());
    view.observer(failed, makeProgress());
    view.close();
    expect(out.text).toBe("");
    expect(err.text).toBe("failed: mug: Frame moderation failed\n");
  });

  it("writes plain lines otherwise", () => {
    const { io, out } = fakeIo(false);
    const view = openRunView(io, { ...about, flags: {} });
    view.observer(failed, makeProgress());
    view.note("Stopping\u001b[2J.");
    expect(out.text).toBe("1970-01-01T00:18:20Z failed      mug: Frame moderation failed\nStopping [2J.\n");
  });
});

describe("on a terminal", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_102_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("draws nothing before the run begins, so that questions can be asked", () => {
    const { io, out } = fakeIo(true);
    const view = openRunView(io, { ...about, flags: {} });
    vi.advanceTimersByTime(5_000);
    view.close();
    expect(out.text).toBe("");
  });

  it("draws at most ten frames a second however many events come, and goes on without any", () => {
    const { io, out } = fakeIo(true);
    const view = openRunView(io, { ...about, flags: {} });
    for (let round = 0; round < 1_000; round += 1) {
      view.observer(failed, makeProgress({ done: round % 90 }));
      vi.advanceTimersByTime(1);
    }
    expect(out.writes).toBeGreaterThanOrEqual(9);
    expect(out.writes).toBeLessThanOrEqual(11);
    const before = out.writes;
    vi.advanceTimersByTime(1_000);
    expect(out.writes - before).toBeGreaterThanOrEqual(3);
    view.close();
  });

  it("ends with the last frame and what went wrong, and then is still", () => {
    const { io, out } = fakeIo(true);
    const view = openRunView(io, { ...about, flags: {} });
    view.observer(failed, makeProgress());
    vi.advanceTimersByTime(150);
    view.note("Stopping.");
    vi.advanceTimersByTime(10);
    expect(out.text).toContain("Stopping.");
    out.text = "";
    view.close();
    const end = stripVTControlCharacters(out.text);
    expect(end).toContain("took 1m 42s");
    expect(end.trimEnd().endsWith("✖ mug: Frame moderation failed")).toBe(true);
    const { writes } = out;
    vi.advanceTimersByTime(5_000);
    view.close();
    out.emit("resize");
    expect(out.writes).toBe(writes);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes the lines away that a narrower terminal has broken", () => {
    const { io, out } = fakeIo(true);
    const view = openRunView(io, { ...about, flags: {} });
    view.observer(failed, makeProgress());
    vi.advanceTimersByTime(150);
    out.text = "";
    out.columns = 50;
    out.emit("resize");
    expect(out.text.startsWith("\u001b[1A\u001b[2K")).toBe(true);
    expect(brokenLines("a".repeat(101), 50)).toBe(2);
    expect(brokenLines(`${"a".repeat(50)}\nb`, 50)).toBe(0);
    view.close();
  });
});
