import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credentialsOf, hasKey } from "./keys.ts";

let empty = "";
let withFile = "";

beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), "shotlist-keys-"));
  withFile = mkdtempSync(join(tmpdir(), "shotlist-keys-"));
  writeFileSync(
    join(withFile, ".env"),
    "LUMA_API_KEY=luma-from-file\nLUMA_AGENTS_API_KEY='luma-api-from-file'\nLUMA_AGENTS_BASE_URL=https://thief.example\n",
  );
});
afterAll(() => {
  for (const folder of [empty, withFile]) rmSync(folder, { recursive: true });
});

describe("an API's key", () => {
  const env = { LUMA_API_KEY: "luma-dm", LUMA_AGENTS_API_KEY: " luma-api-ag\n" };

  it("is its own, sent to its own address", () => {
    expect(credentialsOf("dream-machine", { env, manifestDir: empty })).toEqual({
      apiKey: "luma-dm",
      baseUrl: "https://api.lumalabs.ai/dream-machine/v1",
    });
    expect(credentialsOf("agents", { env, manifestDir: empty })).toEqual({
      apiKey: "luma-api-ag",
      baseUrl: "https://agents.lumalabs.ai/v1",
    });
  });

  it("comes from the environment before a file, and the address never from a file", () => {
    expect(credentialsOf("agents", { env: {}, manifestDir: withFile })).toEqual({
      apiKey: "luma-api-from-file",
      baseUrl: "https://agents.lumalabs.ai/v1",
    });
    expect(credentialsOf("agents", { env, manifestDir: withFile }).apiKey).toBe("luma-api-ag");
    expect(credentialsOf("dream-machine", { env: {}, manifestDir: withFile }).apiKey).toBe("luma-from-file");
  });

  it("is missed with the name of the variable, and with a hint at one in the wrong place", () => {
    const missing = { env: { LUMA_API_KEY: "luma-api-misplaced" }, manifestDir: empty };
    expect(hasKey("agents", missing)).toBe(false);
    expect(hasKey("dream-machine", missing)).toBe(true);
    expect(() => credentialsOf("agents", missing)).toThrow(
      expect.objectContaining({
        code: "no-api-key",
        hint: expect.stringMatching(/LUMA_API_KEY looks like one of this API.*Set LUMA_AGENTS_API_KEY/),
      }),
    );
    expect(() => credentialsOf("dream-machine", { env: {}, manifestDir: empty })).toThrow(
      expect.objectContaining({
        code: "no-api-key",
        hint: expect.stringMatching(/^Set LUMA_API_KEY/),
      }),
    );
    expect(() => credentialsOf("crazyrouter", { env, manifestDir: withFile })).toThrow(
      expect.objectContaining({ code: "no-api-key" }),
    );
  });

  it("goes to the address that was named for its API", () => {
    const baseUrlOf = (dialect: "agents" | "dream-machine", more: object, baseUrl?: string): string =>
      credentialsOf(dialect, { env: { ...env, ...more }, manifestDir: empty, baseUrl }).baseUrl;
    const both = {
      LUMAAI_BASE_URL: "http://127.0.0.1:1/dm/",
      LUMA_AGENTS_BASE_URL: "http://127.0.0.1:1/agents/v1",
    };
    expect(baseUrlOf("dream-machine", both)).toBe("http://127.0.0.1:1/dm");
    expect(baseUrlOf("agents", both)).toBe("http://127.0.0.1:1/agents/v1");
    expect(baseUrlOf("agents", both, "https://flag.example/v1")).toBe("https://flag.example/v1");
  });

  it("is not drawn to the other API by the name that both of Luma's tools use", () => {
    const baseUrlsOf = (shared: string): string[] =>
      (["dream-machine", "agents"] as const).map(
        (dialect) =>
          credentialsOf(dialect, { env: { ...env, LUMA_BASE_URL: shared }, manifestDir: empty }).baseUrl,
      );
    expect(baseUrlsOf("https://agents.lumalabs.ai/v1")).toEqual([
      "https://api.lumalabs.ai/dream-machine/v1",
      "https://agents.lumalabs.ai/v1",
    ]);
    expect(baseUrlsOf("https://proxy.example/dm")).toEqual([
      "https://proxy.example/dm",
      "https://agents.lumalabs.ai/v1",
    ]);
  });

  it("does not travel readable", () => {
    const to = (url: string) => () =>
      credentialsOf("agents", { env: { ...env, LUMA_AGENTS_BASE_URL: url }, manifestDir: empty });
    expect(to("http://agents.example/v1")).toThrow(expect.objectContaining({ code: "bad-base-url" }));
    expect(to("not an address")).toThrow(expect.objectContaining({ code: "bad-base-url" }));
    expect(to("http://[::1]:8080/v1")()).toMatchObject({ baseUrl: "http://[::1]:8080/v1" });
  });
});
