import type { ShotView, TakeView } from "@shotlist/core/read-model";
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ratioNumber } from "../arrange/layout-grid.ts";
import { openRetakes } from "../decide/open-retakes.ts";
import { VerdictMark } from "../views/verdict-mark.tsx";
import { clipUrl } from "./clip-url.ts";
import { wantsStillness } from "./hover-player.tsx";
import { FRAME_S, PlayerBar, type PlayTime, toggleFullscreen, useFrameClock } from "./player-bar.tsx";
import { wallColumns } from "./wall-columns.ts";

/** Clips that are further apart than this are brought together again. */
const DRIFT_S = 0.06;
const CAPTION_HEIGHT = 36;

/** What the wall shows. */
export interface TakeWallProps {
  readonly shot: ShotView;
  readonly clipsBase: string;
  /** The take that keys and buttons act on. */
  readonly chosen: TakeView | undefined;
  readonly onChoose: (number: number) => void;
}

/** All takes of a shot side by side, in step: one bar plays, steps and seeks them all, over and over. */
export function TakeWall({ shot, clipsBase, chosen, onChoose }: TakeWallProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const together = useTogether(list);
  const open = openRetakes(shot);
  const takes = shot.takes.flatMap((take) => {
    const url = take.clip ? clipUrl(clipsBase, take.clip.file) : null;
    return url === null ? [] : [{ take, url }];
  });
  const columns = useColumns(list, takes.length, ratioNumber(shot.aspectRatio));
  return (
    <div class="player wall" ref={frame}>
      <ol
        class="wall-takes"
        ref={list}
        style={{ "--columns": String(columns) }}
        aria-label="Takes side by side"
      >
        {takes.map(({ take, url }) => (
          <li key={take.number} class={take === chosen ? "wall-take is-chosen" : "wall-take"}>
            <div class="wall-clip">
              <video
                data-testid="wall-player"
                src={url}
                aria-label={`Take ${take.number} of ${shot.id}`}
                autoplay={!wantsStillness()}
                muted
                playsInline
                preload="auto"
                onClick={() => onChoose(take.number)}
                {...together.events}
              />
              <VerdictMark take={take} retake={open.includes(take) ? take.retake : undefined} />
            </div>
            <button
              type="button"
              class="wall-name"
              data-testid="wall-take"
              aria-pressed={take === chosen}
              aria-keyshortcuts={String(take.number)}
              onClick={() => onChoose(take.number)}
            >
              <span class="take-number">{take.number}</span> Take {take.number}
              {!take.current && <small>for an older version</small>}
            </button>
          </li>
        ))}
      </ol>
      <PlayerBar {...together.bar} onFullscreen={() => toggleFullscreen(frame.current)} />
    </div>
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

/** Plays the videos in an element as one. The longest leads; the others follow it and wait at their end. */
function useTogether(root: { readonly current: HTMLElement | null }) {
  const [time, setTime] = useState<PlayTime>({ atS: 0, lengthS: 0 });
  const [paused, setPaused] = useState(true);
  const [rate, setRate] = useState(1);
  const all = (): readonly HTMLVideoElement[] => [...(root.current?.querySelectorAll("video") ?? [])];
  const leader = (): HTMLVideoElement | undefined =>
    all().reduce<HTMLVideoElement | undefined>(
      (best, video) => (best === undefined || lengthOf(video) > lengthOf(best) ? video : best),
      undefined,
    );
  const look = (): void => {
    const lead = leader();
    if (lead) setTime({ atS: lead.currentTime, lengthS: lengthOf(lead) });
  };
  const seek = (atS: number): void => {
    for (const video of all()) video.currentTime = Math.min(Math.max(0, atS), lengthOf(video));
    look();
  };
  const play = (): void => {
    for (const video of all()) if (!video.ended) void video.play().catch(() => {});
    setPaused(false);
  };
  const pause = (): void => {
    for (const video of all()) video.pause();
    setPaused(true);
  };
  useFrameClock(paused, () => {
    const lead = leader();
    if (!lead) return;
    if (lead.ended) {
      seek(0);
      play();
    }
    for (const video of all()) {
      const due = Math.min(lead.currentTime, lengthOf(video));
      if (video !== lead && !video.seeking && Math.abs(video.currentTime - due) > DRIFT_S)
        video.currentTime = due;
    }
    look();
  });
  const bar = {
    time,
    paused,
    rate,
    onTogglePlay: () => (paused ? play() : pause()),
    onStep: (frames: 1 | -1) => {
      pause();
      seek((leader()?.currentTime ?? 0) + frames * FRAME_S);
    },
    onSeek: seek,
    onRate: (next: number) => {
      for (const video of all()) video.playbackRate = next;
      setRate(next);
    },
  };
  return { bar, events: { onLoadedMetadata: look, onPlay: () => setPaused(false) } };
}

/** In seconds; 0 until it is known. */
function lengthOf(video: HTMLVideoElement): number {
  return Number.isFinite(video.duration) ? video.duration : 0;
}
