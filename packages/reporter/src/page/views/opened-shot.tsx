import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { type GridLayout, moveCell } from "../arrange/layout-grid.ts";
import type { OpenShot, PageAction, PageState } from "../state/page-state.ts";
import type { View } from "../state/view-of.ts";
import { FocusView } from "./focus-view.tsx";
import { shownTakeOf } from "./shot-words.ts";

/** What the open shot needs of the page. */
export interface OpenedShotProps {
  readonly model: ReadModel;
  readonly view: View;
  readonly layout: GridLayout;
  readonly state: PageState;
  readonly dispatch: (action: PageAction) => void;
  /** Told that the next shot was asked for, after which the keyboard is on the sheet. */
  readonly onStepped: () => void;
}

/** The shot that the address names, over the sheet; nothing while there is none or it is gone. */
export function OpenedShot(props: OpenedShotProps): JSX.Element | null {
  const { model, view, layout, state, dispatch } = props;
  const { open, cursor } = state;
  const shot = open && model.shots.find((each) => each.id === open.shotId);
  const firstShown = useFirstShown(shot ?? undefined);
  if (!open || !shot) return null;
  const cell = cellOfOpen(view, open, cursor);
  const show = (next: OpenShot, at: number): void => dispatch({ type: "open", open: next, cursor: at });
  return (
    <FocusView
      model={model}
      shot={shot}
      takeNumber={open.take ?? firstShown}
      comparing={open.compare === true}
      active={state.asked === null && !state.helpShown}
      position={cell + 1}
      count={view.cells.length}
      onTake={(take) => show({ ...open, take }, cursor)}
      onCompare={() => show(turned(open), cursor)}
      onOpenShot={(shotId, take) => show({ shotId, take }, placeOf(view, shotId, cursor))}
      onStep={(way) => {
        const next = nextCell(layout, cell, cursor, way);
        const shotId = view.cells[next]?.id;
        if (shotId !== undefined) show(open.compare ? { shotId, compare: true } : { shotId }, next);
        props.onStepped();
      }}
      onClose={() => dispatch({ type: "close" })}
    />
  );
}

/** The take that stood for a shot when it was opened: rejecting it must not put another before the viewer's eyes. */
function useFirstShown(shot: ShotView | undefined): number | undefined {
  const first = useRef<{ readonly shotId: string; readonly take: number | undefined }>(undefined);
  if (shot === undefined) first.current = undefined;
  else if (first.current?.shotId !== shot.id) {
    first.current = { shotId: shot.id, take: shownTakeOf(shot)?.number };
  }
  return first.current?.take;
}

/** The other way of showing a shot: takes side by side, or one of them. */
function turned({ compare, ...open }: OpenShot): OpenShot {
  return compare ? open : { ...open, compare: true };
}

/** The first place of a shot among the cells; the cursor stays where it is for one that the filter hides. */
function placeOf(view: View, shotId: string, cursor: number): number {
  const place = view.cells.findIndex((shot) => shot.id === shotId);
  return place < 0 ? cursor : place;
}

/** Where the open shot stands among the cells: the cursor, or its first place, or -1 outside the filter. */
function cellOfOpen(view: View, open: OpenShot, cursor: number): number {
  if (view.cells[cursor]?.id === open.shotId) return cursor;
  return view.cells.findIndex((shot) => shot.id === open.shotId);
}

/** A shot that a verdict took out of the filter has left its place to the next one. */
function nextCell(layout: GridLayout, cell: number, cursor: number, way: 1 | -1): number {
  if (cell >= 0) return moveCell(layout, cell, way === 1 ? "next" : "previous");
  const last = moveCell(layout, -1, "last");
  return Math.min(last, Math.max(0, way === 1 ? cursor : cursor - 1));
}
