import { afterEach, describe, expect, it } from "vitest";
import { closeSimulators, type OpenSimulator, openSimulator } from "../testing/open-simulator.ts";

afterEach(closeSimulators);

async function completedLinks(
  open: OpenSimulator,
): Promise<{ readonly video: string; readonly image: string }> {
  const { id } = (await open.create()).body;
  open.pass(11);
  return (await open.api("GET", `/generations/${id}`)).body["assets"] as never;
}

describe("the CDN", () => {
  it("serves a clip whole, with its type, length and tag", async () => {
    const open = await openSimulator();
    const { video, image } = await completedLinks(open);
    expect(new URL(video).origin).toBe(open.simulator.cdnUrl);
    expect(open.simulator.baseUrl.startsWith(open.simulator.cdnUrl)).toBe(false);
    const answer = await fetch(video);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(bytes.length),
      "accept-ranges": "bytes",
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      "last-modified": "Fri, 02 Jan 2026 03:04:15 GMT",
    });
    const head = await fetch(video, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe(String(bytes.length));
    expect((await fetch(image)).headers.get("content-type")).toBe("image/png");
    expect(
      (await fetch(video, { headers: { "if-none-match": answer.headers.get("etag") ?? "" } })).status,
    ).toBe(304);
  });

  it("serves parts, as long as the tag fits", async () => {
    const { video } = await completedLinks(await openSimulator());
    const whole = await fetch(video);
    const etag = whole.headers.get("etag") ?? "";
    const bytes = Buffer.from(await whole.arrayBuffer());
    const part = async (range: string, ifRange?: string): Promise<[number, string | null, Buffer]> => {
      const headers = { range, ...(ifRange === undefined ? {} : { "if-range": ifRange }) };
      const answer = await fetch(video, { headers });
      return [answer.status, answer.headers.get("content-range"), Buffer.from(await answer.arrayBuffer())];
    };
    const n = bytes.length;
    expect(await part("bytes=0-9")).toEqual([206, `bytes 0-9/${n}`, bytes.subarray(0, 10)]);
    expect(await part("bytes=100-", etag)).toEqual([206, `bytes 100-${n - 1}/${n}`, bytes.subarray(100)]);
    expect(await part("bytes=-7")).toEqual([206, `bytes ${n - 7}-${n - 1}/${n}`, bytes.subarray(-7)]);
    expect(await part(`bytes=5-${n + 99}`)).toEqual([206, `bytes 5-${n - 1}/${n}`, bytes.subarray(5)]);
    expect(await part("bytes=100-", '"old"')).toEqual([200, null, bytes]);
    expect(await part("bytes=9-3")).toEqual([200, null, bytes]);
    expect(await part("bytes=0-1,4-5")).toEqual([200, null, bytes]);
    expect((await part(`bytes=${n}-`)).slice(0, 2)).toEqual([416, `bytes */${n}`]);
  });

  it("refuses a link once it has expired, and each look at the generation gives a new one", async () => {
    const open = await openSimulator({ linkLifetimeS: 60 });
    const { id } = (await open.create()).body;
    open.pass(10);
    const look = async (): Promise<string> =>
      ((await open.api("GET", `/generations/${id}`)).body["assets"] as { readonly video: string }).video;
    const first = await look();
    expect(new URL(first).searchParams.get("X-Amz-Expires")).toBe("60");
    expect(new URL(first).searchParams.get("X-Amz-Date")).toBe("20260102T030415Z");
    open.pass(59);
    expect((await fetch(first, { method: "HEAD" })).status).toBe(200);
    open.pass(1);
    const expired = await fetch(first);
    expect([expired.status, expired.headers.get("content-type")]).toEqual([403, "application/xml"]);
    expect(await expired.text()).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
    expect((await fetch(await look(), { method: "HEAD" })).status).toBe(200);
  });

  it("refuses forged, unknown and deleted", async () => {
    const open = await openSimulator();
    const { video } = await completedLinks(open);
    const prolonged = new URL(video);
    prolonged.searchParams.set("X-Sim-Expires", "9999999999999");
    expect(await (await fetch(prolonged)).text()).toContain("SignatureDoesNotMatch");
    expect((await fetch(`${open.simulator.cdnUrl}/elsewhere`)).status).toBe(403);
    expect((await fetch(video, { method: "POST" })).status).toBe(405);
    await open.api("DELETE", `/generations/${open.simulator.generations()[0]?.id}`);
    expect((await fetch(video)).status).toBe(404);
  });

  it("counts keys that were sent to the wrong host", async () => {
    const open = await openSimulator();
    const { image } = await completedLinks(open);
    await fetch(image);
    expect(open.simulator.stats().authorizationHeadersOnCdn).toBe(0);
    await fetch(image, { headers: { authorization: "Bearer luma-test" } });
    expect(open.simulator.stats().authorizationHeadersOnCdn).toBe(1);
  });
});
