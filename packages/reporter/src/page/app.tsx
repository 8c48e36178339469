import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { layoutGrid, moveCell, ratioNumber } from "./arrange/layout-grid.ts";
import { makeFindable } from "./find/match-shot.ts";
import { cellSize, initialState, type PageState, readHash, reducePage } from "./state/page-state.ts";
import { keepTheme, recallTheme } from "./state/theme-memory.ts";
import { useAddress } from "./state/use-address.ts";
import { type View, viewOf } from "./state/view-of.ts";
import { FocusView } from "./views/focus-view.tsx";
import { Header } from "./views/header.tsx";
import { Help } from "./views/help.tsx";
import { Sheet } from "./views/sheet.tsx";
import { Toolbar } from "./views/toolbar.tsx";
import { usePageKeys } from "./views/use-page-keys.ts";
import { usePrint } from "./views/use-print.ts";

/** What the page shows. `printing` lays out every card for paper instead of those near the window. */
export interface AppProps {
  readonly model: ReadModel;
  readonly printing: boolean;
}

/** The contact sheet. All that a viewer can change is in one reducer, and most of it in the address. */
export function App({ model, printing }: AppProps): JSX.Element {
  const [state, dispatch] = useReducer(reducePage, initialState, firstState);
  const items = useMemo(() => makeFindable(model.shots), [model]);
  const view = useMemo(() => viewOf(items, state), [items, state.query, state.sort, state.group]);
  const search = useRef<HTMLInputElement>(null);
  const [keyboard, setKeyboard] = useState(false);
  const [mainRef, width] = useWidth();
  const size = cellSize(state.size, model.shots.length);
  const layout = useMemo(() => layoutGrid(sizesOf(view), width, size), [view, width, size]);
  useAddress(state, dispatch);
  useTheme(state);
  const open = useCallback(
    (shot: ShotView, cursor: number) => dispatch({ type: "open", open: { shotId: shot.id }, cursor }),
    [],
  );
  const move = useCallback((cursor: number) => dispatch({ type: "move", cursor }), []);
  const [startPrint, printProgress] = usePrint(view.cells, model.clipsBase);
  const opened = model.shots.find((shot) => shot.id === state.open?.shotId);
  const sheetActive = opened === undefined && !state.helpShown;
  const openCell = cellOfOpen(view, state);
  const step = (way: 1 | -1): void => {
    const next = moveCell(layout, openCell, way === 1 ? "next" : "previous");
    const shot = view.cells[next];
    if (shot) open(shot, next);
    setKeyboard(true);
  };
  usePageKeys({
    active: sheetActive,
    search,
    query: state.query,
    onKeyboard: setKeyboard,
    onMove: (move) => dispatch({ type: "move", cursor: moveCell(layout, state.cursor, move) }),
    onOpen: () => {
      const shot = view.cells[state.cursor];
      if (shot) open(shot, state.cursor);
    },
    cursor: state.cursor,
    dispatch,
  });
  return (
    <>
      <Header model={model} />
      <Toolbar
        state={state}
        view={view}
        total={model.shots.length}
        searchRef={search}
        dispatch={dispatch}
        onPrint={startPrint}
        printing={printProgress}
      />
      <main ref={mainRef}>
        <Sheet
          model={model}
          view={view}
          layout={layout}
          query={state.query}
          printing={printing}
          cursor={state.cursor}
          holdsFocus={keyboard && sheetActive}
          onMove={move}
          onOpen={open}
          onClear={() => dispatch({ type: "find", query: "" })}
        />
      </main>
      {opened && (
        <FocusView
          model={model}
          shot={opened}
          takeNumber={state.open?.take}
          position={openCell + 1}
          count={view.cells.length}
          onTake={(take) => dispatch({ type: "open", open: { shotId: opened.id, take }, cursor: openCell })}
          onStep={step}
          onClose={() => dispatch({ type: "close" })}
        />
      )}
      {state.helpShown && <Help onClose={() => dispatch({ type: "help", shown: false })} />}
    </>
  );
}

/** Where the open shot stands among the cells: the cursor, or its first place, or -1 outside the filter. */
function cellOfOpen(view: View, { open, cursor }: PageState): number {
  if (open === null || view.cells[cursor]?.id === open.shotId) return cursor;
  return view.cells.findIndex((shot) => shot.id === open.shotId);
}

function firstState(): PageState {
  return { ...readHash(location.hash), theme: recallTheme() };
}

function sizesOf(view: View): readonly { readonly titled: boolean; readonly ratios: readonly number[] }[] {
  return view.groups.map((group) => ({
    titled: group.title !== "",
    ratios: group.shots.map((shot) => ratioNumber(shot.aspectRatio)),
  }));
}

/** The room for the grid, in CSS pixels, without the page's margins; it follows the window. */
function useWidth(): readonly [{ readonly current: HTMLElement | null }, number] {
  const element = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(() => document.documentElement.clientWidth);
  useEffect(() => {
    const main = element.current;
    if (!main) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(main);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

function useTheme(state: PageState): void {
  useEffect(() => {
    document.documentElement.dataset["theme"] = state.theme;
    keepTheme(state.theme);
  }, [state.theme]);
}
