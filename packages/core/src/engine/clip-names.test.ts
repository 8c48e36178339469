import { describe, expect, it } from "vitest";
import { exampleShot, exampleTake } from "../testing/example-data.ts";
import { bearerOf, clipFamily, nameBeside } from "./clip-names.ts";

const SHOT = exampleShot();
const CLIP = { file: "mug.mp4", bytes: 1, sha256: "s", width: 1, height: 1, durationS: 5 };
const takeAt = (number: number, file: string) => exampleTake(SHOT, { number, clip: { ...CLIP, file } });

it.each([
  ["mug.mp4", "mug.take-2.mp4"],
  ["a.b/mug.MP4", "a.b/mug.take-2.MP4"],
  ["a.b/mug", "a.b/mug.take-2"],
])("the name beside %s is %s", (plain, beside) => {
  expect(nameBeside(plain, 2)).toBe(beside);
});

describe("the takes that share a path", () => {
  it("are the done ones that have it or stand beside it", () => {
    const takes = [
      takeAt(1, "mug.take-1.mp4"),
      takeAt(2, "mug.mp4"),
      takeAt(3, "mug.take-2.mp4"),
      takeAt(4, "elsewhere.mp4"),
      exampleTake(SHOT, { number: 5, state: "checked", clip: CLIP }),
    ];
    const family = clipFamily(takes, () => "mug.mp4");
    expect(family).toMatchObject({ plain: "mug.mp4", takes: [{ number: 1 }, { number: 2 }] });
  });

  it("are none where the path has the number in it, also in the form of a name beside", () => {
    const takes = [takeAt(1, "mug.take-1.mp4"), takeAt(2, "mug.take-2.mp4")];
    expect(clipFamily(takes, (number) => `mug.take-${number}.mp4`)).toBeUndefined();
  });
});

it("the plain name goes to an approved take, then to one without a verdict, then to the newest", () => {
  const takes = [3, 1, 2].map((number) => takeAt(number, "mug.mp4"));
  const bearer = (verdicts: Readonly<Record<number, "approved" | "rejected">>) =>
    bearerOf(takes, ({ number }) => verdicts[number])?.number;
  expect(bearer({})).toBe(3);
  expect(bearer({ 1: "approved" })).toBe(1);
  expect(bearer({ 1: "approved", 2: "approved" })).toBe(2);
  expect(bearer({ 3: "rejected" })).toBe(2);
  expect(bearer({ 1: "rejected", 2: "rejected", 3: "rejected" })).toBe(3);
  expect(bearerOf([], () => undefined)).toBeUndefined();
});
