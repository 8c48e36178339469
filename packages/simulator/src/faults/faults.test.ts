import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ApiAnswer,
  closeSimulators,
  type OpenSimulator,
  openSimulator,
} from "../testing/open-simulator.ts";
import { FAULTS, type FaultName, faultSpecProblem } from "./fault-spec.ts";

afterEach(closeSimulators);

const lost = "lost";
const outcome = async (answer: Promise<ApiAnswer>): Promise<number | typeof lost> =>
  answer.then(
    ({ status }) => status,
    () => lost,
  );

/** Creates a video whose prompt asks for a fault, and lets it end. */
async function completed(
  open: OpenSimulator,
  marker: string,
): Promise<{ readonly id: string; readonly url: string; readonly answer: ApiAnswer }> {
  const { id } = (await open.create({ prompt: `a pier ${marker}` })).body;
  open.pass(11);
  const answer = await open.api("GET", `/generations/${id}`);
  const assets = answer.body["assets"] as { readonly video: string } | null;
  return { id: String(id), url: assets?.video ?? "", answer };
}

describe("faults before and after accepting", () => {
  it.each<[FaultName, number | "lost", boolean]>([
    ["refuse-400", 400, false],
    ["401", 401, false],
    ["402", 402, false],
    ["403", 403, false],
    ["429-rate", 429, false],
    ["429-concurrency", 429, false],
    ["429-unknown", 429, false],
    ["500", 500, false],
    ["502", 502, false],
    ["503", 503, false],
    ["status", 409, false],
    ["lost-before", lost, false],
    ["500-after", 500, true],
    ["502-after", 502, true],
    ["503-after", 503, true],
    ["status-after", 409, true],
    ["lost-after", lost, true],
    ["truncated-201", lost, true],
    ["no-id-201", 201, true],
  ])("%s answers %s, accepted: %s", async (name, expected, isAccepted) => {
    const open = await openSimulator();
    expect(await outcome(open.create({ prompt: `a pier [[sim:${name}]]` }))).toBe(expected);
    expect(open.simulator.generations()).toHaveLength(isAccepted ? 1 : 0);
    expect(open.simulator.stats().faults).toEqual({ [name]: 1 });
    expect(open.simulator.stats().chargedUsdCents > 0).toBe(isAccepted);
  });

  it.each<[FaultName, boolean]>([
    ["hang-before", false],
    ["hang-after", true],
  ])("%s never answers, accepted: %s", async (name, isAccepted) => {
    const { simulator } = await openSimulator({ faults: { [name]: 1 } });
    const leave = new AbortController();
    const answer = fetch(`${simulator.baseUrl}/generations/video`, {
      method: "POST",
      headers: { authorization: "Bearer luma-test" },
      body: JSON.stringify({ model: "ray-2", prompt: "a pier" }),
      signal: leave.signal,
    });
    while (simulator.stats().creates.received === 0) await new Promise((resolve) => setImmediate(resolve));
    leave.abort();
    await expect(answer).rejects.toThrow();
    expect(simulator.generations()).toHaveLength(isAccepted ? 1 : 0);
    expect(simulator.stats().requests).toEqual({ "POST /generations/video": { hung: 1 } });
  });

  it("late-accept accepts after the client has left, and not sooner", async () => {
    const open = await openSimulator();
    expect(await outcome(open.create({ prompt: "a pier [[sim:late-accept=150]]" }))).toBe(lost);
    open.pass(149);
    expect((await open.api("GET", "/generations")).body["count"]).toBe(0);
    open.pass(2);
    const listed = await open.api("GET", "/generations");
    expect(listed.body["generations"]).toMatchObject([{ created_at: "2026-01-02T03:06:35.000000Z" }]);
    expect(open.simulator.stats().chargedUsdCents).toBe(70.78);
  });

  it("slow-answer answers in full, later", async () => {
    const { create, simulator } = await openSimulator({ speed: 1000 });
    expect((await create({ prompt: "a pier [[sim:slow-answer=20]]" })).status).toBe(201);
    expect(simulator.stats().faults).toEqual({ "slow-answer": 1 });
  });

  it("lets a request that was struck once through the next time, and counts by request", async () => {
    const { create } = await openSimulator();
    const prompt = "a pier [[sim:503]]";
    const statuses = [
      await create({ prompt }),
      await create({ prompt }),
      await create({ prompt, loop: true }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([503, 201, 503]);
  });

  it("strikes as often as the marker says", async () => {
    const { create } = await openSimulator();
    const prompt = "a pier [[sim:refuse-400=Job failed*2]]";
    const answers = [await create({ prompt }), await create({ prompt }), await create({ prompt })];
    expect(answers.map(({ status, body }) => [status, body.detail])).toEqual([
      [400, "Job failed"],
      [400, "Job failed"],
      [201, undefined],
    ]);
  });

  it("strikes the nth create", async () => {
    const { create } = await openSimulator({ faults: { "500": { nth: [2, 3] } } });
    const statuses = [await create(), await create(), await create(), await create()].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  it("strikes at about the asked rate, the same way each time", async () => {
    const run = async (): Promise<readonly number[]> => {
      const { create, simulator } = await openSimulator({ faults: { "500": 0.25 } });
      const statuses: number[] = [];
      for (let at = 0; at < 80; at += 1) statuses.push((await create()).status);
      await simulator.close();
      return statuses;
    };
    const first = await run();
    expect(first.filter((status) => status === 500).length).toBeGreaterThan(8);
    expect(first.filter((status) => status === 500).length).toBeLessThan(34);
    expect(await run()).toEqual(first);
  });

  it("is retired when asked to be", async () => {
    const { create, simulator, api } = await openSimulator({ faults: { retired: true } });
    const answer = await create();
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining("has been retired")]);
    simulator.setFaults({ retired: { status: 410, detail: "Gone" } });
    expect((await create()).body).toEqual({ detail: "Gone" });
    expect((await api("GET", "/ping")).status).toBe(200);
  });

  it("adds a Retry-After to its 429s when asked to", async () => {
    const { create } = await openSimulator({ limits: { createsPerMinute: 1 }, faults: { retryAfterS: 7 } });
    await create();
    expect((await create()).headers.get("retry-after")).toBe("7");
  });
});

describe("faults of a generation", () => {
  it.each([
    ["[[sim:fail]]", "Job failed"],
    ["[[sim:fail=Prompt processing failed]]", "Prompt processing failed"],
    ["[[sim:moderated]]", "Frame moderation failed"],
    ["[[sim:moderated=Advanced prompt moderation failed]]", "Advanced prompt moderation failed"],
  ])("%s fails with its reason and is refunded", async (marker, reason) => {
    const open = await openSimulator();
    const { answer } = await completed(open, marker);
    expect(answer.body).toMatchObject({ state: "failed", failure_reason: reason, assets: null });
    expect(open.simulator.stats()).toMatchObject({ refundedUsdCents: 70.78, balanceUsdCents: 100_000 });
  });

  it.each([
    ["stuck-queued", "queued"],
    ["stuck-dreaming", "dreaming"],
  ])("%s stays %s for ever", async (name, state) => {
    const open = await openSimulator();
    const { id } = await completed(open, `[[sim:${name}]]`);
    open.pass(1e6);
    expect((await open.api("GET", `/generations/${id}`)).body.state).toBe(state);
  });

  it("no-link completes without a link, for ever or for a while", async () => {
    const open = await openSimulator();
    const nothing = { video: null, image: null, progress_video: null };
    const forever = await completed(open, "[[sim:no-link]]");
    expect(forever.answer.body).toMatchObject({ state: "completed", assets: nothing });
    const { id, answer } = await completed(open, "[[sim:no-link=60]]");
    expect(answer.body["assets"]).toEqual(nothing);
    open.pass(50);
    expect((await open.api("GET", `/generations/${id}`)).body["assets"]).not.toEqual(nothing);
  });

  it("missing answers 404 for a known id, for ever or for a while", async () => {
    const open = await openSimulator();
    expect((await completed(open, "[[sim:missing]]")).answer.status).toBe(404);
    const { id, answer } = await completed(open, "[[sim:missing=60]]");
    expect(answer.status).toBe(404);
    open.pass(50);
    expect((await open.api("GET", `/generations/${id}`)).status).toBe(200);
  });

  it("echo-normalised shows the request with defaults filled in and white space folded", async () => {
    const { create } = await openSimulator();
    const { body } = await create({ prompt: "a  pier\n[[sim:echo-normalised]] " });
    expect(body["request"]).toMatchObject({
      prompt: "a pier [[sim:echo-normalised]]",
      duration: "5s",
      resolution: "720p",
    });
  });

  it("state-back shows a completed generation at work once more", async () => {
    const open = await openSimulator();
    const { id, answer } = await completed(open, "[[sim:state-back]]");
    expect(answer.body.state).toBe("dreaming");
    expect((await open.api("GET", `/generations/${id}`)).body.state).toBe("completed");
  });

  it.each([
    ["get-500", 500],
    ["get-500=503", 503],
    ["get-lost", lost],
    ["get-garbled", 200],
  ])("%s spoils one look: %s", async (marker, expected) => {
    const open = await openSimulator();
    const { id } = (await open.create({ prompt: `a pier [[sim:${marker}]]` })).body;
    const first = open.api("GET", `/generations/${id}`);
    expect(await outcome(first)).toBe(expected);
    if (expected === 200) expect((await first).body).toEqual({});
    expect((await open.api("GET", `/generations/${id}`)).body.id).toBe(id);
  });
});

describe("faults of the list", () => {
  const idsOf = (answer: ApiAnswer): readonly string[] =>
    (answer.body["generations"] as readonly { readonly id: string }[]).map(({ id }) => id);

  it("list-500 breaks every list, or only the large ones", async () => {
    const { api, simulator } = await openSimulator({ faults: { "list-500": 1 } });
    expect((await api("GET", "/generations?limit=1")).status).toBe(500);
    simulator.setFaults({ "list-500": { probability: 1, value: 50 } });
    expect((await api("GET", "/generations?limit=50")).status).toBe(500);
    expect((await api("GET", "/generations?limit=49")).status).toBe(200);
  });

  it("list-lost breaks the connection", async () => {
    const { api } = await openSimulator({ faults: { "list-lost": 1 } });
    expect(await outcome(api("GET", "/generations"))).toBe(lost);
  });

  it("list-lag hides a new generation from the list only", async () => {
    const open = await openSimulator();
    const { id } = (await open.create({ prompt: "a pier [[sim:list-lag=20]]" })).body;
    expect((await open.api("GET", `/generations/${id}`)).status).toBe(200);
    open.pass(19);
    expect(idsOf(await open.api("GET", "/generations"))).toEqual([]);
    open.pass(1);
    expect(idsOf(await open.api("GET", "/generations"))).toEqual([id]);
  });

  it("list-unsorted and list-partial answer in disorder, and less than there is", async () => {
    const { api, create, simulator } = await openSimulator();
    for (let at = 0; at < 12; at += 1) await create();
    const sorted = idsOf(await api("GET", "/generations"));
    simulator.setFaults({ "list-unsorted": 1 });
    const shuffled = idsOf(await api("GET", "/generations"));
    expect(shuffled).not.toEqual(sorted);
    expect([...shuffled].sort()).toEqual([...sorted].sort());
    simulator.setFaults({ "list-partial": 1 });
    const some = idsOf(await api("GET", "/generations"));
    expect(some.length).toBeLessThan(12);
    expect(sorted.filter((id) => some.includes(id))).toEqual(some);
  });

  it("list-clamp answers fewer than asked for, and says that there are more", async () => {
    const { api, create } = await openSimulator({ faults: { "list-clamp": { probability: 1, value: 3 } } });
    for (let at = 0; at < 5; at += 1) await create();
    expect((await api("GET", "/generations?limit=50")).body).toMatchObject({
      count: 3,
      limit: 3,
      has_more: true,
    });
  });

  it("list-arrival and list-departure change the account between pages", async () => {
    const { api, create, simulator } = await openSimulator();
    await create({ prompt: "mine alone" });
    simulator.setFaults({ "list-arrival": { probability: 1, value: "same" } });
    const listed = (await api("GET", "/generations")).body["generations"];
    expect(listed).toMatchObject([
      { request: { prompt: "mine alone" } },
      { request: { prompt: "mine alone" } },
    ]);
    expect(simulator.stats().foreign).toBe(1);
    simulator.setFaults({ "list-departure": 1 });
    expect((await api("GET", "/generations")).body["count"]).toBe(1);
  });
});

describe("faults of a download", () => {
  const fetchBytes = async (url: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(url)).arrayBuffer());

  it.each([
    ["download-500", 500],
    ["download-500=503", 503],
    ["download-expired", 403],
  ])("%s answers %i once", async (marker, status) => {
    const { url } = await completed(await openSimulator(), `[[sim:${marker}]]`);
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/xml"]);
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
  });

  it.each(["download-lost", "download-truncated"])("%s breaks off once", async (name) => {
    const { url } = await completed(await openSimulator(), `[[sim:${name}]]`);
    await expect(fetchBytes(url)).rejects.toThrow();
    expect((await fetchBytes(url)).length).toBeGreaterThan(1000);
  });

  it("download-short ends early and looks whole; download-html is a page; download-corrupt has no index", async () => {
    const open = await openSimulator();
    const marker = "[[sim:download-short]] [[sim:download-html]] [[sim:download-corrupt]]";
    const { url } = await completed(open, marker);
    const [corrupt, html, short, whole] = [
      await fetchBytes(url),
      await fetchBytes(url),
      await fetchBytes(url),
      await fetchBytes(url),
    ];
    expect(corrupt?.length).toBe(whole?.length);
    expect(corrupt?.equals(whole ?? Buffer.alloc(0))).toBe(false);
    expect(html?.toString()).toMatch(/^<!doctype html>/);
    expect(short?.length).toBe(Math.floor((whole?.length ?? 0) / 2));
    expect(whole?.toString("latin1", 4, 8)).toBe("ftyp");
  });

  it("download-slow delivers everything over time", async () => {
    const open = await openSimulator({ speed: 1000 });
    const { url } = await completed(open, "[[sim:download-slow=50]]");
    const begunAt = performance.now();
    const slow = await fetchBytes(url);
    expect(performance.now() - begunAt).toBeGreaterThan(40);
    expect(slow.equals(await fetchBytes(url))).toBe(true);
  });
});

describe("fault specifications", () => {
  it.each([
    [
      { "lost-after": 0.1, fail: { nth: [1], times: 2, value: "a" }, retired: true, retryAfterS: 3 },
      undefined,
    ],
    [{ retired: { status: 410, detail: "Gone", dialect: "agents" } }, undefined],
    [[], "faults must be an object"],
    [{ lost: 1 }, "fault 'lost' is unknown"],
    [{ fail: 2 }, "fault 'fail' has a probability outside 0 to 1"],
    [{ fail: { probability: -1 } }, "fault 'fail' has a probability outside 0 to 1"],
    [{ fail: true }, "fault 'fail' must be a probability or a rule"],
    [{ fail: { chance: 1 } }, "fault 'fail' has no 'chance'"],
    [{ fail: { nth: 1 } }, "fault 'fail' has an nth that is no list of whole numbers"],
    [{ fail: { times: "all" } }, "fault 'fail' has times that are no whole number"],
    [{ fail: { value: [] } }, "fault 'fail' has a value that is neither text nor number"],
    [{ retryAfterS: "3" }, "fault 'retryAfterS' must be a number"],
    [
      { retired: { status: 410 } },
      "fault 'retired' must be true, or a status and a detail, perhaps with a dialect",
    ],
  ])("%j: %s", (spec, problem) => {
    expect(faultSpecProblem(spec)).toBe(problem);
  });

  it("draw a value from a range, or one of several, the same way each time", async () => {
    const run = async (): Promise<readonly unknown[]> => {
      const { createAgents, simulator } = await openSimulator({
        faults: {
          "late-accept": { probability: 1, value: "60..300" },
          fail: { probability: 1, value: "output_not_found|content_moderated" },
        },
      });
      for (let at = 0; at < 30; at += 1) await outcome(createAgents());
      simulator.advance(400);
      return simulator.generations().map(({ lateByMs, failureCode }) => [lateByMs, failureCode]);
    };
    const drawn = (await run()) as readonly (readonly [number, string])[];
    const late = drawn.map(([lateByMs]) => lateByMs / 1000);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...late)).toBeLessThan(300);
    expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(100);
    expect(new Set(drawn.map(([, code]) => code))).toEqual(
      new Set(["output_not_found", "content_moderated"]),
    );
    expect(await run()).toEqual(drawn);
  });

  it("are all in the README", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    expect(Object.keys(FAULTS).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
