import type { ShotState, ShotView } from "@shotlist/core/read-model";
import type { VerdictWord } from "../../decisions/decision.ts";
import { shotStates } from "../../words/state-words.ts";
import { type Findable, matchesQuery, verdictOf, wantsRetake } from "../find/match-shot.ts";
import type { Field, Query } from "../find/parse-query.ts";

const names: Intl.Collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A value that the page offers to filter by, and how many shots choosing it would show. */
export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** What the page offers to filter by. States are all those that any shot has; the rest is sorted by name. */
export interface Facets {
  readonly states: readonly (FacetValue & { readonly state: ShotState })[];
  readonly tags: readonly FacetValue[];
  readonly products: readonly FacetValue[];
  readonly ratios: readonly FacetValue[];
  /** Clips by verdict, and shots of which another take is wanted; empty while there is no clip to judge. */
  readonly verdicts: readonly VerdictFacet[];
}

/** A choice among verdicts: the field and the value to write, and how many shots it would show. */
interface VerdictFacet {
  readonly name: "v" | "retake";
  readonly value: VerdictWord | "yes";
  readonly count: number;
}

/**
 * Counts what each choice would show. A field's own terms do not count against it: with `s:failed` on,
 * the other states still say how many shots they have.
 */
export function countFacets(items: readonly Findable[], query: Query): Facets {
  return {
    states: stateFacet(items, query),
    tags: facet(items, query, "tag", (shot) => [...new Set(shot.tags)].map((tag) => [tag, tag])),
    products: facet(items, query, "product", (shot) =>
      shot.product
        ? [[shot.product.handle || shot.product.title, shot.product.title || shot.product.handle]]
        : [],
    ),
    ratios: facet(items, query, "ratio", (shot) => [[shot.aspectRatio, shot.aspectRatio]]),
    verdicts: verdictFacet(items, query),
  };
}

function stateFacet(items: readonly Findable[], query: Query): Facets["states"] {
  const there = new Set(items.map((item) => item.shot.state));
  const fitting = items.filter((item) => matchesQuery(item, withoutField(query, "state")));
  return shotStates
    .filter((state) => there.has(state))
    .map((state) => ({
      state,
      value: state,
      label: state,
      count: fitting.filter((item) => item.shot.state === state).length,
    }));
}

function verdictFacet(items: readonly Findable[], query: Query): readonly VerdictFacet[] {
  if (!items.some(({ shot }) => verdictOf(shot) !== "")) return [];
  const byVerdict = withoutField(query, "verdict");
  const fitting = items.filter((item) => matchesQuery(item, byVerdict));
  const byRetake = withoutField(query, "retake");
  const retakes = items.filter((item) => wantsRetake(item.shot) && matchesQuery(item, byRetake)).length;
  const values = ["none", "approved", "rejected"] as const;
  return [
    ...values.map((value) => ({
      name: "v" as const,
      value,
      count: fitting.filter(({ shot }) => verdictOf(shot) === value).length,
    })),
    { name: "retake", value: "yes", count: retakes },
  ];
}

function facet(
  items: readonly Findable[],
  query: Query,
  field: Field,
  valuesOf: (shot: ShotView) => readonly (readonly [value: string, label: string])[],
): readonly FacetValue[] {
  const counts = new Map<string, { label: string; count: number }>();
  const rest = withoutField(query, field);
  for (const item of items) {
    const fits = matchesQuery(item, rest) ? 1 : 0;
    for (const [value, label] of valuesOf(item.shot)) {
      const entry = counts.get(value);
      if (entry) entry.count += fits;
      else counts.set(value, { label, count: fits });
    }
  }
  return [...counts]
    .map(([value, entry]) => ({ value, ...entry }))
    .toSorted((a, b) => names.compare(a.label, b.label));
}

/** A query without a field's positive terms. */
function withoutField(query: Query, field: Field): Query {
  return { ...query, terms: query.terms.filter((term) => term.field !== field || term.not) };
}
