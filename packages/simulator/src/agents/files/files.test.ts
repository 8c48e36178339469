import { afterEach, describe, expect, it } from "vitest";
import { announce, giveFile, PNG, put } from "../../testing/give-file.ts";
import {
  BEGIN_MS,
  closeSimulators,
  type OpenSimulator,
  openSimulator,
} from "../../testing/open-simulator.ts";

afterEach(closeSimulators);

const look = async (open: OpenSimulator, id: unknown): Promise<unknown> =>
  (await open.agents("GET", `/files/${String(id)}`)).body.state ?? "gone";

function multipart(bytes: Buffer, fields: Record<string, string> = {}, type = "image/png"): FormData {
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(bytes)], { type }), "still.png");
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

async function post(open: OpenSimulator, form: FormData): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${open.simulator.agentsBaseUrl}/files`, {
    method: "POST",
    headers: { authorization: "Bearer luma-api-test", connection: "close" },
    body: form,
  });
  return { status: answer.status, body: await answer.json() };
}

describe("a file by presigned upload", () => {
  it("is pending until it is put, completed and looked at, then may be used", async () => {
    const open = await openSimulator();
    const announced = await announce(open, { filename: "a.png", purpose: "input" });
    const { id } = announced.body;
    expect([announced.status, announced.body]).toMatchObject([
      201,
      {
        id,
        state: "pending",
        file: {
          id,
          created_at: "2026-01-02T03:04:05Z",
          mime_type: "image/png",
          purpose: "input",
          size_bytes: PNG.length,
          state: "pending",
        },
        upload: {
          method: "PUT",
          url: expect.stringContaining(`${open.simulator.cdnUrl}/uploads/${id}?`),
          headers: { "content-type": "image/png" },
          expires_at: "2026-01-02T04:04:05Z",
        },
      },
    ]);
    const use = async (): Promise<unknown> =>
      (await open.createAgents({}, { start_frame: { file_id: id } })).body.detail ?? "accepted";
    expect((await open.agents("POST", `/files/${id}/complete`)).status).toBe(409);
    expect((await put(announced)).status).toBe(200);
    expect(await look(open, id)).toBe("pending");
    const completed = await open.agents("POST", `/files/${id}/complete`);
    expect([completed.status, completed.body.state]).toEqual([200, "pending"]);
    expect(await use()).toBe("start_frame: file is not ready");
    open.pass(1);
    expect(await look(open, id)).toBe("ready");
    expect(await use()).toBe("accepted");
  });

  it("is refused by the storage for a key, a wrong signature, type or path, and after an hour", async () => {
    const open = await openSimulator();
    const announced = await announce(open);
    const status = async (change: Parameters<typeof put>[2]): Promise<number> =>
      (await put(announced, PNG, change)).status;
    expect(await status({ headers: { authorization: "Bearer luma-api-test" } })).toBe(400);
    expect(open.simulator.stats().authorizationHeadersOnCdn).toBe(1);
    expect(await status({ url: (url) => url.replace(/Signature=./, "Signature=x") })).toBe(403);
    expect(await status({ url: (url) => url.replace(/uploads\/[^?]+/, "uploads/other") })).toBe(405);
    expect(await status({ headers: { "content-type": "image/jpeg" } })).toBe(403);
    open.pass(3600);
    expect(await status({})).toBe(403);
    expect(await look(open, announced.body.id)).toBe("pending");
  });

  it.each([
    ["shorter than announced", PNG.subarray(0, 20), "image/png"],
    ["of another kind than announced", PNG, "video/mp4"],
    ["no picture at all", Buffer.from("no picture at all, really"), "image/png"],
  ])("fails when it is %s", async (what, bytes, mimeType) => {
    const open = await openSimulator();
    const size = what.startsWith("shorter") ? PNG.length : bytes.length;
    const announced = await announce(open, { mime_type: mimeType, size_bytes: size });
    await put(announced, bytes);
    await open.agents("POST", `/files/${announced.body.id}/complete`);
    open.pass(1);
    expect(await look(open, announced.body.id)).toBe("failed");
  });

  it("ends when it was told to, or is deleted, and then is found no more", async () => {
    const open = await openSimulator();
    const ending = await giveFile(open, { expires_at: new Date(BEGIN_MS + 60_000).toISOString() });
    const deleted = await giveFile(open);
    expect([await look(open, ending), await look(open, deleted)]).toEqual(["ready", "ready"]);
    const removing = await open.agents("DELETE", `/files/${deleted}`);
    expect([removing.status, removing.text]).toEqual([204, ""]);
    open.pass(60);
    for (const id of [ending, deleted]) {
      expect((await open.agents("GET", `/files/${id}`)).body).toEqual({ detail: "File not found" });
      expect((await open.agents("DELETE", `/files/${id}`)).status).toBe(404);
      const use = await open.createAgents({}, { start_frame: { file_id: id } });
      expect(use.body.detail).toBe("start_frame: file not found");
    }
    expect((await open.agents("GET", "/files")).body["data"]).toEqual([]);
  });
});

describe("a file in one multipart request", () => {
  it("is ready at once, with its name, purpose and user", async () => {
    const open = await openSimulator();
    const { status, body } = await post(open, multipart(PNG, { purpose: "reference", user_id: "u-1" }));
    expect([status, body]).toMatchObject([
      201,
      {
        state: "ready",
        upload: null,
        file: { filename: "still.png", purpose: "reference", size_bytes: PNG.length, mime_type: "image/png" },
      },
    ]);
    const { id } = body as { readonly id: string };
    expect((await open.createAgents({}, { start_frame: { file_id: id } })).status).toBe(201);
  });

  it("is refused beyond 10 MB, and where it is no picture or clip", async () => {
    const open = await openSimulator();
    const large = await post(open, multipart(Buffer.concat([PNG, Buffer.alloc(10_000_000)])));
    expect([large.status, large.body]).toEqual([
      413,
      { detail: "File exceeds 10 MB; use a presigned upload" },
    ]);
    expect((await post(open, multipart(PNG, {}, "text/plain"))).status).toBe(400);
  });
});

describe("files", () => {
  it("are listed newest first, page by page, by purpose and state", async () => {
    const open = await openSimulator();
    const ids: string[] = [];
    for (let at = 0; at < 5; at += 1)
      ids.unshift(await giveFile(open, { purpose: at % 2 === 0 ? "input" : "reference" }));
    const pending = String((await announce(open)).body.id);
    const page = async (query: string): Promise<{ ids: unknown[]; more: unknown; cursor: unknown }> => {
      const {
        data,
        has_more: more,
        next_cursor: cursor,
      } = (await open.agents("GET", `/files?${query}`)).body;
      return { ids: (data as { readonly id: string }[]).map(({ id }) => id), more, cursor };
    };
    const first = await page("limit=4");
    expect(first).toEqual({ ids: [pending, ...ids.slice(0, 3)], more: true, cursor: expect.any(String) });
    // What arrives between two pages moves nothing.
    await announce(open);
    const second = await page(`limit=4&cursor=${String(first.cursor)}`);
    expect(second).toEqual({ ids: ids.slice(3), more: false, cursor: null });
    expect((await page("state=ready&purpose=reference")).ids).toEqual([ids[1], ids[3]]);
  });

  it.each([
    ["limit must be between 1 and 100", "GET", "?limit=0", undefined],
    ["limit must be between 1 and 100", "GET", "?limit=101", undefined],
    ["Invalid cursor", "GET", "?cursor=x", undefined],
    ["Invalid state 'lost'. Valid: failed, pending, ready", "GET", "?state=lost", undefined],
    ["mime_type is required", "POST", "", { size_bytes: 1 }],
    ["size_bytes must be a positive integer", "POST", "", { mime_type: "image/png", size_bytes: 0 }],
    ["Invalid purpose 'fun'. Valid: input, reference", "POST", "", { purpose: "fun" }],
    ["expires_at must lie in the future", "POST", "", { expires_at: "2020-01-01T00:00:00Z" }],
    ["filename must be a string", "POST", "", { filename: 7 }],
  ])("400: %s", async (detail, method, query, fields) => {
    const { agents } = await openSimulator();
    const isPartial = fields !== undefined && !("size_bytes" in fields);
    const body = isPartial ? { mime_type: "image/png", size_bytes: 9, ...fields } : fields;
    const answer = await agents(method, `/files${query}`, body);
    expect([answer.status, answer.body]).toEqual([400, { detail }]);
  });

  it("need a key, cost nothing, take no slot, and are counted by endpoint", async () => {
    const open = await openSimulator({ agents: { limits: { concurrency: 1, createsPerMinute: 1 } } });
    expect((await open.agents("GET", "/files?limit=1", undefined, { authorization: "" })).status).toBe(401);
    const id = await giveFile(open);
    await giveFile(open);
    expect((await open.agents("PATCH", `/files/${id}`, {})).status).toBe(405);
    const { chargedUsdCents, creates, requests } = open.simulator.stats().dialects.agents;
    expect([chargedUsdCents, creates.received]).toEqual([0, 0]);
    expect(requests["POST /files/{id}/complete"]).toEqual({ "200": 2 });
  });
});
