import type { JSX } from "preact";
import { useContext } from "preact/hooks";
import { formatCount } from "../../words/show-values.ts";
import { stateLabels } from "../../words/state-words.ts";
import { toggleValue, valuesIn } from "../find/edit-query.ts";
import type { PageAction, PageState } from "../state/page-state.ts";
import type { View } from "../state/view-of.ts";
import { Icon } from "./icon.tsx";
import { ReviewContext } from "./review-context.ts";
import { verdictLabels } from "./verdict-labels.ts";

/** What the chips show and change. */
export interface ChipsProps {
  readonly state: PageState;
  readonly view: View;
  readonly dispatch: (action: PageAction) => void;
}

/** States and verdicts to filter by, with their counts, and the way to decide on all that is shown. */
export function Chips(props: ChipsProps): JSX.Element {
  return (
    <div class="chips">
      <StateChips {...props} />
      <VerdictChips {...props} />
    </div>
  );
}

function StateChips({ state, view, dispatch }: ChipsProps): JSX.Element {
  const chosen = valuesIn(state.query, "state");
  return (
    <fieldset class="chips-group" aria-label="States">
      {view.facets.states.map((facet) => (
        <button
          key={facet.state}
          type="button"
          class={`chip is-${facet.state}`}
          data-testid={`chip-${facet.state}`}
          aria-pressed={chosen.includes(facet.state)}
          onClick={() => dispatch({ type: "find", query: toggleValue(state.query, "s", facet.state) })}
        >
          <Icon name={facet.state} />
          {stateLabels[facet.state]}
          <span class="chip-count">{formatCount(facet.count)}</span>
        </button>
      ))}
    </fieldset>
  );
}

function VerdictChips({ state, view, dispatch }: ChipsProps): JSX.Element {
  const { ask } = useContext(ReviewContext);
  return (
    <>
      <fieldset class="chips-group chips-verdicts" aria-label="Verdicts">
        {view.facets.verdicts.map(({ name, value, count }) => (
          <button
            key={value}
            type="button"
            class="chip"
            data-testid={`chip-${value === "yes" ? "retake" : value}`}
            aria-pressed={valuesIn(state.query, name === "v" ? "verdict" : "retake").includes(value)}
            onClick={() => dispatch({ type: "find", query: toggleValue(state.query, name, value) })}
          >
            <Icon name={value === "yes" ? "retake" : value === "none" ? "review" : value} />
            {value === "yes" ? "Retakes" : verdictLabels[value]}
            <span class="chip-count">{formatCount(count)}</span>
          </button>
        ))}
      </fieldset>
      {state.query !== "" && (
        <button
          type="button"
          class="chip chip-clear"
          data-testid="clear"
          onClick={() => dispatch({ type: "find", query: "" })}
        >
          Clear
        </button>
      )}
      {view.unknownFields.length > 0 && (
        <output class="chips-note" data-testid="unknown-field">
          “{view.unknownFields[0]}:” is no field, so it is searched as text. Press ? for the fields.
        </output>
      )}
      {view.facets.verdicts.length > 0 && view.shown > 0 && (
        <button
          type="button"
          class="chip chip-bulk"
          data-testid="bulk"
          aria-keyshortcuts="B"
          aria-haspopup="dialog"
          title="Decide on all that is shown (B)"
          onClick={() => ask({ kind: "bulk" })}
        >
          Decide on all…
        </button>
      )}
    </>
  );
}
