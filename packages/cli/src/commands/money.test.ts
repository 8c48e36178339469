import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("m.yaml", manifestOf("ray-2", { mug: "a mug", cup: "a cup" }));
});
afterEach(() => bench.close());

describe("plan", () => {
  test("--format markdown gives a pull request's text, the same each time, and --json excludes it", async () => {
    const ended = await bench.shotlist(["plan", "m.yaml", "--format", "markdown"]);
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(ended.out).toMatch(/^### Plan for <code>bench<\/code>\n/);
    expect(ended.out).toContain("| **To buy now** | **&#36;1.4156 for 2 takes** |");
    expect(ended.out).toContain("| <code>mug</code> | ");
    expect((await bench.shotlist(["plan", "m.yaml", "--format", "markdown"])).out).toBe(ended.out);
    const detailed = await bench.shotlist(["plan", "m.yaml", "--format", "markdown", "--detailed-exitcode"]);
    expect(detailed.code).toBe(10);
    expect((await bench.shotlist(["plan", "m.yaml", "--format", "markdown", "--json"])).code).toBe(2);
  });

  test("--out FILE.json leaves Markdown alone on stdout", async () => {
    const ended = await bench.shotlist(["plan", "m.yaml", "--format", "markdown", "--out", "p.json"]);
    expect(ended.out).not.toContain("Saved as");
    expect(ended.err).toContain("Saved as p.json");
  });

  test("--compare-to tells the difference in text, Markdown and records", async () => {
    await bench.write("base.yaml", manifestOf("ray-2", { mug: "a mug", old: "an old thing", gone: "gone" }));
    await bench.write("m.yaml", manifestOf("ray-2", { mug: "a blue mug", cup: "an old thing" }));
    const words = ["plan", "m.yaml", "--compare-to", "base.yaml"];
    const text = await bench.shotlist(words);
    expect(text, text.err).toMatchObject({ code: 0 });
    expect(text.out).toContain("Against base.yaml: 1 removed, 1 changed, 1 unchanged");
    expect(text.out).toMatch(/~ mug {2}prompt changed {2}\$0\.7078/);
    expect(text.out).toContain("Whole manifest, once: $2.1234 → $1.4156 (-$0.7078)");
    const markdown = await bench.shotlist([...words, "--format", "markdown"]);
    expect(markdown.out).toContain(
      "| Against <code>base.yaml</code> | **&#36;2.1234 → &#36;1.4156 (-&#36;0.7078)** |",
    );
    const json = await bench.shotlist([...words, "--json"]);
    expect(json.records("cost-difference")).toMatchObject([
      { other: "base.yaml", differenceUsdE4: -7_078, counts: { removed: 1, changed: 1, unchanged: 1 } },
    ]);
    expect(json.records("shot-difference").map(({ shotId, change }) => [shotId, change])).toEqual([
      ["mug", "changed"],
      ["cup", "unchanged"],
      ["gone", "removed"],
    ]);
  });

  test("--compare-to a manifest with errors, or none, ends with 2", async () => {
    await bench.write("base.yaml", "version: 1\nshots:\n  - { id: a, prompt: x, duratoin: 5s }\n");
    const faulty = await bench.shotlist(["plan", "m.yaml", "--compare-to", "base.yaml"]);
    expect(faulty).toMatchObject({ code: 2, err: expect.stringContaining("duratoin") });
    expect((await bench.shotlist(["plan", "m.yaml", "--compare-to", "none.yaml"])).code).toBe(2);
  });
});

describe("spend and balance", () => {
  test("a run that is charged what it recorded says nothing; status and report say what it was", async () => {
    const ran = await bench.run("m.yaml");
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(ran.err).not.toContain("balance");
    const { out } = await bench.shotlist(["status", "m.yaml", "--spend"]);
    expect(out).toMatch(/DAY \(UTC\).*\n\d{4}-\d\d-\d\d +2 +\$1\.4156/);
    expect(out).toMatch(/ray-2 +2 +\$1\.4156/);
    const json = await bench.shotlist(["status", "m.yaml", "--spend", "--json"]);
    expect(json.records("spend")).toMatchObject([{ total: { takes: 2, spentUsdE4: 14_156 } }]);
    const csv = await readFile(bench.path("report/spend.csv"), "utf8");
    expect(csv).toMatch(/^by,key,takes,spent_usd,.*\r\ntotal,,2,1\.4156,0,0,0\r\n/);
    const file = JSON.parse(await readFile(bench.path("report/spend.json"), "utf8")) as object;
    expect(file).toMatchObject({ kind: "shotlist-spend", models: [{ key: "ray-2", spent_usd: 1.4156 }] });
  });

  test("status --balance asks once, and says what the state explains", async () => {
    expect((await bench.run("m.yaml")).code).toBe(0);
    const { code, out } = await bench.shotlist(["status", "m.yaml", "--balance"]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Dream Machine: \$998\.5\d+ left\.\nThis state: \$1\.4156 spent there, \$0\.00 held/,
    );
    const json = await bench.shotlist(["status", "m.yaml", "--balance", "--json"]);
    expect(json.records("balance")).toMatchObject([{ takes: 2, spentUsdE4: 14_156, toBuyUsdE4: 0 }]);
    expect((await bench.shotlist(["status", "m.yaml", "--balance", "--simulate"])).code).toBe(0);
    delete bench.env["LUMA_API_KEY"];
    expect((await bench.shotlist(["status", "m.yaml", "--balance"])).code).toBe(2);
  });

  test("prices that are out of date are noticed after the run, and the run is none the worse", async () => {
    await bench.write(
      "m.yaml",
      `${manifestOf("ray-2", { mug: "a mug", cup: "a cup" })}prices: { "ray-2/*/*": 0.10 }\n`,
    );
    const ran = await bench.run("m.yaml");
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toMatch(
      /warning: The account's balance fell by \$1\.4\d* during this run, and the run's takes come to \$0\.20: .* more than recorded\. Likely reasons: /,
    );
    expect(ran.err.match(/warning: The account/g)).toHaveLength(1);
  });

  test("with --json every run on Dream Machine has a record, and a simulated one has none", async () => {
    const ran = await bench.run("m.yaml", "--json");
    expect(ran.records("balance-check")).toMatchObject([
      { dialect: "dream-machine", recordedUsdE4: 14_156, takes: 2, unknownPrices: 0 },
    ]);
    const simulated = await bench.run("m.yaml", "--json", "--simulate");
    expect(simulated.code, simulated.err).toBe(0);
    expect(simulated.records("balance-check")).toEqual([]);
  });
});
