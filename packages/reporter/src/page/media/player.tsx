import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { wantsStillness } from "./hover-player.tsx";
import { FRAME_S, PlayerBar, type PlayTime, toggleFullscreen, useFrameClock } from "./player-bar.tsx";

/** What the player needs. Addresses are relative to the page. */
export interface PlayerProps {
  readonly url: string;
  readonly poster: string | null;
  readonly loop: boolean;
  readonly label: string;
}

/**
 * The big player: scrubbing, frame by frame, speed, full screen. Its buttons carry `data-key`, by which
 * the focus view presses them for the keyboard.
 */
export function Player({ url, poster, loop, label }: PlayerProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [time, setTime] = useState<PlayTime>({ atS: 0, lengthS: 0 });
  const [paused, setPaused] = useState(true);
  const [rate, setRate] = useState(1);
  const [broken, setBroken] = useState(false);
  useFrameClock(paused, () => {
    if (video.current) setTime(timeOf(video.current));
  });
  const seek = (atS: number): void => {
    const player = video.current;
    if (!player) return;
    player.currentTime = Math.min(Math.max(0, atS), player.duration || 0);
  };
  const step = (frames: 1 | -1): void => {
    video.current?.pause();
    seek((video.current?.currentTime ?? 0) + frames * FRAME_S);
  };
  const togglePlay = (): void => {
    const player = video.current;
    if (player?.paused) void player.play().catch(() => {});
    else player?.pause();
  };
  const changeRate = (next: number): void => {
    if (video.current) video.current.playbackRate = next;
    setRate(next);
  };
  return (
    <div class="player" ref={frame}>
      <video
        ref={video}
        data-testid="player"
        src={url}
        {...(poster === null ? {} : { poster })}
        aria-label={label}
        autoplay={!wantsStillness()}
        muted
        playsInline
        preload="auto"
        loop={loop}
        onClick={togglePlay}
        onPlay={() => setPaused(false)}
        onPause={() => setPaused(true)}
        onError={() => setBroken(true)}
        onSeeked={({ currentTarget }) => setTime(timeOf(currentTarget))}
        onLoadedMetadata={({ currentTarget }) => setTime(timeOf(currentTarget))}
      />
      {broken && (
        <p class="player-broken">The clip is not where the report left it, or this browser cannot play it.</p>
      )}
      <PlayerBar
        {...{ time, paused, rate }}
        onTogglePlay={togglePlay}
        onStep={step}
        onSeek={seek}
        onRate={changeRate}
        onFullscreen={() => toggleFullscreen(frame.current)}
      />
    </div>
  );
}

function timeOf(player: HTMLVideoElement): PlayTime {
  return { atS: player.currentTime, lengthS: Number.isFinite(player.duration) ? player.duration : 0 };
}
