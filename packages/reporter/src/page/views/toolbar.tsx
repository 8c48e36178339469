import type { JSX, Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { countOf, formatCount } from "../../words/show-values.ts";
import { type GroupKey, groupLabels } from "../arrange/group-shots.ts";
import { type SortKey, sortLabels } from "../arrange/sort-shots.ts";
import { setValues, valuesIn } from "../find/edit-query.ts";
import { cellSize, type PageAction, type PageState, sizeBounds, type Theme } from "../state/page-state.ts";
import type { View } from "../state/view-of.ts";
import { Chips } from "./chips.tsx";
import { Icon } from "./icon.tsx";
import { FacetMenu, Menu } from "./menus.tsx";
import type { PrintProgress } from "./use-print.ts";

/** What the toolbar needs. */
export interface ToolbarProps {
  readonly state: PageState;
  readonly view: View;
  /** All shots, whatever the filter. */
  readonly total: number;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly dispatch: (action: PageAction) => void;
  readonly onPrint: () => void;
  readonly printing: PrintProgress | null;
}

/** Search, filters, order, size. Every filter is text in the search field: the controls only write it. */
export function Toolbar(props: ToolbarProps): JSX.Element {
  const [unfolded, setUnfolded] = useState(false);
  const root = useRef<HTMLElement>(null);
  useToldHeight(root);
  return (
    <section ref={root} class={unfolded ? "tools is-unfolded" : "tools"} aria-label="Find and arrange">
      <div class="tools-row">
        <Search {...props} />
        <button
          type="button"
          class="tools-unfold"
          aria-expanded={unfolded}
          aria-controls="arrange"
          onClick={() => setUnfolded(!unfolded)}
        >
          {unfolded ? "Fewer options" : "More options"}
        </button>
        <Arrange {...props} />
        <PageButtons {...props} />
      </div>
      <Chips state={props.state} view={props.view} dispatch={props.dispatch} />
    </section>
  );
}

function Search({ state, view, total, searchRef, dispatch }: ToolbarProps): JSX.Element {
  const summary =
    view.shown === total ? countOf(total, "shot") : `${formatCount(view.shown)} of ${countOf(total, "shot")}`;
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={searchRef}
        type="search"
        id="search"
        data-testid="search"
        aria-label="Find shots"
        aria-describedby="search-note"
        aria-keyshortcuts="/"
        placeholder="rain s:failed tag:hero"
        autocomplete="off"
        spellcheck={false}
        value={state.query}
        onInput={(event) => dispatch({ type: "find", query: event.currentTarget.value })}
      />
      <output class="search-count" id="search-note" data-testid="count" aria-live="polite">
        {summary}
      </output>
      <kbd>/</kbd>
    </search>
  );
}

function Arrange({ state, view, total, dispatch }: ToolbarProps): JSX.Element {
  const pick = (name: string) => (value: string) =>
    dispatch({ type: "find", query: setValues(state.query, name, value === "" ? [] : [value]) });
  return (
    <div class="arrange" id="arrange">
      <FacetMenu
        name="Tag"
        all="All tags"
        values={view.facets.tags}
        chosen={valuesIn(state.query, "tag")}
        onPick={pick("tag")}
      />
      <FacetMenu
        name="Product"
        all="All products"
        values={view.facets.products}
        chosen={valuesIn(state.query, "product")}
        onPick={pick("product")}
      />
      <FacetMenu
        name="Aspect ratio"
        all="All ratios"
        values={view.facets.ratios}
        chosen={valuesIn(state.query, "ratio")}
        onPick={pick("ratio")}
      />
      <Menu<GroupKey>
        name="Group by"
        labels={groupLabels}
        value={state.group}
        onPick={(group) => dispatch({ type: "group", group })}
      />
      <Menu<SortKey>
        name="Sort by"
        labels={sortLabels}
        value={state.sort}
        onPick={(sort) => dispatch({ type: "sort", sort })}
      />
      <label class="size" title="Size of the cards">
        <Icon name="smaller" />
        <input
          type="range"
          aria-label="Size of the cards"
          data-testid="size"
          min={sizeBounds.min}
          max={sizeBounds.max}
          step={20}
          value={cellSize(state.size, total)}
          onInput={(event) => dispatch({ type: "resize", size: event.currentTarget.valueAsNumber })}
        />
        <Icon name="larger" />
      </label>
    </div>
  );
}

const nextTheme: Readonly<Record<Theme, Theme>> = { auto: "light", light: "dark", dark: "auto" };

function PageButtons({ state, dispatch, onPrint, printing }: ToolbarProps): JSX.Element {
  const theme = `Colours: ${state.theme === "auto" ? "as the system" : state.theme}`;
  return (
    <div class="page-buttons">
      <button
        type="button"
        class="quiet"
        data-testid="theme"
        aria-label={theme}
        title={theme}
        onClick={() => dispatch({ type: "theme", theme: nextTheme[state.theme] })}
      >
        <Icon name={state.theme} />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Print"
        aria-busy={printing !== null}
        title="Print what is shown"
        onClick={onPrint}
      >
        {printing === null ? <Icon name="print" /> : `${printing.ready}/${printing.of}`}
      </button>
      <button
        type="button"
        class="quiet"
        aria-label="Keys and filters"
        aria-keyshortcuts="?"
        aria-haspopup="dialog"
        title="Keys and filters"
        onClick={() => dispatch({ type: "help", shown: true })}
      >
        ?
      </button>
    </div>
  );
}

/** Tells the styles how high the bar is: what sticks under it must know. */
function useToldHeight(element: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const bar = element.current;
    if (!bar) return;
    const observer = new ResizeObserver(() => {
      document.documentElement.style.setProperty("--tools-height", `${bar.offsetHeight}px`);
    });
    observer.observe(bar);
    return () => observer.disconnect();
  }, [element]);
}
