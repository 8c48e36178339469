import type { PriceSum } from "./estimate-data.ts";

/** What became of a shot between two manifests. */
export type ShotChange =
  /** Only the newer one has it. */
  | "added"
  /** Only the older one has it. */
  | "removed"
  /** Something else is made of it, or another number of takes. */
  | "changed"
  /** The same is made of it for another price: another price list, or other defaults of shotlist's own. */
  | "repriced"
  | "unchanged";

/** One shot in two manifests. Money in USD × 10⁴, for all the takes that are wanted; null where unknown. */
export interface ShotDifference {
  readonly shotId: string;
  readonly change: ShotChange;
  /** The id that it had in the older manifest, where it has another one now. */
  readonly renamedFrom?: string;
  /** The fields of the manifest that differ, in dotted form; for `changed`. */
  readonly changedFields: readonly string[];
  /** 0 for a shot that was added. */
  readonly beforeUsdE4: number | null;
  /** 0 for a shot that was removed. */
  readonly afterUsdE4: number | null;
}

/** What two manifests would cost, each made once as if nothing were there: plain data, JSON-safe. */
export interface CostDifference {
  readonly version: 1;
  /** In the newer manifest's order, removed shots last. */
  readonly shots: readonly ShotDifference[];
  readonly counts: Readonly<Record<ShotChange, number>>;
  readonly before: PriceSum;
  readonly after: PriceSum;
  /** `after` less `before`, as far as prices are known. */
  readonly differenceUsdE4: number;
}
