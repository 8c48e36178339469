/** An object by its fields. */
type Fields = Readonly<Record<string, unknown>>;

/** Names of the fields that a guess has and the value has not. */
const ABSENT = "-";

/**
 * What of a value a reader could not guess, under short names. A field is left out when it equals the guess;
 * fields that only the guess has are named. `putBack` with the same guess gives the value again.
 *
 * @param names - from a field to its short name, each different; fields without one keep theirs.
 */
export function leaveOut(
  value: Fields,
  guess: Fields,
  names: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const packed: Record<string, unknown> = {};
  for (const field in value) {
    const own = value[field];
    if (own === undefined) continue;
    if (!Object.hasOwn(guess, field) || !isSame(own, guess[field])) packed[names[field] ?? field] = own;
  }
  const absent = Object.keys(guess).filter((field) => value[field] === undefined);
  if (absent.length > 0) packed[ABSENT] = absent.map((field) => names[field] ?? field);
  return packed;
}

/** Turns `leaveOut` back. */
export function putBack(
  packed: Readonly<Record<string, unknown>>,
  guess: object,
  fields: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const value: Record<string, unknown> = { ...guess };
  for (const name in packed) {
    const own = packed[name];
    if (name !== ABSENT) value[fields[name] ?? name] = own;
    else if (Array.isArray(own)) for (const absent of own) delete value[fields[absent] ?? absent];
  }
  return value;
}

/** Whether `leaveOut` left a field out because it equals the guess. */
export function isGuessed(packed: Fields, name: string | undefined): boolean {
  const absent = packed[ABSENT];
  return name !== undefined && !(name in packed) && !(Array.isArray(absent) && absent.includes(name));
}

/** The table of short names, read the other way. */
export function turned(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([field, name]) => [name, field]));
}

/**
 * The value of each field that most of some objects have, where at least two share one.
 *
 * @param fields - the fields to look at; texts of one object only are not worth it.
 */
export function mostCommon<T extends object>(all: readonly T[], fields: readonly (keyof T)[]): Partial<T> {
  const common: Partial<T> = {};
  for (const field of fields) {
    const counts = new Map<string, { value: T[keyof T]; count: number }>();
    for (const each of all) {
      const value = each[field];
      if (value === undefined) continue;
      const key = typeof value === "string" ? value : JSON.stringify(value);
      const entry = counts.get(key);
      if (entry) entry.count += 1;
      else counts.set(key, { value, count: 1 });
    }
    let best: { value: T[keyof T]; count: number } | undefined;
    for (const entry of counts.values()) if (entry.count > (best?.count ?? 1)) best = entry;
    if (best) common[field] = best.value;
  }
  return common;
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  return typeof a === "object" && a !== null && JSON.stringify(a) === JSON.stringify(b);
}
