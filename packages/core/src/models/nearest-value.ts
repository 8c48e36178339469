import { nearest } from "@shotlist/manifest";

/** The offered resolution nearest in height; `2k` and bare numbers are understood. */
export function nearestResolution(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, height);
}

/** The offered duration nearest in length. */
export function nearestDuration(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, (text) => leadingNumber(text));
}

/** The offered aspect ratio nearest in shape. */
export function nearestAspectRatio(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, shape);
}

function nearestBy(
  value: string,
  offered: readonly string[],
  measure: (text: string) => number | undefined,
): string | undefined {
  const wanted = measure(value);
  if (wanted === undefined) return nearest(value, offered);
  const distance = (candidate: string): number => Math.abs((measure(candidate) ?? Infinity) - wanted);
  return offered.toSorted((a, b) => distance(a) - distance(b))[0];
}

function height(text: string): number | undefined {
  const number = leadingNumber(text);
  if (number === undefined) return undefined;
  return Math.log(/k\s*$/i.test(text) ? number * 540 : number);
}

function shape(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*[:x×/]\s*(\d+(?:\.\d+)?)\s*$/i.exec(text);
  const ratio = match === null ? Number.NaN : Number(match[1]) / Number(match[2]);
  return Number.isFinite(ratio) && ratio > 0 ? Math.log(ratio) : undefined;
}

function leadingNumber(text: string): number | undefined {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
