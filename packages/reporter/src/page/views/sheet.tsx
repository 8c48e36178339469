import type { ReadModel } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { View } from "../state/view-of.ts";
import { NoShots, NothingFound } from "./empty.tsx";
import { Grid, type GridProps } from "./grid.tsx";
import { PrintSheet } from "./print-sheet.tsx";

/** What the sheet needs. */
export interface SheetProps
  extends Pick<GridProps, "layout" | "cursor" | "holdsFocus" | "onMove" | "onOpen"> {
  readonly model: ReadModel;
  readonly view: View;
  readonly query: string;
  /** Every card for paper, instead of those near the window. */
  readonly printing: boolean;
  readonly onClear: () => void;
}

/** The cards of the filter, on the screen or for paper, or words where there are none. */
export function Sheet(props: SheetProps): JSX.Element {
  const { model, view, query } = props;
  const frameNumbers = useMemo(
    () => new Map(model.shots.map((shot, index) => [shot.id, index + 1])),
    [model],
  );
  if (model.shots.length === 0) return <NoShots />;
  if (view.shown === 0) return <NothingFound query={query} onClear={props.onClear} />;
  const shared = { groups: view.groups, clipsBase: model.clipsBase, frameNumbers };
  if (props.printing) return <PrintSheet {...shared} query={query.trim()} />;
  const { layout, cursor, holdsFocus, onMove, onOpen } = props;
  return <Grid {...shared} {...{ layout, cursor, holdsFocus, onMove, onOpen }} />;
}
