import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

const REQUEST = `{"user_prompt":"a lighthouse in fog","model_name":"ray-v2","duration":"5","resolution":"720p","expand_prompt":false}`;
const QUEUED = `{"id":"luma_gen_1","state":"queued","created_at":"2026-05-01T10:00:00Z"}`;
const COMPLETED = `{"id":"luma_gen_1","state":"completed","created_at":"2026-05-01T10:00:00Z","video":{"url":"https://storage.cdn-luma.com/x.mp4","download_url":"https://storage.cdn-luma.com/x.mp4"}}`;

describe("the published examples of Crazyrouter's Luma route", () => {
  it("a create, and the task that is queued, then completed", async () => {
    const { crazyrouter, pass } = await openSimulator({ latency: { queuedS: 4, meanS: 10, spreadS: 0 } });
    const created = await crazyrouter("POST", "/luma/generations", REQUEST);
    const { id } = created.body;
    const created_at = "2026-01-02T03:04:05Z";
    expect(id).toMatch(/^luma_gen_\w+$/);
    expect([created.status, created.body]).toEqual([
      200,
      { ...(JSON.parse(QUEUED) as object), id, created_at },
    ]);
    pass(20);
    const done = await crazyrouter("GET", `/luma/generations/${id}`);
    const link = expect.stringMatching(/^http.*\.mp4\?/);
    expect(done.body).toEqual({
      ...(JSON.parse(COMPLETED) as object),
      id,
      created_at,
      video: { url: link, download_url: link },
    });
  });

  it.each([
    [
      "401",
      401,
      `{"error":{"message":"Invalid API key","type":"authentication_error","code":"invalid_api_key"}}`,
    ],
    [
      "402",
      403,
      `{"error":{"message":"Insufficient quota","type":"insufficient_quota","code":"insufficient_quota"}}`,
    ],
    [
      "429-rate",
      429,
      `{"error":{"message":"Rate limit exceeded","type":"rate_limit_error","code":"rate_limit_exceeded"}}`,
    ],
    [
      "503-channel",
      503,
      `{"code":"get_channel_failed","message":"model ray-v2 is temporarily unavailable, please try again later","data":null}`,
    ],
  ])("the error of %s", async (fault, status, published) => {
    const { createTask } = await openSimulator();
    const answer = await createTask({ user_prompt: `a pier [[sim:${fault}]]`, model_name: "ray-v2" });
    expect([answer.status, answer.body]).toEqual([status, JSON.parse(published)]);
  });

  it("a model without a channel", async () => {
    const { createTask } = await openSimulator();
    const answer = await createTask({ model_name: "ray-v3" });
    expect([answer.status, answer.body]).toMatchObject([
      503,
      { error: { type: "new_api_error", code: "model_not_found" } },
    ]);
  });
});
