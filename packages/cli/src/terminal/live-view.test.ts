import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { LiveLook } from "./brush.ts";
import type { EventLine } from "./event-line.ts";
import { type LiveState, renderLiveView } from "./live-view.ts";
import { makeProgress } from "./sample-progress.ts";

const event = (subject: string, words = "its clip is there"): EventLine => ({
  atMs: 1_041_000,
  sign: "done",
  tone: "good",
  kind: "done",
  subject,
  words,
  lasting: false,
});
const state = (fields: Partial<LiveState> = {}): LiveState => ({
  name: "spring-apparel",
  simulated: false,
  progress: makeProgress(),
  events: [event("mug-orbit@16x9"), event("茶碗セット-orbit@9x16")],
  ended: false,
  ...fields,
});
const look = (fields: Partial<LiveLook> = {}): LiveLook => ({
  columns: 100,
  rows: 30,
  color: false,
  nowMs: 1_102_000,
  ...fields,
});

describe("a live view at 100 columns", () => {
  const lines = renderLiveView(state(), look()).split("\n");

  it("says what runs, for how long, and how long still", () => {
    expect(lines[0]).toMatch(/^\S spring-apparel {20,}1m 42s · about 2 min left$/);
  });

  it("shows the bar with its share, and every state with sign and count", () => {
    expect(lines[1]).toMatch(/^█+▓+▒+x+░+ {2}38 of 96$/);
    expect(lines[2]).toBe("✔ 38 done   ↓  2 downloading   ● 10 running   ○ 44 waiting   ✖  2 failed");
  });

  it("shows slots, creates, money and bytes", () => {
    expect(lines[4]).toMatch(/^slots {4}■■■■■■■■□□ {2}8 of 10 +creates {2}14 of 20 a minute$/);
    expect(lines[5]).toMatch(/^spend {4}\$27\.12 of \$150\.00 \(\$4\.20 now\) +clips {4}148 MB downloaded$/);
  });

  it("shows the last events in columns that hold with wide characters, and the key", () => {
    expect(lines[7]).toMatch(/^ {3}0:41 {2}✔ mug-orbit@16x9 {16}its clip is there$/);
    const before = (line: string | undefined): number => stringWidth((line ?? "").split("its clip")[0] ?? "");
    expect(before(lines[8])).toBe(before(lines[7]));
    expect(lines.at(-1)).toBe("Ctrl-C stops after the downloads at hand; the next run goes on");
  });
});

