import { afterEach, describe, expect, it } from "vitest";
import { announce, giveFile, PNG, put } from "../testing/give-file.ts";
import { closeSimulators, type OpenSimulator, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

const stateOf = async (open: OpenSimulator, id: unknown): Promise<unknown> => {
  const { status, body } = await open.agents("GET", `/files/${String(id)}`);
  return status === 200 ? body.state : status;
};

const outcome = (answer: Promise<{ readonly status: number }>): Promise<number | "lost"> =>
  answer.then(
    ({ status }) => status,
    () => "lost",
  );

describe("faults of the Files API", () => {
  it.each<[string, number | "lost"]>([
    ["file-create-500", 500],
    ["file-create-500=429", 429],
    ["file-create-lost", "lost"],
  ])("%s strikes once, the file is there", async (fault, status) => {
    const open = await openSimulator();
    const filename = `a [[sim:${fault}]].png`;
    expect(await outcome(announce(open, { filename }))).toBe(status);
    expect((await announce(open, { filename })).status).toBe(201);
    expect((await open.agents("GET", "/files")).body["data"]).toHaveLength(2);
  });

  it.each<[string, number | "lost"]>([
    ["file-complete-500", 500],
    ["file-complete-lost", "lost"],
  ])("%s completes all the same", async (fault, status) => {
    const open = await openSimulator();
    const announced = await announce(open, { filename: `a [[sim:${fault}]].png` });
    await put(announced);
    const path = `/files/${announced.body.id}/complete`;
    expect(await outcome(open.agents("POST", path))).toBe(status);
    open.pass(1);
    expect(await stateOf(open, announced.body.id)).toBe("ready");
    expect((await open.agents("POST", path)).status).toBe(200);
  });

  it.each<[string, number | "lost"]>([
    ["file-get-500=503", 503],
    ["file-get-lost", "lost"],
  ])("%s spoils one look", async (fault, status) => {
    const open = await openSimulator();
    const { id } = (await announce(open, { filename: `a [[sim:${fault}]].png` })).body;
    expect(await outcome(open.agents("GET", `/files/${id}`))).toBe(status);
    expect(await stateOf(open, id)).toBe("pending");
  });

  it("file-stuck, file-failed and file-expired leave no file to use", async () => {
    const open = await openSimulator();
    const give = (fault: string): Promise<string> => giveFile(open, { filename: `a [[sim:${fault}]].png` });
    const [stuck, slow, failed] = [
      await give("file-stuck"),
      await give("file-stuck=60"),
      await give("file-failed"),
    ];
    const expiring = await give("file-expired=60");
    expect(await stateOf(open, expiring)).toBe("ready");
    open.pass(60);
    expect(await Promise.all([stuck, slow, failed, expiring].map((id) => stateOf(open, id)))).toEqual([
      "pending",
      "ready",
      "failed",
      404,
    ]);
    const details = [];
    for (const id of [stuck, failed, expiring]) {
      details.push((await open.createAgents({}, { start_frame: { file_id: id } })).body.detail);
    }
    expect(details).toEqual([
      "start_frame: file is not ready",
      "start_frame: file is not ready",
      "start_frame: file not found",
    ]);
  });

  it.each<[string, number | "lost", boolean]>([
    ["put-403", 403, false],
    ["put-500", 503, false],
    ["put-lost", "lost", false],
    ["put-lost-after", "lost", true],
  ])("%s spoils one upload", async (fault, status, isKept) => {
    const open = await openSimulator();
    const announced = await announce(open, { filename: `a [[sim:${fault}]].png` });
    expect(await outcome(put(announced))).toBe(status);
    const early = await open.agents("POST", `/files/${announced.body.id}/complete`);
    expect(early.status).toBe(isKept ? 200 : 409);
    if (!isKept) expect((await put(announced)).status).toBe(200);
  });

  it.each(["put-hang", "file-create-hang"] as const)("%s never answers", async (fault) => {
    const open = await openSimulator();
    const announced = await announce(open);
    open.simulator.setFaults({ [fault]: 1 });
    const answer = outcome(fault === "put-hang" ? put(announced, PNG) : announce(open));
    while (open.simulator.stats().faults[fault] === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    await open.simulator.close();
    expect(await answer).toBe("lost");
  });
});
