import { describe, expect, it } from "vitest";
import { readText, spots } from "../testing/read-text.ts";
import { readWindow } from "./read-window.ts";

const read = (settings: string) => readText(`version: 1\n${settings}\nshots: [{ id: a, prompt: Static }]\n`);

describe("limits", () => {
  it("are read under their own names, fractions included", async () => {
    const { manifest } = await read(
      "limits: { concurrency: auto, downloads: 32, requests_per_minute: 0.5, max_spend_usd: 0.5501, request_timeout_s: 0.25, confirm_after_s: 0, poll_min_s: 0.01, poll_max_s: 0.02, generation_timeout_s: 1.5 }",
    );
    expect(manifest?.limits).toEqual({
      concurrency: "auto",
      downloads: 32,
      requestsPerMinute: 0.5,
      maxSpendUsdE4: 5501,
      requestTimeoutS: 0.25,
      confirmAfterS: 0,
      pollMinS: 0.01,
      pollMaxS: 0.02,
      generationTimeoutS: 1.5,
    });
  });

  it.each([
    ["limits: { concurrency: 1.5 }", ["out-of-range 2:24"]],
    ["limits: { concurrency: many }", ["wrong-type 2:24"]],
    ["limits: { downloads: 33 }", ["out-of-range 2:22"]],
    ["limits: { retries: -1 }", ["out-of-range 2:20"]],
    ["limits: { retries: 1.5 }", ["wrong-type 2:20"]],
    ["limits: { poll_min_s: 0 }", ["out-of-range 2:23"]],
    ["limits: { poll_max_s: 0.5 }", ["poll-bounds 2:23"]],
    ["limits: { max_spend_usd: 0.00005 }", ["money-too-fine 2:26"]],
    ["limits: { max_spend_usd: -1 }", ["out-of-range 2:26"]],
    ["limits: 5", ["wrong-type 2:9"]],
    ["prices: { ray-2/720p/5s/x: 1 }", ["price-key 2:11"]],
    ["prices: { ray-2: $1 }", ["wrong-type 2:18"]],
    ["name: a/b", ["invalid-name 2:7"]],
    ["x-mine: [1]", []],
  ])("%s gives %j", async (settings, expected) => {
    expect(spots(await read(settings))).toEqual(expected);
  });
});

describe("readWindow", () => {
  it.each([
    ["22:00-06:00 Europe/Berlin", { fromMinute: 1320, toMinute: 360, timeZone: "Europe/Berlin" }],
    ["9:30 – 17:05", { fromMinute: 570, toMinute: 1025 }],
    ["18:00-24:00 UTC", { fromMinute: 1080, toMinute: 0, timeZone: "UTC" }],
  ])("reads %s", (text, window) => {
    expect(readWindow(text)).toEqual({ window });
  });

  it.each(["night", "25:00-06:00", "22:60-06:00", "06:00-06:00", "22:00-06:00 Mars/Base", "22:00"])(
    "refuses %s",
    (text) => {
      expect(readWindow(text)).toHaveProperty("fault");
    },
  );
});
