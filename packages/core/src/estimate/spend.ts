import type { Shot } from "@shotlist/manifest";
import type { ForgottenTake, StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { moneyOf } from "../take/take-facts.ts";
import type { Spend, SpendRow } from "./spend-data.ts";

/** What of a shot its takes' money is told apart by. */
export type SpendShot = Pick<Shot, "id" | "tags" | "product">;

/**
 * Says what the state's takes cost, over its whole life, by day, tag, product and model. Pure.
 *
 * Days, products and models each add up to the total. A take whose shot has several tags counts under each of them,
 * so tags may add up to more. Tags and products are those of the shots as the manifest has them now: takes of shots
 * that it no longer has stand under null, as do those without a tag or product. Of a forgotten take only its money
 * and its shot are left, so its day and its model are null.
 */
export function spendOf(
  { takes, forgotten = [] }: Pick<StateSnapshot, "takes" | "forgotten">,
  shots: readonly SpendShot[],
): Spend {
  const total = new Sums();
  const days = new Sums();
  const tags = new Sums();
  const products = new Sums();
  const models = new Sums();
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  for (const entry of [...takes.flatMap(entryOf), ...forgotten.map(entryOfForgotten)]) {
    const shot = byId.get(entry.shotId);
    total.add(null, entry);
    days.add(entry.day, entry);
    models.add(entry.model, entry);
    products.add(shot?.product?.handle ?? null, entry);
    for (const tag of shot === undefined || shot.tags.length === 0 ? [null] : new Set(shot.tags)) {
      tags.add(tag, entry);
    }
  }
  return {
    version: 1,
    total: total.rows()[0] ?? emptyRow(null),
    days: days.rows(),
    tags: tags.rows(),
    products: products.rows(),
    models: models.rows(),
  };
}

/** The money of one take. */
interface Entry extends Omit<SpendRow, "key" | "takes"> {
  readonly shotId: string;
  readonly day: string | null;
  readonly model: string | null;
}

function entryOf(take: Take): Entry[] {
  const money = moneyOf(take);
  if (money === "none") return [];
  const price = take.priceUsdE4 ?? 0;
  return [
    {
      shotId: take.shotId,
      day: new Date(take.intentAtMs).toISOString().slice(0, 10),
      model: take.model,
      spentUsdE4: money === "spent" ? price : 0,
      heldUsdE4: money === "held" ? price : 0,
      refundedUsdE4: money === "refunded" ? price : 0,
      unknownPrices: take.priceUsdE4 === null && money !== "refunded" ? 1 : 0,
    },
  ];
}

function entryOfForgotten({ shotId, committedUsdE4 }: ForgottenTake): Entry {
  const nothing = { heldUsdE4: 0, refundedUsdE4: 0, unknownPrices: 0 };
  return { shotId, day: null, model: null, spentUsdE4: committedUsdE4, ...nothing };
}

type WritableRow = { -readonly [Name in keyof SpendRow]: SpendRow[Name] };

function emptyRow(key: string | null): WritableRow {
  return { key, takes: 0, spentUsdE4: 0, heldUsdE4: 0, refundedUsdE4: 0, unknownPrices: 0 };
}

/** Rows by their keys. */
class Sums {
  readonly #rows = new Map<string | null, WritableRow>();

  add(key: string | null, entry: Entry): void {
    const row = this.#rows.get(key) ?? emptyRow(key);
    row.takes += 1;
    row.spentUsdE4 += entry.spentUsdE4;
    row.heldUsdE4 += entry.heldUsdE4;
    row.refundedUsdE4 += entry.refundedUsdE4;
    row.unknownPrices += entry.unknownPrices;
    this.#rows.set(key, row);
  }

  /** By their keys, what has none last. */
  rows(): readonly SpendRow[] {
    return [...this.#rows.values()].sort((a, b) => compareKeys(a.key, b.key));
  }
}

function compareKeys(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}
