import { startSimulator } from "@shotlist/simulator";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBrowser } from "../browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** What a browser makes of a picture: its size, and its mean colour in each ninth of it. */
function readPicture(page: Page, url: string): Promise<{ size: number[]; colours: number[] }> {
  return page.evaluate(async (source) => {
    const picture = new Image();
    picture.crossOrigin = "anonymous";
    picture.src = source;
    await picture.decode();
    const canvas = new OffscreenCanvas(3, 3);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, 3, 3);
    const { data } = context.getImageData(0, 0, 3, 3);
    return { size: [picture.naturalWidth, picture.naturalHeight], colours: [...data] };
  }, url);
}

it("stills are pictures that a browser shows, the same one as JPEG and as PNG", async () => {
  const luma = await startSimulator({ seed: 4, clip: { variety: "shared" } });
  try {
    const shown = [];
    for (const output_format of ["jpeg", "png"]) {
      const headers = { authorization: "Bearer luma-api-test" };
      const body = JSON.stringify({ prompt: "a lighthouse in fog", aspect_ratio: "3:2", output_format });
      const created = await fetch(`${luma.agentsBaseUrl}/generations`, { method: "POST", headers, body });
      const { id } = (await created.json()) as { readonly id: string };
      luma.advance(600);
      const look = await fetch(`${luma.agentsBaseUrl}/generations/${id}`, { headers });
      const { output } = (await look.json()) as { readonly output: readonly { readonly url: string }[] };
      const file = await fetch(output[0]?.url ?? "");
      const bytes = Buffer.from(await file.arrayBuffer());
      const page = await browser.newPage();
      const data = `data:${file.headers.get("content-type")};base64,${bytes.toString("base64")}`;
      shown.push({ type: file.headers.get("content-type"), ...(await readPicture(page, data)) });
      await page.close();
    }
    expect(shown.map(({ type, size }) => [type, ...size])).toEqual([
      ["image/jpeg", 294, 196],
      ["image/png", 294, 196],
    ]);
    const [jpeg = [], png = []] = shown.map(({ colours }) => colours);
    const differences = png.map((value, at) => Math.abs(value - (jpeg[at] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(3);
    expect(new Set(png).size).toBeGreaterThan(5);
  } finally {
    await luma.close();
  }
});
