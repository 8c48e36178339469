import type { ShotView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { countOf } from "../../words/show-values.ts";
import type { ShotGroup } from "../arrange/group-shots.ts";
import {
  cellBox,
  type GridLayout,
  type GroupLayout,
  groupOfCell,
  ratioNumber,
  stageWidth,
  type VisibleSpan,
  visibleSpans,
} from "../arrange/layout-grid.ts";
import { Card } from "./card.tsx";
import { memo } from "./memo.ts";
import { useScrollWindow } from "./use-scroll-window.ts";

const MemoCard = memo(Card);

/** What the grid needs. */
export interface GridProps {
  readonly groups: readonly ShotGroup[];
  readonly layout: GridLayout;
  readonly clipsBase: string;
  /** From shot id to its place in the manifest, from 1. */
  readonly frameNumbers: ReadonlyMap<string, number>;
  /** The cell that the keyboard is on, counted among all cells; -1 for none. */
  readonly cursor: number;
  /** Whether the cursor's card shall have the focus now. */
  readonly holdsFocus: boolean;
  readonly onMove: (cell: number) => void;
  readonly onOpen: (shot: ShotView, cell: number) => void;
}

/**
 * All cards, of which only those near the window exist. Each group is a list whose items say their true
 * place and number, so that assistive technology hears of 5,000 shots, not of the 40 that exist.
 */
export function Grid(props: GridProps): JSX.Element {
  const { layout, groups, cursor } = props;
  const root = useRef<HTMLDivElement>(null);
  const [top, bottom] = useScrollWindow(root);
  const spans = useMemo(() => visibleSpans(layout, top, bottom), [layout, top, bottom]);
  const placing = useCursorInView(props, root);
  const { onMove } = props;
  // The focus follows the cursor; only a focus that came by itself moves it.
  const move = useCallback(
    (cell: number): void => {
      if (!placing.current) onMove(cell);
    },
    [placing, onMove],
  );
  return (
    <div class="grid" ref={root} style={{ height: `${layout.height}px` }} data-testid="grid">
      {withCursor(spans, layout, cursor).map((span) => {
        const group = groups[span.group];
        const place = layout.groups[span.group];
        return (
          group &&
          place && <Group key={group.key} {...props} onMove={move} group={group} place={place} span={span} />
        );
      })}
    </div>
  );
}

/** The cursor's card always exists: it may hold the focus, which would be lost with it. */
function withCursor(
  spans: readonly VisibleSpan[],
  layout: GridLayout,
  cursor: number,
): readonly (VisibleSpan & { readonly also?: number })[] {
  const home = groupOfCell(layout, cursor);
  if (!home) return spans;
  const index = layout.groups.indexOf(home);
  const cell = cursor - home.firstCell;
  const span = spans.find((each) => each.group === index);
  if (span === undefined) return [...spans, { group: index, from: 0, to: 0, also: cell }];
  if (cell >= span.from && cell < span.to) return spans;
  return spans.map((each) => (each === span ? { ...each, also: cell } : each));
}

interface GroupProps extends GridProps {
  readonly group: ShotGroup;
  readonly place: GroupLayout;
  readonly span: VisibleSpan & { readonly also?: number };
}

function Group(props: GroupProps): JSX.Element {
  const { group, place, span, layout, cursor } = props;
  const cells = Array.from({ length: span.to - span.from }, (_, index) => span.from + index);
  if (span.also !== undefined) cells.push(span.also);
  const headingId = `group-${place.firstCell}`;
  return (
    <section
      class="group"
      style={{ top: `${place.top}px`, height: `${place.height}px` }}
      aria-labelledby={headingId}
      data-testid="group"
    >
      <h2 id={headingId} class={group.title === "" ? "hidden" : "group-title"}>
        {group.title !== "" && `${group.title} `}
        <span>{countOf(group.shots.length, "shot")}</span>
      </h2>
      <ul>
        {cells.map((cell) => {
          const shot = group.shots[cell];
          if (!shot) return null;
          const box = cellBox(layout, place, cell);
          const total = place.firstCell + cell;
          return (
            <li
              key={shot.id}
              style={{
                left: `${box.left}px`,
                top: `${box.top}px`,
                width: `${box.width}px`,
                height: `${box.height}px`,
              }}
              aria-setsize={group.shots.length}
              aria-posinset={cell + 1}
              data-cell={total}
            >
              <MemoCard
                shot={shot}
                frameNumber={props.frameNumbers.get(shot.id) ?? 0}
                clipsBase={props.clipsBase}
                density={layout.density}
                stageWidth={stageWidth(ratioNumber(shot.aspectRatio), box)}
                stageHeight={place.stageHeight}
                tabStop={cursor === total || (cursor < 0 && total === 0)}
                cell={total}
                onOpen={props.onOpen}
                onMove={props.onMove}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function shotAt({ layout, groups, cursor }: GridProps): ShotView | undefined {
  const group = groupOfCell(layout, cursor);
  return group && groups[layout.groups.indexOf(group)]?.shots[cursor - group.firstCell];
}

/**
 * Brings the cursor's card into the window and gives it the focus, when the cursor moves.
 *
 * @returns whether the focus is being given just now.
 */
function useCursorInView(
  props: GridProps,
  root: { readonly current: HTMLDivElement | null },
): { readonly current: boolean } {
  const { layout, cursor, holdsFocus } = props;
  // A shot that leaves the filter takes the focus with it; the one that moves into its place gets it.
  const shotId = shotAt(props)?.id;
  const shown = useRef(cursor);
  const placing = useRef(false);
  useLayoutEffect(() => {
    const grid = root.current;
    const group = groupOfCell(layout, cursor);
    if (!grid || !group || shown.current === cursor) return;
    shown.current = cursor;
    const box = cellBox(layout, group, cursor - group.firstCell);
    const tools = document.querySelector<HTMLElement>(".tools")?.offsetHeight ?? 0;
    const gridTop = grid.getBoundingClientRect().top;
    const cardTop = gridTop + group.top + box.top;
    const upper = tools + group.headingHeight + 12;
    if (cardTop < upper) scrollBy(0, cardTop - upper);
    else if (cardTop + box.height > innerHeight - 12) {
      scrollBy(0, Math.min(cardTop + box.height - innerHeight + 12, cardTop - upper));
    }
  }, [layout, cursor, root]);
  // Before the next key moves the cursor on: two cards that wait for the focus would take it from each other for ever.
  useLayoutEffect(() => {
    if (!holdsFocus) return;
    const button = root.current?.querySelector<HTMLElement>(`[data-cell="${cursor}"] .card-open`);
    if (!button || button === document.activeElement) return;
    placing.current = true;
    button.focus({ preventScroll: true });
    placing.current = false;
  }, [cursor, shotId, holdsFocus, root]);
  return placing;
}
