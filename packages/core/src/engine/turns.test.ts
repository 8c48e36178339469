import { expect, it } from "vitest";
import { Turns } from "./turns.ts";

it("lets work of one key go in turn, also after a failure, and other work at once", async () => {
  const turns = new Turns();
  const story: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    story.push(`${name} begins`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    if (name === "second") throw new Error(name);
    return name;
  };
  const first = turns.take("a", work("first"));
  const second = turns.take("a", work("second"));
  const third = turns.take("a", work("third"));
  const other = turns.take("b", work("other"));
  expect(story).toEqual(["first begins", "other begins"]);
  ends.get("first")?.();
  expect(await first).toBe("first");
  await new Promise((resolve) => setImmediate(resolve));
  expect(story).toEqual(["first begins", "other begins", "second begins"]);
  ends.get("second")?.();
  await expect(second).rejects.toThrow("second");
  ends.get("other")?.();
  expect(await other).toBe("other");
  await new Promise((resolve) => setImmediate(resolve));
  ends.get("third")?.();
  expect(await third).toBe("third");
  expect(story.at(-1)).toBe("third begins");
});
