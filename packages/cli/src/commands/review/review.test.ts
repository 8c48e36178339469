import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import type { Decision } from "@shotlist/reporter";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, openBench } from "../../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const MANIFEST = `version: 1
name: bench
defaults: { model: ray-2, resolution: 540p }
profiles: { final: { resolution: 1080p } }
limits: { concurrency: 10, requests_per_minute: 600, poll_min_s: 0.2, poll_max_s: 2 }
shots:
  - { id: mug, prompt: "A mug, camera static", tags: [hero] }
  - id: cup
    prompt: A cup on a table, camera static   # as it is
`;

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("shots.yaml", MANIFEST);
  expect((await bench.run("shots.yaml")).code).toBe(0);
});
afterEach(() => bench.close());

const AT = "2020-01-01T00:00:00.000Z";
const creates = (): number => bench.luma.generations().length;

/** The decision on a take's clip as it is, made after it. */
function decision(shotId: string, fields: Partial<Decision> = {}): Decision {
  const take = fields.take ?? 1;
  const database = new DatabaseSync(bench.path("bench.shotlist.db"), { readOnly: true });
  const row = database.prepare("SELECT body FROM takes WHERE shot_id = ? AND number = ?").get(shotId, take);
  database.close();
  const { clip } = JSON.parse(String(row?.["body"])) as { clip: { sha256: string } };
  const at = new Date().toISOString();
  return { shotId, take, sha256: clip.sha256, verdict: "approved", note: "", retake: false, at, ...fields };
}

async function apply(...decisions: readonly Decision[]): ReturnType<CommandBench["shotlist"]> {
  const file = { kind: "shotlist-decisions", version: 1, name: "bench", madeAt: AT, decisions };
  await bench.write("decisions.json", JSON.stringify(file));
  return bench.shotlist(["review", "apply", "shots.yaml", "decisions.json"]);
}

describe("review apply", () => {
  test("stores decisions, says what each means, and a retake is bought once", async () => {
    const rejected = decision("cup", { verdict: "rejected", note: "zu dunkel", retake: true });
    const applied = await apply(decision("mug"), rejected);
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.out).toContain("mug, take 1: approved → buys nothing: take 1 is approved");
    expect(applied.out).toContain(
      "cup, take 1: rejected, retake wanted → buys 1, $0.3981: a retake was asked for: take 1 was rejected",
    );
    expect(applied.out).toContain("2 stored, 0 refused; the next run buys 1, $0.3981.");
    const before = creates();
    expect((await bench.run("shots.yaml")).code).toBe(0);
    expect(creates() - before).toBe(1);
    expect(await apply(decision("mug"), rejected)).toMatchObject({ code: 0 });
    expect((await bench.run("shots.yaml")).code).toBe(0);
    expect(creates() - before).toBe(1);
  });

  test("rejecting alone buys nothing, until --only rejected asks", async () => {
    const applied = await apply(decision("cup", { verdict: "rejected" }));
    expect(applied.out).toContain("buys nothing: take 1 was rejected; --only rejected makes a retake");
    const before = creates();
    await bench.run("shots.yaml");
    expect(creates() - before).toBe(0);
    expect((await bench.run("shots.yaml", "--only", "rejected")).code).toBe(0);
    expect(creates() - before).toBe(1);
  });

  test("another take beside an approved one is bought once, and so is one for each of several", async () => {
    const beside = decision("mug", { retake: true });
    const applied = await apply(beside, decision("cup", { verdict: "none", retake: true }));
    expect(applied.out).toContain("the next run buys 2");
    const before = creates();
    expect((await bench.run("shots.yaml")).code).toBe(0);
    expect(creates() - before).toBe(2);
    await apply(decision("mug", { take: 2, verdict: "rejected", retake: true }), beside);
    expect((await bench.shotlist(["plan", "shots.yaml"])).out).toContain("✓ 2 shots are done");
    expect((await bench.run("shots.yaml")).code).toBe(0);
    expect(creates() - before).toBe(2);
  });

  test("a decision on another file is refused, and the others stand", async () => {
    const applied = await apply(
      decision("mug"),
      decision("cup", { sha256: "ab".repeat(32) }),
      decision("cup", { shotId: "jug" }),
      { ...decision("cup"), take: 7 },
      decision("cup", { shotId: "\u001b[2J\ncup" }),
    );
    expect(applied).toMatchObject({ code: 3 });
    expect(applied.err).toContain(
      "refused: cup, take 1: the clip of take 1 is another file than the one that was judged",
    );
    expect(applied.err).toContain("refused: jug, take 1: the state has no takes of this shot");
    expect(applied.err).toContain("refused: cup, take 7: the shot has no take 7");
    expect(applied.err).not.toContain("\u001b");
    expect((await bench.shotlist(["plan", "shots.yaml", "--json"])).records("plan-action")).toMatchObject([
      { shotId: "mug", reason: "take 1 is approved" },
      { shotId: "cup", reason: "all there" },
    ]);
  });

  test.each([
    ["of another manifest", { kind: "shotlist-decisions", version: 1, name: "spring", decisions: [] }],
    ["of a later version", { kind: "shotlist-decisions", version: 2, name: "bench", decisions: [] }],
    ["that are none", "{"],
  ])("decisions %s are refused as a whole", async (_, content) => {
    await bench.write("decisions.json", typeof content === "string" ? content : JSON.stringify(content));
    const ended = await bench.shotlist(["review", "apply", "shots.yaml", "decisions.json"]);
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("[decisions-unreadable]") });
  });
});

describe("a changed prompt", () => {
  const changed = (shotId: string, prompt: string): Decision =>
    decision(shotId, { verdict: "rejected", retake: true, prompt });

  test("is shown as a patch, buys nothing before it is in the manifest, and then what it says", async () => {
    const applied = await apply(changed("cup", 'A "red" cup, camera static'));
    expect(applied.out).toContain("waits for the changed prompt");
    const before = creates();
    await bench.run("shots.yaml");
    expect(creates() - before).toBe(0);
    expect((await bench.shotlist(["state", "show", "shots.yaml", "cup"])).out).toMatch(
      / verdict +rejected\n +retake +asked for with the prompt: A "red" cup, camera static\n/,
    );

    const { out } = await bench.shotlist(["review", "prompts", "shots.yaml"]);
    expect(out.split("\n").slice(2)).toEqual([
      "@@ -6,4 +6,4 @@",
      " shots:",
      '   - { id: mug, prompt: "A mug, camera static", tags: [hero] }',
      "   - id: cup",
      "-    prompt: A cup on a table, camera static   # as it is",
      '+    prompt: "A \\"red\\" cup, camera static"   # as it is',
      "",
    ]);
    expect(await readFile(bench.path("shots.yaml"), "utf8")).toBe(MANIFEST);

    const line = out.split("\n").find((text) => text.startsWith("+ "))!;
    await bench.write("shots.yaml", MANIFEST.replace(/ {4}prompt: A cup.*/, line.slice(1)));
    expect((await bench.run("shots.yaml")).code).toBe(0);
    expect(bench.luma.generations().at(-1)).toMatchObject({
      request: { prompt: 'A "red" cup, camera static' },
    });
    const after = await bench.shotlist(["review", "prompts", "shots.yaml"]);
    expect(after).toMatchObject({ out: "", err: expect.stringContaining("No changed prompt") });
  });

  test("that no edit of the YAML gives is shown to be pasted, without what steers a terminal", async () => {
    const applied = await apply(changed("mug", "{{ mug }} \u001b[31mred, camera static"));
    expect(applied.out).not.toContain("+++");
    expect(applied.err).toContain("The prompt of mug, changed for a retake of take 1");
    expect(applied.err).not.toContain("\u001b");
  });
});

describe("promotion", () => {
  test("makes the approved shots alone, as new clips that nobody has judged, and going back buys nothing", async () => {
    await apply(decision("mug"));
    const final = ["--profile", "final", "--only", "approved"];
    const plan = await bench.shotlist(["plan", "shots.yaml", ...final]);
    expect(plan.out).toContain(
      "mug  resolution changed; a new clip, not a sharper copy of take 1, which is approved  $1.5925",
    );
    expect(plan.out).toContain("needs a verdict of its own");
    const before = creates();
    expect((await bench.run("shots.yaml", ...final)).code).toBe(0);
    expect(creates() - before).toBe(1);
    const status = await bench.shotlist(["status", "shots.yaml", "--json", "--profile", "final"]);
    const mug = status.records("shot").find(({ id }) => id === "mug") as unknown as {
      takes: readonly { current: boolean; verdict?: object }[];
    };
    expect(mug.takes.map(({ current, verdict }) => [current, verdict !== undefined])).toEqual([
      [false, true],
      [true, false],
    ]);
    await bench.run("shots.yaml", ...final);
    await bench.run("shots.yaml");
    expect(creates() - before).toBe(1);
  });
});
