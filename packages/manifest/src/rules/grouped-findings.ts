import type { Place } from "../problem.ts";

/** Something that holds for several shots of one template, with the first of them. */
export interface Finding<T> {
  readonly place: Place;
  readonly first: T;
  /** How many shots it holds for. */
  readonly count: number;
}

/**
 * Gathers what is said of shots so that it is said once for each place in the manifest: a template's mistake is one
 * mistake, however many products it is made for.
 */
export class GroupedFindings<T> {
  readonly #byKey = new Map<string, { place: Place; first: T; count: number }>();

  add(place: Place, subject: T, kind = ""): void {
    const key = `${place.file}:${place.line}:${place.column}:${kind}`;
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, { place, first: subject, count: 1 });
    else known.count += 1;
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  [Symbol.iterator](): Iterator<Finding<T>> {
    return this.#byKey.values();
  }
}

/** `` for one shot, ` (and 11 others)` for twelve. */
export function others(count: number): string {
  if (count === 1) return "";
  return ` (and ${count - 1} other${count === 2 ? "" : "s"})`;
}
