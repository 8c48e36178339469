import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { layoutGrid, moveCell, ratioNumber } from "./arrange/layout-grid.ts";
import { useReview } from "./decide/use-review.ts";
import { makeFindable } from "./find/match-shot.ts";
import { cellSize, initialState, type PageState, readHash, reducePage } from "./state/page-state.ts";
import { keepTheme, recallTheme } from "./state/theme-memory.ts";
import { useAddress } from "./state/use-address.ts";
import { type View, viewOf } from "./state/view-of.ts";
import { AskedDialog } from "./views/asked-dialog.tsx";
import { Header } from "./views/header.tsx";
import { Help } from "./views/help.tsx";
import { LiveStrip } from "./views/live-strip.tsx";
import { NoticeLine } from "./views/notice-line.tsx";
import { OpenedShot } from "./views/opened-shot.tsx";
import { PendingBar } from "./views/pending-bar.tsx";
import { NoticeContext, ReviewContext } from "./views/review-context.ts";
import { Sheet } from "./views/sheet.tsx";
import { shownTakeOf } from "./views/shot-words.ts";
import { Toolbar } from "./views/toolbar.tsx";
import { usePageKeys } from "./views/use-page-keys.ts";
import { usePrint } from "./views/use-print.ts";

/** What the page shows. `printing` lays out every card for paper instead of those near the window. */
export interface AppProps {
  /** The report that stands in the page. */
  readonly embedded: ReadModel;
  /** Whether the page is served, by a server that tells news and takes decisions. */
  readonly isLive: boolean;
  readonly printing: boolean;
}

/** The contact sheet. All that a viewer can change is in one reducer, and most of it in the address. */
export function App({ embedded, isLive, printing }: AppProps): JSX.Element {
  const { model, actions, notice, pending, live } = useReview(embedded, isLive);
  const [state, dispatch] = useReducer(reducePage, initialState, firstState);
  const items = useMemo(() => makeFindable(model.shots), [model.shots]);
  const view = useMemo(() => viewOf(items, state), [items, state.query, state.sort, state.group]);
  const search = useRef<HTMLInputElement>(null);
  const [keyboard, setKeyboard] = useState(false);
  const [mainRef, width] = useWidth();
  const size = cellSize(state.size, model.shots.length);
  const layout = useMemo(() => layoutGrid(sizesOf(view), width, size), [view, width, size]);
  useAddress(state, dispatch);
  useTheme(state);
  const tools = useMemo(
    () => ({ ...actions, ask: (asked: PageState["asked"]) => dispatch({ type: "ask", asked }) }),
    [actions],
  );
  const open = useCallback(
    (shot: ShotView, cursor: number) => dispatch({ type: "open", open: { shotId: shot.id }, cursor }),
    [],
  );
  const move = useCallback((cursor: number) => dispatch({ type: "move", cursor }), []);
  const [startPrint, printProgress] = usePrint(view.cells, model.clipsBase);
  const isOpen = model.shots.some((shot) => shot.id === state.open?.shotId);
  const sheetActive = !isOpen && !state.helpShown && state.asked === null;
  const under = view.cells[state.cursor];
  const underTake = under && shownTakeOf(under);
  usePageKeys({
    active: sheetActive,
    search,
    query: state.query,
    onKeyboard: setKeyboard,
    onMove: (move) => dispatch({ type: "move", cursor: moveCell(layout, state.cursor, move) }),
    onOpen: (more) => {
      if (under) dispatch({ type: "open", open: { shotId: under.id, ...more }, cursor: state.cursor });
    },
    target: under && underTake ? { shot: under, take: underTake } : null,
    tools,
    cursor: state.cursor,
    dispatch,
  });
  return (
    <ReviewContext.Provider value={tools}>
      <NoticeContext.Provider value={notice}>
        <Header model={model} />
        <LiveStrip live={live} />
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
        {!isLive && <PendingBar count={pending.length} />}
        <NoticeLine />
        <OpenedShot {...{ model, view, layout, state, dispatch }} onStepped={() => setKeyboard(true)} />
        <AskedDialog asked={state.asked} model={model} shots={view.cells} query={state.query.trim()} />
        {state.helpShown && <Help onClose={() => dispatch({ type: "help", shown: false })} />}
      </NoticeContext.Provider>
    </ReviewContext.Provider>
  );
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
