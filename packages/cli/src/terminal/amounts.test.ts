import { expect, it } from "vitest";
import { byteWords, clockWords, durationWords, timeLeftWords } from "./amounts.ts";

it.each([
  [-5, "0s"],
  [8_400, "8s"],
  [59_600, "1m 00s"],
  [102_000, "1m 42s"],
  [7_500_000, "2h 05m"],
])("%i ms last %s", (ms, words) => expect(durationWords(ms)).toBe(words));

it.each([
  [0, "a few seconds"],
  [41_000, "45s"],
  [56_000, "about 1 min"],
  [61_000, "about 2 min"],
  [3_600_000, "about 1h 00m"],
  [7_300_000, "about 2h 10m"],
])("%i ms are left: %s", (ms, words) => expect(timeLeftWords(ms)).toBe(words));

it.each([
  [7_900, "0:07"],
  [760_000, "12:40"],
  [3_723_000, "1:02:03"],
])("%i ms on the clock are %s", (ms, words) => expect(clockWords(ms)).toBe(words));

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [999_600, "1.0 MB"],
  [812_000, "812 kB"],
  [1_440_000, "1.4 MB"],
  [23_400_000_000, "23 GB"],
])("%i bytes are %s", (bytes, words) => expect(byteWords(bytes)).toBe(words));
