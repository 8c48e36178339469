/** Money of some of a state's takes; USD × 10⁴. */
export interface SpendRow {
  /** A day such as `2026-11-24` (UTC, of the intent), a tag, a product's handle or a model; null for none. */
  readonly key: string | null;
  /** Takes that cost, hold or gave back something; what was never made is left out. */
  readonly takes: number;
  readonly spentUsdE4: number;
  /** Held by takes that the API works on or that have no answer. */
  readonly heldUsdE4: number;
  readonly refundedUsdE4: number;
  /** Takes of unknown price that are spent or held: they are in none of the sums. */
  readonly unknownPrices: number;
}

/** What was spent, and on what: plain data, JSON-safe. Rows are in the order of their keys, null last. */
export interface Spend {
  readonly version: 1;
  /** Over all takes; its key is null. */
  readonly total: SpendRow;
  readonly days: readonly SpendRow[];
  /** A take with several tags stands under each. */
  readonly tags: readonly SpendRow[];
  readonly products: readonly SpendRow[];
  readonly models: readonly SpendRow[];
}
