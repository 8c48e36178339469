import type { Dice } from "./dice.ts";
import type { Value } from "./mutate.ts";

/** Maps whose order is part of their meaning: a matrix is multiplied out in the order of its keys. */
const ORDERED: ReadonlySet<string> = new Set(["matrix"]);

/**
 * Writes a value as YAML in one of the many ways that mean the same: order of keys, block and flow style, quotes,
 * indentation, blank lines, comments and line ends are drawn by chance.
 */
export function writeYaml(value: Value, dice: Dice): string {
  const step = dice.pick([1, 2, 4]);
  const lines = isFilled(value) ? block(value, { dice, step, margin: "", key: "" }) : [flow(value, dice, "")];
  const spaced = lines.flatMap((line) =>
    dice.chance(0.08) ? [dice.pick(["", "# a: {{ b", "   # c"]), line] : [line],
  );
  return `${spaced.join(dice.chance(0.2) ? "\r\n" : "\n")}\n`;
}

interface Style {
  readonly dice: Dice;
  readonly step: number;
  readonly margin: string;
  readonly key: string;
}

function block(value: Value, style: Style): string[] {
  const { dice, step, margin } = style;
  const inner = margin + " ".repeat(step);
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      if (!isFilled(item) || dice.chance(0.3)) return [`${margin}- ${flow(item, dice, "")}${comment(dice)}`];
      const [first = "", ...rest] = block(item, { ...style, margin: `${margin}  `, key: "" });
      return [`${margin}- ${first.trimStart()}`, ...rest];
    });
  }
  return entriesOf(value as { [key: string]: Value }, style.key, dice).flatMap(([key, item]) => {
    const name = `${margin}${keyText(key)}:`;
    if (isFilled(item) && dice.chance(0.7))
      return [name + comment(dice), ...block(item, { ...style, margin: inner, key })];
    return [`${name} ${flow(item, dice, key)}${comment(dice)}`];
  });
}

function flow(value: Value, dice: Dice, key: string): string {
  const space = dice.pick(["", " ", "  "]);
  if (Array.isArray(value))
    return `[${space}${value.map((item) => flow(item, dice, "")).join(`,${space} `)}${space}]`;
  if (typeof value === "object" && value !== null) {
    const entries = entriesOf(value, key, dice).map(
      ([name, item]) => `${keyText(name)}: ${flow(item, dice, name)}`,
    );
    return `{${space}${entries.join(`,${space} `)}${space}}`;
  }
  return typeof value === "string" ? quoted(value, dice) : JSON.stringify(value);
}

function entriesOf(value: { [key: string]: Value }, key: string, dice: Dice): [string, Value][] {
  const entries = Object.entries(value);
  return ORDERED.has(key) ? entries : dice.shuffled(entries);
}

function keyText(key: string): string {
  return /^[a-z][a-z0-9_]*$/.test(key) && !isWord(key) ? key : JSON.stringify(key);
}

function quoted(text: string, dice: Dice): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9 .-]*[A-Za-z0-9]$/.test(text) && !isWord(text);
  if (isPlain && dice.chance(0.6)) return text;
  const isSingle = /^[\x20-\x7e]*$/.test(text);
  return isSingle && dice.chance(0.5) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}

/** What YAML takes for something else than a text. */
function isWord(text: string): boolean {
  return /^(?:true|false|null|nan|\.nan|[+-]?\.?inf|0[xo][\da-f]+)$/i.test(text);
}

function comment(dice: Dice): string {
  return dice.chance(0.1) ? " # said: so, or not" : "";
}

function isFilled(value: Value): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
