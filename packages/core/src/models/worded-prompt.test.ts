import { expect, it } from "vitest";
import { wordedPrompt } from "./worded-prompt.ts";

const ARC = { word: "arc", phrase: "camera moves in an arc" };
const ORBIT = { word: "orbit left", concept: "orbit_left", phrase: "camera orbits to the left" };

it.each([
  ["A mug on a table", "A mug on a table, camera moves in an arc"],
  ["A mug on a table,", "A mug on a table, camera moves in an arc"],
  ["A mug. It shines.", "A mug. It shines. Camera moves in an arc."],
  ["“A mug!”", "“A mug!” Camera moves in an arc."],
  [" ", "camera moves in an arc"],
])("tells a motion without a concept in words: %j", (prompt, expected) => {
  expect(wordedPrompt({ prompt, camera: ARC }, true)).toBe(expected);
});

it("leaves a motion to its concept where the model takes concepts, and tells it where it does not", () => {
  expect(wordedPrompt({ prompt: "A mug", camera: ORBIT }, true)).toBe("A mug");
  expect(wordedPrompt({ prompt: "A mug", camera: ORBIT }, false)).toBe("A mug, camera orbits to the left");
  expect(wordedPrompt({ prompt: " A mug " }, false)).toBe("A mug");
});
