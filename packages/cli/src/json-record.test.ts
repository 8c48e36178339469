import { expect, test } from "vitest";
import { jsonRecord } from "./json-record.ts";

test("a record shows nothing raw that a terminal acts upon, and reads back the same", () => {
  const record = { words: "\u001b[2J\u009b31m\u202e\u2066\u2028\u007f é 🏺" };
  const line = jsonRecord(record);
  expect(line).toMatch(/^[^\p{Cc}\u2028-\u202e\u2066-\u2069]*\n$/u);
  expect(JSON.parse(line)).toEqual(record);
});
