import { expect, test } from "vitest";
import { startBrowser } from "./browser.ts";
test("the browser starts", async () => {
  const browser = await startBrowser();
  expect(browser.version()).toMatch(/^\d+/);
  await browser.close();
});