describe("a live view", () => {
  it("fits any terminal, whatever it shows", () => {
    const count = fc.nat(20_000);
    fc.assert(
      fc.property(
        fc.record({
          name: fc.string({ unit: "grapheme" }),
          words: fc.string({ unit: "grapheme", maxLength: 200 }),
          counts: fc.record({
            total: count,
            done: count,
            waiting: count,
            running: count,
            failed: count,
            slots: count,
          }),
          simulated: fc.boolean(),
          ended: fc.boolean(),
          stopping: fc.boolean(),
          color: fc.boolean(),
          unicode: fc.boolean(),
        }),
        fc.integer({ min: 40, max: 160 }),
        fc.integer({ min: 6, max: 50 }),
        (draw, columns, rows) => {
          const { counts, name, simulated, ended, words } = draw;
          const text = renderLiveView(
            state({
              name,
              simulated,
              ended,
              progress: makeProgress(counts),
              events: Array.from({ length: 7 }, () => event(words, words)),
              ...(draw.stopping ? { stopping: words } : {}),
            }),
            look({ columns, rows, color: draw.color, unicode: draw.unicode }),
          );
          const lines = text.split("\n");
          expect(lines.length).toBeLessThan(rows);
          for (const line of lines) expect(stringWidth(line)).toBeLessThan(columns);
        },
      ),
    );
  });

  it("says the same with and without colours", () => {
    const plain = renderLiveView(state(), look());
    const painted = renderLiveView(state(), look({ color: true }));
    expect(painted).toContain("\u001b[");
    expect(plain).not.toContain("\u001b");
    const withoutBar = (text: string): string[] => text.split("\n").filter((_, index) => index !== 1);
    expect(withoutBar(stripVTControlCharacters(painted))).toEqual(withoutBar(plain));
  });

  it("keeps to ASCII where that is asked for", () => {
    const text = renderLiveView(state({ events: [event("mug")], simulated: true }), look({ unicode: false }));
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(text).toContain("+ 38 done");
  });

  it("stands on one column at 40, without meters and clocks", () => {
    const lines = renderLiveView(state(), look({ columns: 40 })).split("\n");
    expect(lines[0]).toMatch(/^\S spring-apparel$/);
    expect(lines[1]).toBe("  1m 42s · about 2 min left");
    expect(lines).toContain("slots    8 of 10");
    expect(lines).toContain("spend    $27.12 of $150.00");
    expect(lines.at(-1)).toBe("Ctrl-C stops gently");
  });

  it("gives up blank lines, then older events, then facts on a low terminal", () => {
    const at = (rows: number): string[] => renderLiveView(state(), look({ rows })).split("\n");
    expect(at(12)).toContain("");
    expect(at(9)).not.toContain("");
    expect(at(9)).toHaveLength(8);
    expect(at(8).filter((line) => line.includes("its clip"))).toHaveLength(1);
    expect(at(6).some((line) => line.startsWith("slots"))).toBe(true);
    expect(at(5)).toHaveLength(3);
    expect(at(5)[2]).toContain("38 done");
  });

  it("names the last five events only", () => {
    const events = Array.from({ length: 9 }, (_, index) => event(`shot-${index}`));
    const text = renderLiveView(state({ events }), look());
    expect(text).not.toContain("shot-3");
    expect(text).toContain("shot-4");
    expect(text).toContain("shot-8");
  });

  it("marks a simulation and calls its money simulated", () => {
    const text = renderLiveView(state({ simulated: true }), look());
    expect(text).toContain("spring-apparel  simulated");
    expect(text).toContain("$27.12 of $150.00 (simulated)");
  });

  it("counts the time left down between two events, to a few seconds at least", () => {
    const left = (nowMs: number): string => renderLiveView(state(), look({ nowMs })).split("\n")[0] ?? "";
    expect(left(1_102_000 + 80_000)).toContain("3m 02s · 40s left");
    expect(left(1_102_000 + 500_000)).toContain("a few seconds left");
    const { timeLeftMs: _, ...unknown } = makeProgress();
    expect(renderLiveView(state({ progress: unknown }), look())).not.toContain("left");
  });

  it("says why it stops, and what the next Ctrl-C does, once", () => {
    const text = renderLiveView(state({ stopping: "The budget is used up." }), look());
    expect(text).toContain("The budget is used up.\nCtrl-C again leaves at once");
    const told = renderLiveView(state({ stopping: "Stopping; press Ctrl-C again to leave." }), look());
    expect(told.match(/Ctrl-C/g)).toHaveLength(1);
  });

  it("leaves a short record at the end", () => {
    const done = makeProgress({ done: 96, waiting: 0, running: 0, downloading: 0, failed: 0 });
    const lines = renderLiveView(state({ ended: true, progress: done }), look()).split("\n");
    expect(lines[0]).toMatch(/^✔ spring-apparel +took 1m 42s$/);
    expect(lines.slice(2)).toEqual(["✔ 96 done", "$27.12 of $150.00 ($4.20 now) · 148 MB downloaded"]);
    expect(renderLiveView(state({ ended: true }), look())).toMatch(/^✖/);
    const cut = makeProgress({ failed: 0, waiting: 46 });
    expect(renderLiveView(state({ ended: true, progress: cut }), look())).toMatch(/^■/);
  });
});
