import { expect, it } from "vitest";
import { compileSchemas } from "./compile-schemas.test.setup.ts";

it("is what the schemas compile to", async () => {
  await expect(compileSchemas()).toMatchFileSnapshot("./compiled-schemas.ts");
});
