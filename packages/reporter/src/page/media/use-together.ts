import { useState } from "preact/hooks";
import { FRAME_S, type PlayerBarProps, type PlayTime, useFrameClock } from "./player-bar.tsx";

/** Clips that are further apart than this are brought together again. */
const DRIFT_S = 0.06;

/** One bar for several videos, and what each of them tells it. */
export interface Together {
  readonly bar: Omit<PlayerBarProps, "onFullscreen">;
  readonly events: { readonly onLoadedMetadata: () => void; readonly onPlay: () => void };
}

/** Plays the videos in an element as one. The longest leads; the others follow it and wait at their end. */
export function useTogether(root: { readonly current: HTMLElement | null }): Together {
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
