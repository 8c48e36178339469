import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Plan } from "@shotlist/core";
import type { Shot } from "@shotlist/manifest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkUrls, withoutMissingPictures } from "./check-urls.ts";

let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    if (pathname === "/there.jpg") response.writeHead(200, { "content-type": "image/jpeg" }).end("x");
    else if (pathname === "/page") response.writeHead(200, { "content-type": "text/html" }).end("<p>");
    else if (pathname === "/huge.png") {
      response
        .writeHead(206, { "content-type": "image/png", "content-range": "bytes 0-0/60000000" })
        .end("x");
    } else if (pathname === "/broken.png") response.writeHead(503).end();
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test("only a definite no counts against a picture", async () => {
  const urls = ["/there.jpg", "/page", "/huge.png", "/broken.png", "/gone.png"].map((path) => base + path);
  const verdicts = await checkUrls([...urls, "http://127.0.0.1:1/refused.png"], new AbortController().signal);
  expect(urls.map((url) => verdicts.get(url)?.kind)).toEqual(["there", "no", "no", "unsure", "no"]);
  expect(verdicts.get(`${base}/page`)).toMatchObject({ why: "it is not a picture but text/html" });
  expect(verdicts.get("http://127.0.0.1:1/refused.png")?.kind).toBe("unsure");
});

test("a shot whose picture is not there is not bought, the others are", () => {
  const shot = (id: string, url: string) =>
    ({ id, keyframes: { frame0: { type: "image", url } } }) as unknown as Shot;
  const action = (shotId: string) => ({
    shotId,
    kind: "new",
    reason: "new",
    changedFields: [],
    buys: 1,
    priceUsdE4: 7,
    selected: true,
  });
  const plan = { actions: [action("a"), action("b")] } as unknown as Plan;
  const verdicts = new Map([
    ["https://x/a.png", { kind: "no", why: "the server answers 404" } as const],
    ["https://x/b.png", { kind: "unsure", why: "ETIMEDOUT" } as const],
  ]);
  const { actions } = withoutMissingPictures(
    plan,
    [shot("a", "https://x/a.png"), shot("b", "https://x/b.png")],
    verdicts,
  );
  expect(actions).toMatchObject([
    {
      kind: "blocked",
      buys: 0,
      priceUsdE4: 0,
      reason: "its picture https://x/a.png cannot be used: the server answers 404",
    },
    { kind: "new", buys: 1 },
  ]);
});
