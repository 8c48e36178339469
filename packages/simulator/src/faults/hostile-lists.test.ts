import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { Simulator } from "../options.ts";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";
import { FAULTS, type FaultName } from "./fault-spec.ts";

afterEach(closeSimulators);

describe("lists that are not what they should be", () => {
  it.each<[FaultName, number, RegExp]>([
    ["list-page", 200, /^<html>/],
    ["list-garbled", 200, /^\{"generations":\[.*[^}]$/],
    ["list-redirect", 302, /^$/],
    ["list-slow", 200, /"has_more":false\}$/],
    ["list-huge", 200, /"padding":" {1000}/],
  ])("%s", async (name, status, text) => {
    const { api, create } = await openSimulator({
      speed: 1000,
      faults: { [name]: { probability: 1, times: 1, ...(name === "list-huge" ? { value: 1 } : {}) } },
    });
    await create();
    const answer = await api("GET", "/generations");
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect((await api("GET", "/generations")).body["count"]).toBe(1);
  });

  it("list-hang never comes", async () => {
    const { api, simulator } = await openSimulator({ faults: { "list-hang": 1 } });
    const answer = api("GET", "/generations").then(
      () => "answered",
      () => "broken",
    );
    while (simulator.stats().faults["list-hang"] === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    await simulator.close();
    expect(await answer).toBe("broken");
  });

  it("list-repeated, list-odd-items and list-endless hold too much", async () => {
    const { api, create, simulator } = await openSimulator();
    const { id } = (await create()).body;
    const listed = async (name: FaultName): Promise<readonly unknown[]> => {
      simulator.setFaults({ [name]: 1 });
      return (await api("GET", "/generations")).body["generations"] as readonly unknown[];
    };
    expect(await listed("list-repeated")).toMatchObject([{ id }, { id }]);
    expect(await listed("list-odd-items")).toMatchObject([null, {}, "generation", { id: 7 }, { id }]);
    await listed("list-endless");
    const beyond = (await api("GET", "/generations?offset=500")).body;
    expect(beyond).toMatchObject({ generations: [], has_more: true });
  });

  it("list-arrival repeats no generation of the other API", async () => {
    const { api, createAgents } = await openSimulator({
      faults: { "list-arrival": { probability: 1, value: "same" } },
    });
    await createAgents({ prompt: "for the other one" });
    const listed = (await api("GET", "/generations")).body["generations"];
    expect(listed).toMatchObject([{ request: { prompt: "someone else's lighthouse" } }]);
  });
});

describe("echoes that differ from what was sent", () => {
  const sent = {
    prompt: "a pier",
    resolution: "4k",
    keyframes: { frame0: { type: "image", url: "https://IMG.example:443/a b/~c(1).jpg?x=1" } },
  };
  const echoOf = async (marker: string): Promise<Record<string, unknown>> => {
    const { create } = await openSimulator();
    const { body } = await create({ ...sent, prompt: `a pier [[sim:${marker}]]` });
    return body["request"] as Record<string, unknown>;
  };

  it("echo-enums writes names in capitals", async () => {
    expect(await echoOf("echo-enums")).toMatchObject({ model: "RAY-2", resolution: "4K", duration: null });
  });

  it("echo-urls spells the same URL otherwise", async () => {
    const { keyframes } = (await echoOf("echo-urls")) as { keyframes: typeof sent.keyframes };
    const { url } = keyframes.frame0;
    expect(url).toBe("https://img.example/a%20b/%7ec%281%29%2ejpg?x=1");
    expect(decodeURIComponent(url)).toBe(decodeURIComponent(new URL(sent.keyframes.frame0.url).href));
  });

  it("echo-bare leaves out nulls and defaults", async () => {
    expect(Object.keys(await echoOf("echo-bare")).sort()).toEqual(
      ["generation_type", "keyframes", "model", "prompt", "resolution"].sort(),
    );
  });

  it("echo-unreadable is a text, and changes add up", async () => {
    expect(await echoOf("echo-unreadable")).toBe("[request]");
    const both = await echoOf("echo-enums]] [[sim:echo-normalised");
    expect(both).toMatchObject({ duration: "5S", resolution: "4K" });
  });

  it("are those of the list as well, and no matter to the request hash", async () => {
    const { create, api, simulator } = await openSimulator();
    await create({ prompt: "a pier" });
    simulator.setFaults({ "echo-enums": 1 });
    await create({ prompt: "a pier" });
    const listed = (await api("GET", "/generations")).body["generations"];
    expect(listed).toMatchObject([{ request: { model: "RAY-2" } }, { request: { model: "ray-2" } }]);
    expect(Object.values(simulator.stats().byRequestHash)).toMatchObject([{ accepted: 2 }]);
  });
});

describe("downloads that lead astray", () => {
  const linkWith = async (marker: string): Promise<string> => (await openWith(marker)).url;
  const openWith = async (
    marker: string,
  ): Promise<{ readonly simulator: Simulator; readonly url: string }> => {
    const open = await openSimulator();
    const { id } = (await open.createAgents({ prompt: `a pier [[sim:${marker}]]` })).body;
    open.pass(11);
    const [output] = (await open.agents("GET", `/generations/${id}`)).body["output"] as readonly {
      readonly url: string;
    }[];
    return { simulator: open.simulator, url: output?.url ?? "" };
  };

  it("download-redirect goes on to the same file", async () => {
    const url = await linkWith("download-redirect=307");
    const answer = await fetch(url, { redirect: "manual" });
    expect(answer.status).toBe(307);
    const whole = await fetch(answer.headers.get("location") ?? "");
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  });

  it("download-endless is as long as asked, and announces no length", async () => {
    const answer = await fetch(await linkWith("download-endless=2"));
    expect(answer.headers.get("content-length")).toBeNull();
    expect((await answer.arrayBuffer()).byteLength).toBe(2_000_000);
  });

  it("download-hang never answers", async () => {
    const { url, simulator } = await openWith("download-hang");
    const leave = new AbortController();
    const answer = fetch(url, { signal: leave.signal });
    while (simulator.stats().faults["download-hang"] === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    leave.abort();
    await expect(answer).rejects.toThrow();
  });
});

it("every fault is named in a test", () => {
  const folder = new URL("./", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const callbacks = new URL("../callbacks/callbacks.test.ts", import.meta.url);
  const tests = [...files.map((name) => new URL(name, folder)), callbacks]
    .map((url) => readFileSync(url, "utf8"))
    .join("\n");
  expect(Object.keys(FAULTS).filter((name) => !tests.includes(name))).toEqual([]);
});
