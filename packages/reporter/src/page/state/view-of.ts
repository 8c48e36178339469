import type { ShotView } from "@shotlist/core/read-model";
import { countFacets, type Facets } from "../arrange/facets.ts";
import { groupShots, type ShotGroup } from "../arrange/group-shots.ts";
import { sortShots } from "../arrange/sort-shots.ts";
import { type Findable, matchesQuery } from "../find/match-shot.ts";
import { parseQuery } from "../find/parse-query.ts";
import type { PageState } from "./page-state.ts";

/** What the page shows for a state: shots filtered, sorted, gathered, and what may be asked next. */
export interface View {
  readonly groups: readonly ShotGroup[];
  /** The shots of all groups in view order; a shot under two tags is in here twice. */
  readonly cells: readonly ShotView[];
  /** How many different shots are shown. */
  readonly shown: number;
  readonly facets: Facets;
  /** Words before a colon that are no field, to say so. */
  readonly unknownFields: readonly string[];
}

/** Works out a view. It depends on the query, the order and the grouping only. */
export function viewOf(items: readonly Findable[], state: Pick<PageState, "query" | "sort" | "group">): View {
  const query = parseQuery(state.query);
  const found = items.filter((item) => matchesQuery(item, query)).map((item) => item.shot);
  const groups = groupShots(sortShots(found, state.sort), state.group);
  return {
    groups,
    cells: groups.flatMap((group) => group.shots),
    shown: found.length,
    facets: countFacets(items, query),
    unknownFields: query.unknownFields,
  };
}
