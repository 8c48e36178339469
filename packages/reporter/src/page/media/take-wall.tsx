import type { ShotView, TakeView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ratioNumber } from "../arrange/layout-grid.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import { VerdictMark } from "../views/verdict-mark.tsx";
import { clipUrl } from "./clip-url.ts";
import { wantsStillness } from "./hover-player.tsx";
import type { MadeFrom } from "./made-from.ts";
import { PlayerBar, toggleFullscreen } from "./player-bar.tsx";
import { useTogether } from "./use-together.ts";
import { wallColumns } from "./wall-columns.ts";

const CAPTION_HEIGHT = 36;

/** What the wall shows. */
export interface TakeWallProps {
  readonly shot: ShotView;
  readonly clipsBase: string;
  /** What an edit or a reframe was made from: it stands first, and plays along. */
  readonly source: MadeFrom | undefined;
  /** The take that keys and buttons act on. */
  readonly chosen: TakeView | undefined;
  readonly onChoose: (number: number) => void;
}

/** A clip or a still of the wall; the source has no take. */
interface Pane {
  readonly url: string;
  readonly isPicture: boolean;
  readonly label: string;
  readonly take?: TakeView;
}

/** All takes of a shot side by side, in step: one bar plays, steps and seeks them all, over and over. */
export function TakeWall({ shot, clipsBase, source, chosen, onChoose }: TakeWallProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const together = useTogether(list);
  const panes = panesOf(shot, clipsBase, source);
  const columns = useColumns(list, panes.length, ratioNumber(shot.aspectRatio));
  const open = openRetakes(shot);
  return (
    <div class="player wall" ref={frame}>
      <ol
        class="wall-takes"
        ref={list}
        style={{ "--columns": String(columns) }}
        aria-label="Takes side by side"
      >
        {panes.map(({ take, ...pane }) => (
          <li key={pane.url} class={take && take === chosen ? "wall-take is-chosen" : "wall-take"}>
            <div class="wall-clip">
              <WallMedia {...pane} events={together.events} onPress={() => take && onChoose(take.number)} />
              {take && <VerdictMark take={take} retake={open.includes(take) ? take.retake : undefined} />}
            </div>
            {take ? (
              <WallName take={take} pressed={take === chosen} onChoose={onChoose} />
            ) : (
              <p class="wall-name" data-testid="wall-source">
                {source?.name} <small>{source?.words}</small>
              </p>
            )}
          </li>
        ))}
      </ol>
      {panes.some(({ isPicture }) => !isPicture) && (
        <PlayerBar {...together.bar} onFullscreen={() => toggleFullscreen(frame.current)} />
      )}
    </div>
  );
}

function panesOf(shot: ShotView, clipsBase: string, source: MadeFrom | undefined): readonly Pane[] {
  const takes = shot.takes.flatMap((take): readonly Pane[] => {
    const url = take.clip ? clipUrl(clipsBase, take.clip.file) : null;
    if (!take.clip || url === null) return [];
    return [
      { url, isPicture: take.clip.media === "image", label: `Take ${take.number} of ${shot.id}`, take },
    ];
  });
  if (!source || source.url === null) return takes;
  const label = `${source.name} of ${shot.id}`;
  return [{ url: source.url, isPicture: source.isPicture, label }, ...takes];
}

function WallMedia({
  url,
  isPicture,
  label,
  events,
  onPress,
}: Omit<Pane, "take"> & {
  readonly events: ReturnType<typeof useTogether>["events"];
  readonly onPress: () => void;
}): JSX.Element {
  if (isPicture) {
    // The button below chooses for the keyboard.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    return <img src={url} alt={label} data-testid="wall-still" decoding="async" onClick={onPress} />;
  }
  return (
    <video
      data-testid="wall-player"
      src={url}
      aria-label={label}
      autoplay={!wantsStillness()}
      muted
      playsInline
      preload="auto"
      onClick={onPress}
      {...events}
    />
  );
}

function WallName({
  take,
  pressed,
  onChoose,
}: {
  readonly take: TakeView;
  readonly pressed: boolean;
  readonly onChoose: (number: number) => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="wall-name"
      data-testid="wall-take"
      aria-pressed={pressed}
      aria-keyshortcuts={String(take.number)}
      onClick={() => onChoose(take.number)}
    >
      <span class="take-number">{take.number}</span> Take {take.number}
      {!take.current && <small>for an older version</small>}
    </button>
  );
}

function useColumns(element: { readonly current: HTMLElement | null }, count: number, ratio: number): number {
  const [columns, setColumns] = useState(count);
  useLayoutEffect(() => {
    const list = element.current;
    if (!list) return;
    const look = (): void => {
      const room = { width: list.clientWidth, height: list.clientHeight, captionHeight: CAPTION_HEIGHT };
      setColumns(wallColumns(count, ratio, room));
    };
    const observer = new ResizeObserver(look);
    observer.observe(list);
    return () => observer.disconnect();
  }, [element, count, ratio]);
  return columns;
}
