import type { Plan, PlanAction, Take } from "@shotlist/core";
import { exampleShot, exampleTake } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { checkOneBaseUrl, dialectOf, dialectsOfGivenUp, neededDialects, openApis } from "./open-apis.ts";

const agents = { dialect: "agents", origin: "https://agents.lumalabs.ai", keyHash: "00" } as const;
const action = (shotId: string, fields: Partial<PlanAction>): PlanAction => ({
  shotId,
  kind: "done",
  reason: "",
  changedFields: [],
  buys: 0,
  priceUsdE4: 0,
  selected: true,
  ...fields,
});
const planOf = (...actions: PlanAction[]): Plan => ({
  version: 1,
  name: "n",
  lineage: "l",
  serial: 1,
  actions,
  moves: [],
});

it("sends a shot to the API that has its model, or to the gateway", () => {
  expect(dialectOf(exampleShot({ model: "ray-flash-2" }))).toBe("dream-machine");
  expect(dialectOf(exampleShot({ model: "ray-3.2" }))).toBe("agents");
  expect(dialectOf(exampleShot({ model: "ray-2", provider: "crazyrouter" }))).toBe("crazyrouter");
});

describe("the APIs that are needed", () => {
  const old = exampleShot({ id: "old" });
  const fresh = exampleShot({ id: "fresh", model: "ray-3.2" });
  const neededFor = (actions: PlanAction[], takes: Take[] = []): string[] => [
    ...neededDialects(planOf(...actions), [old, fresh], takes),
  ];

  it("are those of what is bought, not of what is done or left out", () => {
    expect(neededFor([action("old", {}), action("fresh", { kind: "new", buys: 1 })])).toEqual(["agents"]);
    expect(
      neededFor([
        action("old", { kind: "new", buys: 1 }),
        action("fresh", { kind: "new", buys: 1, selected: false }),
      ]),
    ).toEqual(["dream-machine"]);
    expect(neededFor([action("old", {}), action("fresh", {})])).toEqual([]);
  });

  it.each(["sending", "unconfirmed", "running", "overdue", "completed", "checked"] as const)(
    "are those of takes that are %s, of removed shots too",
    (state) => {
      const take = exampleTake(exampleShot({ id: "gone" }), { state, account: agents });
      expect(neededFor([action("gone", { kind: "removed" })], [take])).toEqual(["agents"]);
    },
  );

  it("are those of clips that are gone from the disk", () => {
    const take = exampleTake(fresh, { account: agents });
    expect(neededFor([action("fresh", { kind: "download" })], [take])).toEqual(["agents"]);
    expect(neededFor([action("fresh", {})], [take])).toEqual([]);
  });

  it("may be asked again where a create was given up and a list can show it", () => {
    const givenUp = exampleTake(old, { state: "not-created" });
    expect([...dialectsOfGivenUp([givenUp, exampleTake(old)])]).toEqual(["dream-machine"]);
    expect([...dialectsOfGivenUp([{ ...givenUp, account: agents }])]).toEqual([]);
  });
});

describe("opening them", () => {
  const credentials = (baseUrl: string) => ({ apiKey: "luma-api-0123456789", baseUrl });

  it("gives one for each, with the account that the key and the address make", async () => {
    const opened = openApis({
      dialects: ["agents", "dream-machine", "agents"],
      credentialsOf: (dialect) => credentials(`https://${dialect}.example/v1`),
      requestTimeoutMs: 1000,
    });
    expect(
      [...opened.apis].map(([dialect, { account }]) => [dialect, account.dialect, account.origin]),
    ).toEqual([
      ["agents", "agents", "https://agents.example"],
      ["dream-machine", "dream-machine", "https://dream-machine.example"],
    ]);
    expect(opened.apis.get("agents")?.list).toBeUndefined();
    expect(opened.apis.get("dream-machine")?.list).toBeDefined();
    await opened.close();
  });

  it("makes every simulated Luma the same account, whatever its port", async () => {
    const accounts = [];
    for (const port of [1, 2]) {
      const opened = openApis({
        dialects: ["agents"],
        credentialsOf: () => credentials(`http://127.0.0.1:${port}/agents/v1`),
        requestTimeoutMs: 1000,
        simulated: true,
      });
      accounts.push(opened.apis.get("agents")?.account);
      await opened.close();
    }
    expect(accounts[0]).toEqual(accounts[1]);
    expect(accounts[0]?.origin).toBe("simulated");
  });

  it("never sends one API's key to an address that was named for another", () => {
    const both = new Set(["agents", "dream-machine"] as const);
    expect(() => checkOneBaseUrl("https://x.example", both)).toThrow(
      expect.objectContaining({
        code: "bad-base-url",
        hint: expect.stringContaining("LUMA_AGENTS_BASE_URL"),
      }),
    );
    expect(() => checkOneBaseUrl("https://x.example", new Set(["agents"] as const))).not.toThrow();
    expect(() => checkOneBaseUrl(undefined, both)).not.toThrow();
  });
});
