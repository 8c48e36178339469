import { expect, it } from "vitest";
import { kebab } from "./error-detail.ts";

it("codes are short, plain and never empty", () => {
  expect(kebab("Déjà vu: été!")).toBe("deja-vu-ete");
  expect(kebab("!!!")).toBe("unnamed");
  expect(kebab("Generation 5b1e7d1e-0000-4000-8000-000000000001 not found")).toBe("generation-not-found");
  expect(kebab("Can't read 'a b.jpg' from https://x.example/a?b=c now")).toBe("can-t-read-from-now");
  expect(kebab("word ".repeat(40)).length).toBeLessThanOrEqual(60);
});
