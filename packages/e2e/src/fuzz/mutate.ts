import type { Dice } from "./dice.ts";
import { HOSTILE_TEXTS, KNOWN_WORDS } from "./hostile-texts.ts";

/** Any value that JSON can hold, to be changed at will. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

type TextChange = (text: string, dice: Dice) => string;

/** Changes to a text that keep most of its structure. */
const TEXT_CHANGES: readonly TextChange[] = [
  (text, dice) => splice(text, dice.below(text.length + 1), dice.below(4), ""),
  (text, dice) => splice(text, dice.below(text.length + 1), 0, dice.pick(HOSTILE_TEXTS)),
  (text, dice) => splice(text, dice.below(text.length + 1), dice.below(12), dice.pick(KNOWN_WORDS)),
  (text, dice) => atToken(text, dice, () => dice.pick(HOSTILE_TEXTS)),
  (text, dice) => atToken(text, dice, () => dice.pick(KNOWN_WORDS)),
  (text, dice) => atToken(text, dice, (token) => token + token),
  (text, dice) => byLines(text, (lines) => lines.splice(dice.below(lines.length), 1)),
  (text, dice) => byLines(text, (lines) => lines.splice(dice.below(lines.length), 0, dice.pick(lines))),
  (text) => byLines(text, (lines) => lines.reverse()),
  (text, dice) =>
    byLines(text, (lines) => {
      const at = dice.below(lines.length);
      const margin = dice.pick(["", " ", "  ", "    ", "\t", " \t"]);
      lines[at] = margin + (lines[at] ?? "").trimStart();
    }),
  (text, dice) => text.slice(0, dice.below(text.length + 1)),
  (text, dice) => text.replaceAll("\n", dice.pick(["\r\n", "\r", "\n\n", "\u2028", " "])),
  (text, dice) => repeatStretch(text, dice),
];

/** A text with so many changes. */
export function changedText(text: string, dice: Dice, changes: number): string {
  let changed = text;
  for (let left = changes; left > 0; left -= 1) changed = dice.pick(TEXT_CHANGES)(changed, dice);
  return changed;
}

/** Bytes with a few of them changed, doubled, taken out, or all of them in another encoding. */
export function changedBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const kind = dice.below(6);
  if (kind === 0) return Buffer.from(`\ufeff${new TextDecoder().decode(bytes)}`, "utf16le");
  if (kind === 1) return Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]);
  if (kind === 2) return Buffer.from(new TextDecoder().decode(bytes), "latin1");
  const copy = [...bytes];
  for (let left = 1 + dice.below(8); left > 0; left -= 1) {
    const at = dice.below(copy.length);
    if (dice.chance(0.5))
      copy[at] = dice.pick([0, 0x09, 0x0a, 0x22, 0x7f, 0x80, 0xc0, 0xff, dice.below(256)]);
    else copy.splice(at, dice.below(3), dice.below(256));
  }
  return Uint8Array.from(copy);
}

/** Changes a value at a few places: other values, other keys, things twice, things gone, things deeper. */
export function changedValue(value: Value, dice: Dice, changes: number): Value {
  let changed = structuredClone(value);
  for (let left = changes; left > 0; left -= 1) changed = changedOnce(changed, dice);
  return changed;
}

function changedOnce(value: Value, dice: Dice): Value {
  if (dice.chance(0.25) || typeof value !== "object" || value === null) return otherValue(value, dice);
  if (Array.isArray(value)) return changedList(value, dice);
  const keys = Object.keys(value);
  if (keys.length === 0) return otherValue(value, dice);
  const key = dice.pick(keys);
  const inner = value[key] ?? null;
  const kind = dice.below(8);
  if (kind === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  if (kind === 1) return Object.fromEntries([...Object.entries(value), [hostileKey(dice), inner]]);
  if (kind === 2) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name === key ? hostileKey(dice) : name, one]),
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === key ? changedOnce(one, dice) : one]),
  );
}

function changedList(value: Value[], dice: Dice): Value {
  if (value.length === 0) return otherValue(value, dice);
  const at = dice.below(value.length);
  const kind = dice.below(5);
  if (kind === 0) return value.filter((_, index) => index !== at);
  if (kind === 1) return [...value, structuredClone(value[at] ?? null)];
  return value.map((one, index) => (index === at ? changedOnce(one, dice) : one));
}

function hostileKey(dice: Dice): string {
  return dice.pick(dice.chance(0.5) ? HOSTILE_TEXTS : KNOWN_WORDS);
}

function otherValue(value: Value, dice: Dice): Value {
  const kind = dice.below(9);
  if (kind === 0) return null;
  if (kind === 1) return dice.chance(0.5);
  if (kind === 2) return dice.pick([0, -1, 1.5, 1e21, -0, 2 ** 53, 1e-9, 1000]);
  if (kind === 3) return [value];
  if (kind === 4) return { [hostileKey(dice)]: value };
  if (kind === 5) return dice.pick(HOSTILE_TEXTS).repeat(dice.pick([2, 50, 2_000]));
  return typeof value === "string" && dice.chance(0.5)
    ? value + dice.pick(HOSTILE_TEXTS)
    : dice.pick(HOSTILE_TEXTS);
}

function splice(text: string, at: number, remove: number, insert: string): string {
  return text.slice(0, at) + insert + text.slice(at + remove);
}

function atToken(text: string, dice: Dice, change: (token: string) => string): string {
  const tokens = [...text.matchAll(/[\p{L}\p{N}_.]+|[^\s\p{L}\p{N}]/gu)];
  const token = tokens[dice.below(tokens.length)];
  return token === undefined ? text : splice(text, token.index, token[0].length, change(token[0]));
}

function byLines(text: string, change: (lines: string[]) => unknown): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

function repeatStretch(text: string, dice: Dice): string {
  const start = dice.below(text.length);
  const stretch = text.slice(start, start + 1 + dice.below(12));
  const most = Math.floor(6_000 / (stretch.length + 1));
  return text.slice(0, start) + stretch.repeat(1 + dice.below(most)) + text.slice(start);
}
