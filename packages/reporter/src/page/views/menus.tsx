import type { JSX } from "preact";
import { formatCount } from "../../words/show-values.ts";
import type { FacetValue } from "../arrange/facets.ts";

/** What a menu of values to filter by needs. */
interface FacetMenuProps {
  readonly name: string;
  readonly all: string;
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  readonly onPick: (value: string) => void;
}

/** A menu that filters by one value; several that were typed show as they are. Nothing to choose, no menu. */
export function FacetMenu({ name, all, values, chosen, onPick }: FacetMenuProps): JSX.Element | null {
  if (values.length < 2) return null;
  const current = values.find((each) => chosen[0] === each.value.toLowerCase())?.value;
  const other = chosen.length > 1 || (chosen.length === 1 && current === undefined);
  return (
    <select
      class={chosen.length > 0 ? "menu is-on" : "menu"}
      aria-label={name}
      value={other ? "…" : (current ?? "")}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      <option value="">{all}</option>
      {other && <option value="…">{chosen.join(", ")}</option>}
      {values.map((each) => (
        <option key={each.value} value={each.value}>
          {`${each.label} (${formatCount(each.count)})`}
        </option>
      ))}
    </select>
  );
}

/** What a menu of settings needs. */
interface MenuProps<K extends string> {
  readonly name: string;
  readonly labels: Readonly<Record<K, string>>;
  readonly value: K;
  readonly onPick: (key: K) => void;
}

/** A menu of settings, one of which always holds. */
export function Menu<K extends string>({ name, labels, value, onPick }: MenuProps<K>): JSX.Element {
  return (
    <select
      class="menu"
      aria-label={name}
      title={name}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value as K)}
    >
      {(Object.keys(labels) as K[]).map((key) => (
        <option key={key} value={key}>
          {labels[key]}
        </option>
      ))}
    </select>
  );
}
