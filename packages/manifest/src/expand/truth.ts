import { meansNo } from "../catalog/cell-values.ts";

/**
 * What a condition takes for true, as people read a table: an empty cell, an empty list and the words false,
 * no and 0 are not, whatever their case.
 */
export function isTrue(value: unknown): boolean {
  if (typeof value === "string") return !meansNo(value);
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== 0 && !Number.isNaN(value);
}

/** True for a value that leaves a hole where it is printed: nothing, blank text, an empty list. */
export function isEmptyValue(value: unknown): boolean {
  if (typeof value === "string") return value.trim() === "";
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/**
 * Orders two values of which at least one came from a cell: as numbers where both are numeric, as truth
 * where one is a flag.
 *
 * @returns below, at or above zero; `undefined` where nothing special holds and Liquid's own rule should decide.
 */
export function compareCells(left: unknown, right: unknown): number | undefined {
  if (typeof left === "boolean" && typeof right === "string") return Number(left) - Number(isTrue(right));
  if (typeof left === "string" && typeof right === "boolean") return Number(isTrue(left)) - Number(right);
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  if (leftNumber === undefined || rightNumber === undefined) return undefined;
  return leftNumber - rightNumber;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(value)) return undefined;
  return Number(value);
}
